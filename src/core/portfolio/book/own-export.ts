/** The platform's own export: every field of an entry in a column of its own, so that it can be read back as it was, in a table or a workbook. */

import type { Entry } from '../entry.ts';
import { formatFixed } from '../fixed.ts';
import { fixedOf } from '../ledger/market.ts';
import { OWN_FORMAT } from './book-row.ts';
import type { ReadFile, ReadRow } from './read-file.ts';

/** Field of the entry by its path, and what its column is called. */
const FIELDS: readonly (readonly [path: string, isDecimal?: true])[] = [
  ...([['kind'], ['at'], ['account'], ['asset.isin'], ['asset.symbol'], ['asset.name'], ['asset.kind'], ['quantity', true]] as const),
  ...([
    ['price.amount', true],
    ['price.currency'],
    ['cash.amount', true],
    ['cash.currency'],
    ['fee.amount', true],
    ['fee.currency'],
  ] as const),
  ...([['tax.amount', true], ['tax.currency'], ['value.amount', true], ['value.currency'], ['acquiredAt'], ['otherAccount']] as const),
  ...([['otherAsset.isin'], ['otherAsset.symbol'], ['otherAsset.name'], ['otherAsset.kind'], ['otherQuantity', true]] as const),
  ...([
    ['otherCash.amount', true],
    ['otherCash.currency'],
    ['ratio'],
    ['costShare', true],
    ['target', true],
    ['classes'],
    ['note'],
  ] as const),
];
const KEY = 'atalaya key';
const TELLS_CASH = 'tells cash';
const YES = 'yes';
/** By these a table is known to be one. */
export const OWN_HEADER: readonly string[] = [KEY, TELLS_CASH, ...FIELDS.map(([path]) => path)];

export interface OwnRow {
  readonly key: string;
  readonly tellsCash: boolean;
  readonly entry: Entry;
}

export interface OwnColumn {
  readonly name: string;
  readonly isDecimal: boolean;
  readonly value: (row: OwnRow) => string | null;
}

export const OWN_COLUMNS: readonly OwnColumn[] = [
  { name: KEY, isDecimal: false, value: ({ key }) => key },
  { name: TELLS_CASH, isDecimal: false, value: ({ tellsCash }) => (tellsCash ? YES : 'no') },
  ...FIELDS.map(([path, isDecimal = false]) => ({ name: path, isDecimal, value: ({ entry }: OwnRow) => textAt(entry, path) })),
];

type Draft = Record<string, unknown>;

function textAt(entry: Entry, path: string): string | null {
  const value = path.split('.').reduce<unknown>((at, name) => (at as Draft | undefined)?.[name], entry);
  if (value === undefined) return null;
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}

/** A file of rows under that header; cells by the names of their columns, empty where there is nothing. What is wrong in an entry is found where every entry is checked. */
export function readOwnExport(
  rows: readonly { readonly row: number; readonly sheet?: string; readonly cells: ReadonlyMap<string, string> }[],
): ReadFile {
  return {
    ...{ format: OWN_FORMAT, isLiving: false },
    tellsCash: rows.length > 0 && rows.every(({ cells }) => cells.get(TELLS_CASH) === YES),
    rows: rows.map(({ row, sheet, cells }): ReadRow => {
      const id = cells.get(KEY) ?? '';
      const content = [...cells].map(([name, text]) => `${name}=${text}`).sort();
      return {
        ...{ row, content: content.join('\n'), faults: [], warnings: [], entries: [entryIn(cells)] },
        ...(sheet !== undefined && { sheet }),
        ...(id !== '' && { id }),
      };
    }),
  };
}

function entryIn(cells: ReadonlyMap<string, string>): Entry {
  const draft: Draft = { kind: '', at: '', account: '' };
  for (const [path, isDecimal] of FIELDS) {
    const text = cells.get(path) ?? '';
    if (text === '') continue;
    const [name = '', inner] = path.split('.');
    const value = name === 'classes' ? classesIn(text) : isDecimal ? plain(text) : unguarded(text);
    if (inner === undefined) draft[name] = value;
    else draft[name] = { ...(draft[name] as Draft | undefined), [inner]: value };
  }
  return draft as unknown as Entry;
}

function classesIn(text: string): string[] {
  try {
    const told: unknown = JSON.parse(text);
    if (Array.isArray(told)) return told.map(String);
  } catch {}
  return [text];
}

/** A spreadsheet that has saved it again writes small numbers as `1.5E-3`. */
const plain = (text: string): string => (/e/i.test(text) && Number.isFinite(Number(text)) ? formatFixed(fixedOf(Number(text))) : text);

/** Without the apostrophe that keeps a spreadsheet from calculating a text. */
const unguarded = (text: string): string => (/^'[=+\-@\t\r＝＋－＠]/.test(text) ? text.slice(1) : text);
