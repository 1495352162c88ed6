// Rows of a delimited file into candle columns: one pass over the bytes, no text per field.
import { type Candles, createCandles, pickCandles } from '../../core/market/candles.ts';
import type { Zone } from '../../core/market/zone.ts';
import { ASK_ROLES, type CsvLayout, PRICE_ROLES } from './csv-layout.ts';
import { NumberReader } from './number-text.ts';
import { TimeReader } from './time-text.ts';

const [NEWLINE, RETURN, QUOTE, SPACE] = [10, 13, 34, 32];

/** Columns as read, NaN where a field could not be, and where each row stands in the file. */
export interface RawRows {
  readonly candles: Candles;
  /** The most decimals any price, and any volume, was written with. */
  readonly priceDecimals: number;
  readonly volumeDecimals: number;
  /** The symbols named in the file, as written; empty without such a column. */
  readonly symbols: readonly string[];
  /** Index into `symbols` of each row. */
  readonly symbolOfRow: Uint16Array;
  /** Who took, of each row: 1 a buyer, -1 a seller, 0 where the file does not say; empty without such a column. */
  readonly sides: Int8Array;
  /** The number of each trade; empty without such a column. */
  readonly sequence: Float64Array;
  /** Rows left out because the file itself flags them. */
  readonly flagged: number;
  rowAt(row: number): { line: number; text: string };
  /** Leaves only the rows that pass, numbered anew. */
  keep(passes: (row: number) => boolean): void;
}

export interface RowOptions {
  readonly zone: Zone;
  readonly scaleDecimals: number;
}

/** Reads every row after the header lines of `layout`. Blank lines are skipped; short rows give NaN. */
export function readRows(buffer: Buffer, layout: CsvLayout, options: RowOptions): RawRows {
  const reader = new RowReader(buffer, layout, options);
  reader.readAll();
  return reader;
}

class RowReader implements RawRows {
  candles: Candles;
  private readonly priceReader: NumberReader;
  private readonly volumeReader: NumberReader;
  private readonly buffer: Buffer;
  private readonly layout: CsvLayout;
  private readonly timeReader: TimeReader;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;
  private lineStarts: Float64Array;
  readonly symbols: string[] = [];
  symbolOfRow: Uint16Array;
  sides: Int8Array;
  sequence: Float64Array;
  flagged = 0;

  constructor(buffer: Buffer, layout: CsvLayout, options: RowOptions) {
    this.buffer = buffer;
    this.layout = layout;
    this.timeReader = new TimeReader(layout.timeFormat, options.zone);
    this.priceReader = new NumberReader({ decimalComma: layout.decimalComma, scaleDecimals: options.scaleDecimals });
    this.volumeReader = new NumberReader({ decimalComma: layout.decimalComma, scaleDecimals: 0 });
    const fields = Math.max(...Object.values(layout.columns)) + 1;
    this.starts = new Int32Array(fields);
    this.ends = new Int32Array(fields);
    const capacity = countLines(buffer);
    this.lineStarts = new Float64Array(capacity);
    this.symbolOfRow = new Uint16Array(layout.columns.symbol === undefined ? 0 : capacity);
    this.sides = new Int8Array(layout.columns.side === undefined ? 0 : capacity);
    this.sequence = new Float64Array(layout.columns.sequence === undefined ? 0 : capacity);
    this.candles = createCandles(capacity, {
      hasVolume: layout.columns.volume !== undefined,
      hasAsk: layout.columns.askOpen !== undefined,
    });
  }

  readAll(): void {
    const { buffer, layout } = this;
    let position = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0;
    for (let line = 0; line < layout.skipLines; line++) position = endOfLine(buffer, position) + 1;
    while (position < buffer.length) {
      const start = position;
      position = this.splitRow(start);
      if (isBlank(buffer, start, position)) continue;
      if (layout.columns.flag !== undefined && buffer[this.starts[layout.columns.flag] as number] !== 48) this.flagged++;
      else this.readRow(start);
    }
  }

  rowAt(row: number): { line: number; text: string } {
    const start = this.lineStarts[row] as number;
    let line = 1;
    for (let at = this.buffer.indexOf(NEWLINE); at >= 0 && at < start; at = this.buffer.indexOf(NEWLINE, at + 1)) line++;
    const text = this.buffer.toString('utf8', start, Math.min(endOfLine(this.buffer, start), start + 200)).trim();
    return { line, text };
  }

  get priceDecimals(): number {
    return this.priceReader.decimals;
  }

  get volumeDecimals(): number {
    return this.volumeReader.decimals;
  }

  keep(passes: (row: number) => boolean): void {
    const rows = Uint32Array.from({ length: this.candles.length }, (_, row) => row).filter(passes);
    this.candles = pickCandles(this.candles, rows);
    this.lineStarts = Float64Array.from(rows, (row) => this.lineStarts[row] as number);
    this.symbolOfRow = Uint16Array.from(rows, (row) => this.symbolOfRow[row] ?? 0);
    if (this.sides.length > 0) this.sides = Int8Array.from(rows, (row) => this.sides[row] as number);
    if (this.sequence.length > 0) this.sequence = Float64Array.from(rows, (row) => this.sequence[row] as number);
  }

  private noteSymbol(row: number, column: number): void {
    const name = this.buffer.toString('latin1', this.starts[column], this.ends[column]);
    let index = this.symbols.lastIndexOf(name);
    if (index < 0) index = this.symbols.push(name) - 1;
    this.symbolOfRow[row] = index;
  }

  /** Finds the fields of the row that begins at `start` and returns where the next one begins. Fields that are absent are empty. */
  private splitRow(start: number): number {
    const { buffer, starts, ends } = this;
    const { delimiter } = this.layout;
    const fields = starts.length;
    let field = 0;
    let i = start;
    let from = start;
    const length = buffer.length;
    for (; i < length; i++) {
      const byte = buffer[i] as number;
      if (byte === delimiter || byte === NEWLINE) {
        if (field < fields) {
          starts[field] = from;
          ends[field] = i;
          field++;
        }
        if (byte === NEWLINE) break;
        from = i + 1;
        if (field === fields) {
          i = endOfLine(buffer, i);
          break;
        }
      } else if (byte === QUOTE) {
        i = buffer.indexOf(QUOTE, i + 1);
        if (i < 0) i = length;
      }
    }
    if (i >= length && field < fields) {
      starts[field] = from;
      ends[field] = length;
      field++;
    }
    for (; field < fields; field++) starts[field] = ends[field] = start;
    this.trim(fields);
    return i + 1;
  }

  /** Takes quotes, blanks and the carriage return off every field. */
  private trim(fields: number): void {
    const { buffer, starts, ends } = this;
    for (let field = 0; field < fields; field++) {
      let start = starts[field] as number;
      let end = ends[field] as number;
      while (end > start && isPadding(buffer[end - 1] as number)) end--;
      while (end > start && isPadding(buffer[start] as number)) start++;
      starts[field] = start;
      ends[field] = end;
    }
  }

  private readRow(lineStart: number): void {
    const { buffer, candles, starts, ends } = this;
    const { columns } = this.layout;
    const row = candles.length++;
    this.lineStarts[row] = lineStart;
    if (columns.symbol !== undefined) this.noteSymbol(row, columns.symbol);
    if (columns.side !== undefined) this.sides[row] = sideOf(buffer[starts[columns.side] as number] as number);
    if (columns.sequence !== undefined)
      this.sequence[row] = Number(buffer.toString('latin1', starts[columns.sequence], ends[columns.sequence]));
    const clock = columns.clock;
    const time = columns.time as number;
    candles.time[row] =
      clock === undefined
        ? this.timeReader.read(buffer, starts[time] as number, ends[time] as number)
        : this.timeReader.read(buffer, starts[time] as number, ends[time] as number, starts[clock], ends[clock]);
    for (const role of PRICE_ROLES) candles[role][row] = this.price(columns[role] as number);
    if (candles.hasVolume) {
      const volume = columns.volume as number;
      candles.volume[row] = this.volumeReader.read(buffer, starts[volume] as number, ends[volume] as number);
    }
    const ask = candles.ask;
    if (ask) for (let k = 0; k < 4; k++) ask[PRICE_ROLES[k] as 'open'][row] = this.price(columns[ASK_ROLES[k] as 'askOpen'] as number);
  }

  private price(column: number): number {
    return this.priceReader.read(this.buffer, this.starts[column] as number, this.ends[column] as number);
  }
}

/** By the first letter: buy and sell, or whether the buyer was the one who waited (true: a seller took). */
function sideOf(byte: number): number {
  const letter = String.fromCharCode(byte).toLowerCase();
  return letter === 'b' || letter === 'f' ? 1 : letter === 's' || letter === 't' ? -1 : 0;
}

function isPadding(byte: number): boolean {
  return byte === SPACE || byte === QUOTE || byte === RETURN;
}

function isBlank(buffer: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end && i < buffer.length; i++) if (!isPadding(buffer[i] as number) && buffer[i] !== NEWLINE) return false;
  return true;
}

/** Symbols are compared without case and separators: BTC/USDT is btcusdt. */
export function symbolKey(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function endOfLine(buffer: Buffer, from: number): number {
  const at = buffer.indexOf(NEWLINE, from);
  return at < 0 ? buffer.length : at;
}

/** Lines of the file, the last one counted with or without its line end. */
function countLines(buffer: Buffer): number {
  let lines = 1;
  for (let i = 0; i < buffer.length; i++) if (buffer[i] === NEWLINE) lines++;
  return lines;
}
