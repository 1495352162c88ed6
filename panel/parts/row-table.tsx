/** A handful of rows under named columns; on a phone each row becomes a card of the cells that matter there. Very many rows: data-table.tsx. */

import type { ReactNode } from 'react';
import { ScrollPlace } from './scroll-place.tsx';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly numeric?: boolean;
  /** Place in the phone's card: heading, figure at its right, a line with its name, or left out. */
  readonly phone: 'title' | 'figure' | 'line' | 'wide' | 'hide';
  /** Sentences: they wrap also where there is room. */
  readonly isProse?: boolean;
  /** Left out where the table is narrow. */
  readonly secondary?: boolean;
  readonly cell: (row: Row) => ReactNode;
  /** Of a long table: shown only once it is chosen. */
  readonly isExtra?: boolean;
  /** The server can put the rows in this column's order. */
  readonly sortable?: boolean;
}

export function RowTable<Row>({
  caption,
  columns,
  rows,
  keyOf,
  fresh,
}: {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  fresh?: (row: Row) => boolean;
}) {
  return (
    <ScrollPlace label={caption}>
      <table className="data">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) =>
              column.title === '' ? (
                // A column of buttons, which say themselves what they do: an empty heading would be read out as one.
                <td key={column.key} />
              ) : (
                <th key={column.key} scope="col" className={`${column.numeric ? 'num ' : ''}${column.secondary ? 'secondary' : ''}`}>
                  {column.title}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={fresh?.(row) ? 'moved' : undefined}>
              <Cells columns={columns} row={row} />
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollPlace>
  );
}

export function Cells<Row>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) {
  const classOf = ({ numeric, isProse, secondary, phone }: Column<Row>) =>
    [numeric && 'num', isProse && 'prose', secondary && 'secondary', `phone-${phone}`].filter(Boolean).join(' ');
  // What the row is about: it is read out with each of its figures.
  const head = columns.find(({ phone }) => phone === 'title');
  return columns.map((column) => {
    const isHead = column === head;
    const Cell = isHead ? 'th' : 'td';
    return (
      <Cell key={column.key} {...(isHead && { scope: 'row' })} className={classOf(column)} data-label={column.title}>
        <div>{column.cell(row)}</div>
      </Cell>
    );
  });
}
