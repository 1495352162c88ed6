/** A text file as a table: its letters, its mark between columns, its header wherever it begins, and each row with its line. */

import { CsvError, parse } from 'csv-parse/sync';
import { InputError } from '../../core/domain/result.ts';

export interface TextRow {
  /** From 1, as an editor counts. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface TextTable {
  /** What stands above the header. */
  readonly before: readonly TextRow[];
  readonly header: readonly string[];
  readonly rows: readonly TextRow[];
}

const MOST_ROWS = 1_000_000;
/** Name of the account, dates, an empty line. */
const LINES_BEFORE_HEADER = 25;

/** The lines of a text file, empty ones left out. InputError FILE_TEXT. */
export function textRows(bytes: Uint8Array): TextRow[] {
  const text = decoded(bytes);
  const delimiter = delimiterOf(text);
  try {
    const records = parse(text, {
      delimiter,
      relaxColumnCount: true,
      skipEmptyLines: true,
      info: true,
      trim: true,
      toLine: MOST_ROWS,
    }) as unknown as {
      record: string[];
      info: { lines: number };
    }[];
    return records.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new InputError('FILE_TEXT', `expected rows of text, found something else (${error.message}); export the file again as CSV`);
  }
}

/** The first row that has all of these names begins the table; null where none does. */
export function tableUnder(rows: readonly TextRow[], names: readonly string[]): TextTable | null {
  const at = rows.slice(0, LINES_BEFORE_HEADER).findIndex(({ cells }) => names.every((name) => cells.includes(name)));
  const header = rows[at]?.cells;
  return header === undefined ? null : { before: rows.slice(0, at), header, rows: rows.slice(at + 1) };
}

function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The mark that stands most often in the longest of the first lines. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 20_000).split(/\r?\n/, LINES_BEFORE_HEADER);
  const counts = [',', ';', '\t'].map((mark) => [mark, Math.max(...lines.map((line) => line.split(mark).length))] as const);
  return counts.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
