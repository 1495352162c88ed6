/** The sheets of an .xlsx workbook as cells that say what they are: Office Open XML (ECMA-376), Transitional and Strict, with both systems of dates. */

import { attribute, type Tag, tagsOf } from './xml-tags.ts';
import { fault, workbookParts } from './zip-parts.ts';

export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  /** As the file writes it, such as `1.5E-3`. */
  | { readonly kind: 'number'; readonly text: string; readonly isPercent: boolean }
  /** `2024-01-31`, or an instant without a zone: `2024-01-31T10:00:00`. */
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'boolean'; readonly text: string }
  /** `#N/A`, or a formula whose result was not kept. */
  | { readonly kind: 'error'; readonly text: string };

export interface SheetRow {
  /** From 1, as the spreadsheet shows it. */
  readonly row: number;
  readonly isHidden: boolean;
  /** By column from 0; empty ones are not there. */
  readonly cells: ReadonlyMap<number, Cell>;
}

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  readonly rows: readonly SheetRow[];
}

/** What spreadsheets have at most. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;

export interface Workbook {
  readonly sheets: readonly Sheet[];
  /** Which system of dates its serial numbers are of. */
  readonly date1904: boolean;
  /** Days of its making and its last saving, as it says itself; null where it does not. */
  readonly created: string | null;
  readonly modified: string | null;
}

export function readSheets(bytes: Uint8Array): Workbook {
  const parts = workbookParts(bytes);
  const decoder = new TextDecoder();
  const part = (name: string): string | undefined => {
    const key = Object.keys(parts).find((one) => one.toLowerCase() === name.toLowerCase());
    return key === undefined ? undefined : decoder.decode(parts[key]);
  };
  const workbookPath = pathOfWorkbook(part('_rels/.rels') ?? '');
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1);
  const workbook = part(workbookPath);
  if (workbook === undefined)
    throw fault('WORKBOOK_UNREADABLE', 'expected a spreadsheet, found another document in the same wrapping; save it as .xlsx');
  const targets = new Map(
    [...tagsOf(part(`${folder}_rels/${workbookPath.slice(folder.length)}.rels`) ?? '')].map((tag) => [
      attribute(tag, 'Id') ?? '',
      attribute(tag, 'Target') ?? '',
    ]),
  );
  const strings = sharedStrings(part(`${folder}sharedStrings.xml`) ?? '');
  const formats = formatsOf(part(`${folder}styles.xml`) ?? '');
  const tags = [...tagsOf(workbook)];
  const date1904 = tags.some((tag) => tag.name === 'workbookPr' && /^(1|true)$/.test(attribute(tag, 'date1904') ?? ''));
  const sheets = tags
    .filter(({ name, kind }) => name === 'sheet' && kind !== 'close')
    .flatMap((tag) => {
      const target = targets.get(attribute(tag, 'id') ?? '') ?? '';
      const xml = part(target.startsWith('/') ? target.slice(1) : `${folder}${target}`);
      // A sheet that is a chart has no cells.
      if (xml === undefined || !target.includes('worksheets')) return [];
      const state = attribute(tag, 'state') ?? 'visible';
      return [
        { name: attribute(tag, 'name') ?? '', isHidden: state !== 'visible', rows: [...rowsOf(xml, { strings, formats, date1904 })] },
      ];
    });
  const about = [...tagsOf(part('docProps/core.xml') ?? '')];
  const dayOf = (name: string) =>
    /^\d{4}-\d{2}-\d{2}/.exec(about.find((tag) => tag.name === name && tag.kind === 'open')?.text ?? '')?.[0] ?? null;
  return { sheets, date1904, created: dayOf('created'), modified: dayOf('modified') };
}

/** Nearly always xl/workbook.xml. */
function pathOfWorkbook(relations: string): string {
  const tag = [...tagsOf(relations)].find((one) => attribute(one, 'Type')?.endsWith('/officeDocument'));
  return (tag && attribute(tag, 'Target')?.replace(/^\//, '')) ?? 'xl/workbook.xml';
}

function sharedStrings(xml: string): string[] {
  const strings: string[] = [];
  let [text, isInText, isPhonetic] = ['', false, false];
  for (const tag of tagsOf(xml)) {
    if (tag.name === 'si' && tag.kind !== 'close') text = '';
    // How a name is read aloud is not part of it.
    else if (tag.name === 'rPh') isPhonetic = tag.kind === 'open';
    else if (tag.name === 't') isInText = tag.kind === 'open';
    if (tag.name === 't' && isInText && !isPhonetic) text += tag.text;
    if (tag.name === 'si' && tag.kind !== 'open') strings.push(text);
  }
  return strings;
}

type Format = 'date' | 'percent' | 'plain';

/** ECMA-376 part 1, 18.8.30: numbers of formats that every spreadsheet knows without being told. */
const DATE_FORMATS = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57]);
const PERCENT_FORMATS = new Set([9, 10]);

function formatsOf(xml: string): Format[] {
  const codes = new Map<number, string>();
  const formats: Format[] = [];
  let isCells = false;
  for (const tag of tagsOf(xml)) {
    if (tag.name === 'numFmt' && tag.kind !== 'close') codes.set(Number(attribute(tag, 'numFmtId')), attribute(tag, 'formatCode') ?? '');
    if (tag.name === 'cellXfs') isCells = tag.kind === 'open';
    if (isCells && tag.name === 'xf' && tag.kind !== 'close') formats.push(formatNumbered(Number(attribute(tag, 'numFmtId') ?? 0), codes));
  }
  return formats;
}

function formatNumbered(id: number, codes: ReadonlyMap<number, string>): Format {
  // Quoted words, escaped letters, colours and conditions say nothing of the value.
  const code = codes.get(id)?.replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '');
  if (DATE_FORMATS.has(id) || (code !== undefined && /[dy]|m{3}|h.*m|m.*s/i.test(code))) return 'date';
  return PERCENT_FORMATS.has(id) || code?.includes('%') ? 'percent' : 'plain';
}

interface Context {
  readonly strings: readonly string[];
  readonly formats: readonly Format[];
  readonly date1904: boolean;
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly format: Format;
  value: string | null;
  hasFormula: boolean;
}

function* rowsOf(xml: string, context: Context): Generator<SheetRow> {
  let row: { row: number; isHidden: boolean; cells: Map<number, Cell> } | null = null;
  let [lastRow, open, isInline]: [number, OpenCell | null, boolean] = [0, null, false];
  for (const tag of tagsOf(xml)) {
    if (tag.name === 'row' && tag.kind !== 'close') {
      lastRow = Number(attribute(tag, 'r') ?? lastRow + 1);
      if (!(lastRow >= 1 && lastRow <= MOST_ROWS))
        throw fault('WORKBOOK_UNREADABLE', `expected a row from 1 to ${MOST_ROWS}, found ${lastRow}`);
      row = { row: lastRow, isHidden: attribute(tag, 'hidden') === '1', cells: new Map() };
    } else if (tag.name === 'c' && tag.kind !== 'close' && row) open = openCell(tag, row.cells, context);
    else if (open && tag.name === 'f') open.hasFormula = true;
    else if (open && tag.name === 'is') isInline = tag.kind === 'open';
    if (open && tag.kind === 'open' && (tag.name === 'v' || (isInline && tag.name === 't'))) open.value = (open.value ?? '') + tag.text;
    if (open && row && tag.name === 'c' && tag.kind !== 'open') {
      const cell = cellOf(open, context);
      if (cell) row.cells.set(open.column, cell);
      open = null;
    }
    if (tag.name === 'row' && tag.kind !== 'open' && row) {
      if (row.cells.size > 0) yield row;
      row = null;
    }
  }
}

function openCell(tag: Tag, cells: ReadonlyMap<number, Cell>, { formats }: Context): OpenCell {
  const letters = /^[A-Z]{1,3}/.exec(attribute(tag, 'r') ?? '')?.[0];
  const column = letters === undefined ? cells.size : [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  if (column >= MOST_COLUMNS) throw fault('WORKBOOK_UNREADABLE', `expected at most ${MOST_COLUMNS} columns, found ${letters}`);
  return {
    column,
    type: attribute(tag, 't') ?? 'n',
    format: formats[Number(attribute(tag, 's') ?? 0)] ?? 'plain',
    value: null,
    hasFormula: false,
  };
}

function cellOf({ type, format, value, hasFormula }: OpenCell, { strings, date1904 }: Context): Cell | null {
  if (value === null) return hasFormula ? { kind: 'error', text: '(formula without a kept result)' } : null;
  if (type === 'e') return { kind: 'error', text: value };
  if (type === 'b') return { kind: 'boolean', text: value === '1' ? 'TRUE' : 'FALSE' };
  if (type === 'd') return { kind: 'date', text: value.replace(/\.0+$|Z$/, '').replace(/T00:00:00$/, '') };
  if (type === 's' || type === 'str' || type === 'inlineStr') {
    const text = type === 's' ? strings[Number(value)] : value;
    return text === undefined || text.trim() === '' ? null : { kind: 'text', text: unescaped(text).trim() };
  }
  if (format === 'date') return dateOf(Number(value), date1904);
  return { kind: 'number', text: value, isPercent: format === 'percent' };
}

/** Characters that XML has no place for stand as `_xHHHH_` (ECMA-376 part 1, 22.9.2.19). */
const unescaped = (text: string): string =>
  text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const DAY_MS = 86_400_000;
/** Of 1970-01-01, where 1900-01-01 is day 1 and a 29 February 1900 is counted that never was; and where 1904-01-01 is day 0. */
const EPOCH_1900 = 25_569;
const EPOCH_1904 = 24_107;
const FALSE_DAY = 60;

/** Days and their part of a day, as spreadsheets count them. */
export function dateOf(serial: number, date1904: boolean): Cell {
  const day = Math.floor(serial);
  if (!date1904 && day === FALSE_DAY) return { kind: 'error', text: '1900-02-29, a day that never was' };
  const since = date1904 ? serial - EPOCH_1904 : day < FALSE_DAY ? serial - EPOCH_1900 + 1 : serial - EPOCH_1900;
  // Seconds are what a spreadsheet keeps: what is less comes of its doubles.
  const date = new Date(Math.round(since * 86_400) * 1_000);
  if (Number.isNaN(date.getTime()) || Math.abs(since * DAY_MS) > 8.64e15 || serial < 0)
    return { kind: 'error', text: `${serial} as a date` };
  const text = date.toISOString().slice(0, 19);
  return { kind: 'date', text: text.endsWith('T00:00:00') ? text.slice(0, 10) : text };
}
