// The layout of a table of candles: delimiter, header, which column is which, how times and numbers are written.
import type { Words } from '../../core/domain/parameters.ts';
import { InputError } from '../../core/domain/result.ts';
import { IMPORT_FAULTS, IMPORT_NOTES } from '../../core/market/import-words.ts';
import { detectTimeFormat, type TimeFormat } from './time-text.ts';

export const PRICE_ROLES = ['open', 'high', 'low', 'close'] as const;
export const ASK_ROLES = ['askOpen', 'askHigh', 'askLow', 'askClose'] as const;
/** `clock` is a time of day beside a date; rows with a `flag` other than 0 are left out; of trades, `side` is who took and `sequence` their number. */
export type Role =
  | 'time'
  | 'clock'
  | 'volume'
  | 'symbol'
  | 'flag'
  | 'side'
  | 'sequence'
  | (typeof PRICE_ROLES)[number]
  | (typeof ASK_ROLES)[number];

export interface CsvLayout {
  readonly delimiter: number;
  /** Lines before the first row: preamble and header. */
  readonly skipLines: number;
  /** Column number of each role. */
  readonly columns: Readonly<Partial<Record<Role, number>>>;
  readonly timeFormat: TimeFormat;
  readonly decimalComma: boolean;
  readonly header: readonly string[];
  /** Rows are ticks: open, high, low and close are one column. */
  readonly ticks: boolean;
  readonly notes: readonly Words[];
}

type Recognised = Pick<CsvLayout, 'columns' | 'ticks' | 'notes'>;

export interface LayoutOptions {
  readonly source: string;
  /** Settles numeric dates that can be read both ways. */
  readonly dates?: 'dmy' | 'mdy' | 'ymd';
  /** Header names that override the recognised ones. */
  readonly columnNames?: Readonly<Partial<Record<Role, string>>>;
}

/** Header names, lower case without marks, in order of preference. */
const NAMES: readonly (readonly [Role, readonly string[]])[] = [
  [
    'time',
    [
      'time',
      'timestamp',
      'opentime',
      'datetime',
      'unix',
      'unixtime',
      'starttime',
      'startat',
      'gmttime',
      'localtime',
      'ts',
      'date',
      'begins',
      'start',
      't',
      'period',
      'transacttime',
    ],
  ],
  ['open', ['open', 'openprice', 'priceopen', 'bidopen', 'o']],
  ['high', ['high', 'highprice', 'pricehigh', 'bidhigh', 'max', 'h']],
  ['low', ['low', 'lowprice', 'pricelow', 'bidlow', 'min', 'l']],
  ['close', ['close', 'closeprice', 'priceclose', 'bidclose', 'last', 'closelast', 'c']],
  ['volume', ['volume', 'vol', 'basevolume', 'volumebase', 'volumefrom', 'v']],
  ['askOpen', ['askopen']],
  ['askHigh', ['askhigh']],
  ['askLow', ['asklow']],
  ['askClose', ['askclose']],
  ['symbol', ['symbol', 'ticker', 'stock', 'instrument', 'pair']],
  ['side', ['side', 'takerside', 'isbuyermaker']],
  ['sequence', ['aggtradeid', 'tradeid', 'id']],
];
const QUOTE_CURRENCIES = /^volume(usd|usdt|usdc|eur|gbp|jpy|quote)$/;
const MOST_PREAMBLE_LINES = 5;

/** Splits one line, honouring double quotes. */
function splitLine(line: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i];
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      fields.push(field.trim());
      field = '';
    } else field += character;
  }
  fields.push(field.trim());
  return fields;
}

/**
 * Works the layout out from the first lines (without line ends). Errors: InputError CANDLE_FILE_EMPTY, CANDLE_COLUMN_MISSING, and those of
 * {@link detectTimeFormat}.
 */
export function detectLayout(lines: readonly string[], options: LayoutOptions): CsvLayout {
  const { source } = options;
  const delimiter = detectDelimiter(lines);
  const table = lines.map((line) => splitLine(line, delimiter));
  const preamble = table.slice(0, MOST_PREAMBLE_LINES).findIndex((fields) => fields.length >= 5 || isTickHeader(fields));
  if (preamble < 0) {
    throw new InputError(
      'CANDLE_COLUMN_MISSING',
      `${source}: expected columns time, open, high, low, close and volume, found ${JSON.stringify(shorten(lines[0] ?? ''))}`,
      1,
      { said: IMPORT_FAULTS.noColumns(JSON.stringify(shorten(lines[0] ?? ''))) },
    );
  }
  const top = table[preamble] as string[];
  const headed = !looksLikeRow(top);
  const header = headed ? top : [];
  const named = headed ? columnsByName(header, options) : columnsByPlace(top, table[preamble + 1] ?? top);
  let rowsFrom = preamble + (headed ? 1 : 0);
  // Tables exported with several header lines repeat labels where the time should stand.
  while (headed && rowsFrom < preamble + 4 && table[rowsFrom] && !/\d/.test(table[rowsFrom]?.[named.columns.time as number] ?? ''))
    rowsFrom++;
  const rows = table.slice(rowsFrom).filter((fields) => fields.length > 1);
  const timeColumn = named.columns.time as number;
  const times = rows.map((fields) => fields[timeColumn] ?? '').filter((text) => text !== '');
  if (times.length === 0)
    throw new InputError('CANDLE_FILE_EMPTY', `${source}: expected candles after the header, found none; nothing was read`, 1, {
      said: IMPORT_FAULTS.noRows,
    });
  const timeFormat: TimeFormat = options.dates
    ? { kind: options.dates }
    : detectTimeFormat(
        times.filter((_, i) => i < 20 || i % 7 === 0),
        source,
      );
  const figuresOf = (role: Role) => {
    const column = named.columns[role];
    return column === undefined ? [] : rows.map((fields) => fields[column] ?? '');
  };
  const prices = PRICE_ROLES.flatMap(figuresOf);
  // Whole prices say nothing of the mark: then the volume does.
  const decimalComma = usesDecimalComma(prices.some((text) => /[.,]/.test(text)) ? prices : figuresOf('volume'), delimiter);
  return {
    delimiter: delimiter.charCodeAt(0),
    skipLines: rowsFrom,
    columns: named.columns,
    timeFormat,
    decimalComma,
    header,
    ticks: named.ticks,
    notes: named.notes,
  };
}

function isTickHeader(fields: readonly string[]): boolean {
  const plain = fields.map((name) => name.toLowerCase());
  return (plain.includes('bid') && plain.includes('ask')) || (plain.includes('price') && fields.length >= 3 && !/\d/.test(fields.join('')));
}

function detectDelimiter(lines: readonly string[]): string {
  const sample = lines.slice(0, 10);
  const mostFields = (delimiter: string) => Math.max(...sample.map((line) => splitLine(line, delimiter).length));
  // A semicolon or tab that splits well wins: the commas of such files are decimal marks.
  return [';', '\t', '|', ','].find((delimiter) => mostFields(delimiter) >= 5) ?? ',';
}

/** A comma after a point is the decimal mark; so is a comma alone, unless commas part the fields (then it parts thousands). */
function usesDecimalComma(figures: readonly string[], delimiter: string): boolean {
  return figures.some((text) =>
    text.includes('.') ? text.lastIndexOf(',') > text.lastIndexOf('.') : delimiter !== ',' && text.includes(','),
  );
}

/** A first line is a row when a price can be read in it: headers hold no plain numbers. */
function looksLikeRow(fields: readonly string[]): boolean {
  return fields.slice(1).filter((field) => /^[+-]?\d[\d.,eE+-]*$/.test(field)).length >= Math.max(3, (fields.length - 1) / 2);
}

/** Without a header: time, open, high, low, close and volume, the date and the time of day perhaps apart. */
function columnsByPlace(top: readonly string[], second: readonly string[]): Recognised {
  const apart =
    /^\d{1,2}:\d{2}/.test(top[1] ?? '') || (/^\d{8}$/.test(top[0] ?? '') && /^\d{6}$/.test(top[1] ?? '') && /^\d{6}$/.test(second[1] ?? ''))
      ? 1
      : 0;
  const columns: Partial<Record<Role, number>> = { time: 0, open: 1 + apart, high: 2 + apart, low: 3 + apart, close: 4 + apart };
  if (apart) columns.clock = 1;
  if (top.length > 5 + apart) columns.volume = 5 + apart;
  return { columns, ticks: false, notes: [IMPORT_NOTES.noHeader] };
}

/** The columns of a header by the names they usually have. InputError CANDLE_COLUMN_MISSING. */
export function columnsByName(header: readonly string[], options: LayoutOptions): Recognised {
  const plain = header.map((name) =>
    name
      .toLowerCase()
      .replace(/^.*\.(?=[a-z])/, '')
      .replace(/[^a-z0-9]/g, ''),
  );
  const columns: Partial<Record<Role, number>> = {};
  const notes: Words[] = [];
  for (const [role, names] of NAMES) {
    const wanted = options.columnNames?.[role];
    const place = wanted === undefined ? firstOf(plain, names) : header.findIndex((name) => name.toLowerCase() === wanted.toLowerCase());
    if (wanted !== undefined && place < 0) throw missingColumn(options.source, `${role} (${wanted})`, header);
    if (place >= 0) columns[role] = place;
  }
  separateClock(plain, columns);
  if (columns.open !== undefined && columns.close === undefined && plain.includes('price')) columns.close = plain.indexOf('price');
  if (columns.time === undefined) {
    // Index columns come without a name; yfinance heads its own with "Price".
    const unnamed = plain.findIndex((name) => name === '' || name === 'index' || name === 'price');
    if (unnamed >= 0) columns.time = unnamed;
  }
  const ticks = takeTicks(plain, columns);
  if (columns.volume === undefined && columns.askOpen === undefined) takeOtherVolume(plain, header, columns, notes);
  if (plain.includes('adjclose') || plain.includes('adjusted')) notes.push(IMPORT_NOTES.rawClose);
  for (const role of ['time', ...PRICE_ROLES] as const) if (columns[role] === undefined) throw missingColumn(options.source, role, header);
  return { columns, ticks, notes };
}

/** Tables without an open price but with bid and ask, or with price and size, hold ticks. */
function takeTicks(plain: readonly string[], columns: Partial<Record<Role, number>>): boolean {
  if (columns.open !== undefined) return false;
  const bid = plain.indexOf('bid');
  const ask = plain.indexOf('ask');
  const price = plain.indexOf('price');
  const size = firstOf(plain, ['size', 'qty', 'quantity', 'amount', 'volume']);
  const isQuote = bid >= 0 && ask >= 0;
  if (!isQuote && (price < 0 || size < 0)) return false;
  for (const role of PRICE_ROLES) columns[role] = isQuote ? bid : price;
  if (isQuote) for (const role of ASK_ROLES) columns[role] = ask;
  else columns.volume = size;
  return true;
}

function firstOf(plain: readonly string[], names: readonly string[]): number {
  for (const name of names) {
    const place = plain.indexOf(name);
    if (place >= 0) return place;
  }
  return -1;
}

/** `date` and `time` side by side: the first is the day, the second the time of day. */
function separateClock(plain: readonly string[], columns: Partial<Record<Role, number>>): void {
  const date = plain.indexOf('date');
  if (date < 0 || columns.time === date) return;
  if (plain[columns.time as number] === 'time') {
    columns.clock = columns.time as number;
    columns.time = date;
  }
}

function takeOtherVolume(
  plain: readonly string[],
  header: readonly string[],
  columns: Partial<Record<Role, number>>,
  notes: Words[],
): void {
  const base = plain.findIndex((name) => /^volume[a-z0-9]+$/.test(name) && !QUOTE_CURRENCIES.test(name));
  if (base >= 0) columns.volume = base;
  else {
    const other = plain.findIndex((name) => QUOTE_CURRENCIES.test(name) || name === 'tickvolume' || name === 'tickvol');
    notes.push(other >= 0 ? IMPORT_NOTES.otherVolume(header[other] as string) : IMPORT_NOTES.noVolume);
  }
}

function missingColumn(source: string, role: string, header: readonly string[]): InputError {
  return new InputError(
    'CANDLE_COLUMN_MISSING',
    `${source}: expected a column ${role}, found ${shorten(header.join(', '))}; rename it, or name the format with --format`,
    1,
    { said: IMPORT_FAULTS.columnMissing(role, shorten(header.join(', '))) },
  );
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
