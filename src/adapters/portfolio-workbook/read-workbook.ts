/**
 * The owner's workbook of operations. The reader of sheets is our own: the library there is for it counts days before March 1900 and the dates of Strict
 * workbooks wrongly, holds the whole tree in memory, and inflates whatever it is given.
 */

import { OWN_HEADER, readOwnExport } from '../../core/portfolio/book/own-export.ts';
import type { ReadFile, ReadRow } from '../../core/portfolio/book/read-file.ts';
import { type Aliases, type Field, findColumns, HEADERS } from './columns.ts';
import { INVESTMENT_FIELDS, INVESTMENT_NEEDS, readInvestments } from './investments-sheet.ts';
import { OPERATION_FIELDS, OPERATION_NEEDS, readOperations } from './operations-sheet.ts';
import { readSheets, type Sheet, type SheetRow } from './sheets.ts';
import { fault } from './zip-parts.ts';

export interface WorkbookOptions {
  /** Of rows that name none. */
  readonly account?: string | undefined;
  /** The owner's day, `2024-01-31`. */
  readonly today: string;
  readonly aliases?: Aliases;
}

/** Rows of `Operaciones` and `Investments`, whatever their order, columns and headers. InputError WORKBOOK_*: nothing of it can be used. */
export function readWorkbook(bytes: Uint8Array, { account, today, aliases = {} }: WorkbookOptions): ReadFile {
  const { sheets, date1904, created, modified } = readSheets(bytes);
  const own = sheets.find(({ rows: [head] }) => OWN_HEADER.every((name) => titlesIn(head).has(name)));
  if (own !== undefined) return readOwnExport(namedRows(own));
  const rows: ReadRow[] = [];
  let isUnderstood = false;
  for (const sheet of sheets) {
    const operations = columnsOf(sheet, /^operac|^operat/i, OPERATION_FIELDS, OPERATION_NEEDS, aliases);
    const investments = operations ? null : columnsOf(sheet, /^invest|^invers/i, INVESTMENT_FIELDS, INVESTMENT_NEEDS, aliases);
    if (operations) rows.push(...readOperations(sheet, operations, { account, today, date1904 }));
    if (investments) rows.push(...readInvestments(sheet, investments, { account, today, date1904, created, modified }));
    isUnderstood ||= operations !== null || investments !== null;
  }
  if (isUnderstood) return { format: 'workbook', isLiving: true, tellsCash: false, rows };
  throw fault(
    'WORKBOOK_SHEETS',
    `expected a sheet Operaciones or Investments with their headers, found ${sheets.map(({ name }) => name).join(', ') || 'no sheet'}; rename the sheet or its columns`,
  );
}

/** Titles of a header with their columns. */
const titlesIn = (head: SheetRow | undefined): ReadonlyMap<string, number> =>
  new Map([...(head?.cells ?? [])].map(([column, { text }]) => [text, column]));

function namedRows({ name: sheet, rows: [head, ...rows] }: Sheet) {
  const titles = [...titlesIn(head)];
  return rows.map(({ row, cells }) => ({
    ...{ row, sheet },
    cells: new Map(titles.map(([title, column]) => [title, cells.get(column)?.text ?? ''])),
  }));
}

/** Null where the sheet is another one. One of the right name without a needed column is a fault, and says which. */
function columnsOf(
  sheet: Sheet,
  name: RegExp,
  fields: readonly Field[],
  needs: readonly Field[],
  aliases: Aliases,
): ReturnType<typeof findColumns> {
  const found = findColumns(sheet, fields, aliases);
  const missing = needs.filter((field) => !found?.columns.has(field));
  if (found !== null && missing.length === 0) return found;
  if (!name.test(sheet.name) || sheet.rows.length === 0) return null;
  throw fault(
    'WORKBOOK_COLUMNS',
    `expected ${missing.map((field) => HEADERS[field][0]).join(', ')} among the headers of ${sheet.name}, found ${[...(found?.titles.values() ?? [])].join(', ') || 'no header'}; rename the columns`,
  );
}
