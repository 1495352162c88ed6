/** One row of a sheet, field by field: each fault with its column, what stands there and what was expected. */

import type { ReadRow, RowFinding } from '../../core/portfolio/book/read-file.ts';
import type { Entry } from '../../core/portfolio/entry.ts';
import { type Field, type FoundColumns, tidyHeader } from './columns.ts';
import type { Cell, SheetRow } from './sheets.ts';
import type { Value } from './values.ts';

export class RowReader {
  readonly faults: RowFinding[] = [];
  readonly warnings: RowFinding[] = [];
  readonly row: SheetRow;
  private readonly found: FoundColumns;

  constructor(found: FoundColumns, row: SheetRow) {
    this.found = found;
    this.row = row;
    if (row.isHidden)
      this.warn('ROW_HIDDEN', undefined, '', {
        en: 'a row that is shown: this one is hidden, and was read',
        es: 'una fila visible: esta está oculta y se ha leído',
      });
  }

  has(field: Field): boolean {
    return this.cell(field) !== undefined;
  }

  cell(field: Field): Cell | undefined {
    const column = this.found.columns.get(field);
    return column === undefined ? undefined : this.row.cells.get(column);
  }

  /** What the cell says; undefined where it is empty, and where it is wrong, which is noted. */
  read(field: Field, valueIn: (cell: Cell) => Value): string | undefined {
    const cell = this.cell(field);
    if (cell === undefined) return undefined;
    const value = valueIn(cell);
    if (value.ok) return value.text;
    this.fault(value.code, field, cell.text, value.expected, value.suggestion);
    return undefined;
  }

  /** The same where it has to be there. */
  need(field: Field, valueIn: (cell: Cell) => Value, expected: RowFinding['expected'], code = 'CELL_EMPTY'): string | undefined {
    if (this.has(field)) return this.read(field, valueIn);
    this.fault(code, field, '', expected);
    return undefined;
  }

  fault(code: string, field: Field | undefined, found: string, expected: RowFinding['expected'], suggestion?: string): void {
    this.faults.push({ code, ...this.columnOf(field), found, expected, ...(suggestion !== undefined && { suggestion }) });
  }

  warn(code: string, field: Field | undefined, found: string, expected: RowFinding['expected']): void {
    this.warnings.push({ code, ...this.columnOf(field), found, expected });
  }

  result(sheet: string, entries: readonly Entry[], id?: string): ReadRow {
    const content = [...this.found.titles]
      .map(([column, title]) => [tidyHeader(title), this.row.cells.get(column)?.text ?? ''] as const)
      .filter(([title, text]) => title !== '' && text !== '')
      .map(([title, text]) => `${title}=${text}`)
      .sort()
      .join('\n');
    return {
      ...{ sheet, row: this.row.row, content: `${sheet}\n${content}`, faults: this.faults, warnings: this.warnings },
      entries: this.faults.length > 0 ? [] : entries,
      ...(id !== undefined && { id }),
    };
  }

  private columnOf(field: Field | undefined): { column?: string } {
    const column = field === undefined ? undefined : this.found.columns.get(field);
    const title = column === undefined ? undefined : this.found.titles.get(column);
    return title === undefined ? {} : { column: title };
  }
}
