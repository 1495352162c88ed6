/** A table that no reader knows, as the owner says what its columns mean. */

import type { ColumnMapping, MappedField } from '../../core/portfolio/book/mapping.ts';
import type { ReadFile } from '../../core/portfolio/book/read-file.ts';
import { Line } from './format.ts';
import { mappedEntry } from './mapped-entry.ts';
import type { TextRow, TextTable } from './text-table.ts';

/** Where the first row that is as full as the fullest begins the table. */
const LINES_BEFORE_HEADER = 25;
const MOST_VALUES = 40;

const filled = ({ cells }: TextRow): number => cells.filter((cell) => cell !== '').length;

/** Every column has a name, and no two the same: an empty title is its place, a second of the same name is counted. */
export function namedColumns(titles: readonly string[]): string[] {
  const count = new Map<string, number>();
  return titles.map((title, at) => {
    const name = title === '' ? `#${at + 1}` : title;
    const before = count.get(name) ?? 0;
    count.set(name, before + 1);
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

interface SeenTable {
  /** With the first different values of each. */
  readonly columns: { name: string; values: string[] }[];
  readonly rowCount: number;
}

/** Null where there is no table. */
export function seenTable(rows: readonly TextRow[]): SeenTable | null {
  const first = rows.slice(0, LINES_BEFORE_HEADER);
  const most = Math.max(...first.map(filled));
  const at = first.findIndex((row) => filled(row) >= Math.max(2, most * 0.6));
  const head = rows[at];
  if (head === undefined) return null;
  const below = rows.slice(at + 1);
  const columns = namedColumns(head.cells).map((name, place) => {
    const values = new Set<string>();
    for (const { cells } of below) {
      if (values.size === MOST_VALUES) break;
      const cell = cells[place] ?? '';
      if (cell !== '') values.add(cell.slice(0, 80));
    }
    return { name, values: [...values] };
  });
  return { columns, rowCount: below.length };
}

/** The table below the columns that it names; null where there is none. */
export function tableOfMapping(rows: readonly TextRow[], { columns }: Pick<ColumnMapping, 'columns'>): TextTable | null {
  const names = Object.values(columns);
  for (const [at, { cells }] of rows.slice(0, LINES_BEFORE_HEADER).entries()) {
    const header = namedColumns(cells);
    if (names.every((name) => header.includes(name))) return { before: rows.slice(0, at), header, rows: rows.slice(at + 1) };
  }
  return null;
}

/** The table that was meant when the mapping was kept: it has the same columns, in whatever order, and no other. */
export function tableLike(rows: readonly TextRow[], mapping: Pick<ColumnMapping, 'columns' | 'header'>): TextTable | null {
  const table = tableOfMapping(rows, mapping);
  const isSame = table !== null && [...table.header].sort().join('\n') === [...mapping.header].sort().join('\n');
  return isSame ? table : null;
}

/** `account`: of rows that name none; that of the mapping where it is not given. */
export function readMapped({ header, rows }: TextTable, mapping: ColumnMapping, account: string | undefined): ReadFile {
  const title = (field: MappedField) => mapping.columns[field] ?? '';
  return {
    ...{ format: `csv ${mapping.name}`, isLiving: false, tellsCash: mapping.tellsCash },
    rows: rows.map((row) => {
      const line = new Line(header, row, mapping.mark);
      return line.result(mappedEntry(line, mapping, account ?? mapping.name), line.text(title('id')));
    }),
  };
}
