// Reads one file of ticks into a recording: trades (time, price, quantity and, where it is written, who took) or quotes (time, bid and ask).
import { basename } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { type Recording, RecordingWriter, ROW } from '../../core/market/recording.ts';
import { zoneNamed } from '../../core/market/zone.ts';
import { type CsvLayout, detectLayout } from './csv-layout.ts';
import { type RawRows, readRows } from './csv-rows.ts';
import { isParquet, isZip, readBytes, refuseBinary, sampleLines, unzipTable } from './file-bytes.ts';
import { isLeanName, leanLayout } from './lean-file.ts';
import { detectTimeFormat } from './time-text.ts';

export interface RecordingFile {
  readonly recording: Recording;
  /** What was wrong, missing or assumed. */
  readonly notes: readonly string[];
}

/** Rows of Binance's trade files, which have no header: number, price, quantity, first and last trade (or quote quantity), time, whether the buyer waited. */
const BINANCE_ROW = /^\d+,[\d.]+,[\d.]+,[\d.]+,(\d+,)?\d{13,16},(true|false)/i;

/**
 * Null where the file holds something else than ticks. InputError TICKS_NONE where no row could be read, TIME_FORMAT_UNKNOWN, and those of reading a
 * file.
 */
export function readTicks(path: string): RecordingFile | null {
  const source = basename(path);
  const rows = rowsOf(path, source);
  if (rows === null) return null;
  const notes: string[] = [];
  if (rows.flagged > 0) notes.push(`${rows.flagged} rows the file marks as suspicious were left out`);
  leaveOutBadRows(rows, source, notes);
  const order = orderOf(rows, notes);
  const isQuote = rows.candles.ask !== undefined;
  if (!isQuote) noteMissing(rows, order, notes);
  const writer = new RecordingWriter();
  if (isQuote) writeQuotes(writer, rows, order);
  else writeTrades(writer, rows, order, notes);
  const { priceDecimals, volumeDecimals: quantityDecimals } = rows;
  return { recording: writer.finish({ kind: isQuote ? 'quotes' : 'trades', priceDecimals, quantityDecimals }), notes };
}

function rowsOf(path: string, source: string): RawRows | null {
  let bytes = readBytes(path);
  if (isParquet(bytes)) return null;
  if (isZip(bytes)) {
    const table = unzipTable(bytes, source);
    if (isLeanName(path, table.name)) return leanRows(path, table.name, table.bytes);
    bytes = table.bytes;
  }
  refuseBinary(bytes, source);
  const lines = sampleLines(bytes);
  const layout = BINANCE_ROW.test(lines[0] ?? '') ? binanceLayout(lines, source) : detectLayout(lines, { source });
  return layout.ticks ? readRows(bytes, layout, { zone: zoneNamed('UTC'), scaleDecimals: 0 }) : null;
}

function leanRows(path: string, entry: string, bytes: Buffer): RawRows | null {
  const end = bytes.indexOf(10);
  const { layout, zone, scaleDecimals } = leanLayout(path, entry, bytes.toString('latin1', 0, end < 0 ? bytes.length : end).trim());
  return layout.ticks ? readRows(bytes, layout, { zone, scaleDecimals }) : null;
}

function binanceLayout(lines: readonly string[], source: string): CsvLayout {
  const fields = (lines[0] as string).split(',');
  const side = fields.findIndex((field) => /^(true|false)$/i.test(field));
  const time = side - 1;
  const columns = { sequence: 0, open: 1, high: 1, low: 1, close: 1, volume: 2, time, side };
  const times = lines.map((line) => line.split(',')[time] ?? '').filter((text) => text !== '');
  const timeFormat = detectTimeFormat(times, source);
  return { delimiter: 44, skipLines: 0, columns, timeFormat, decimalComma: false, header: [], ticks: true, notes: [] };
}

function leaveOutBadRows(rows: RawRows, source: string, notes: string[]): void {
  const { time, open, volume, hasVolume, ask, length } = rows.candles;
  const isGood = (row: number) =>
    (time[row] as number) > 0 &&
    (open[row] as number) > 0 &&
    (!hasVolume || (volume[row] as number) > 0) &&
    (ask === undefined || (ask.open[row] as number) > 0);
  let first = 0;
  while (first < length && isGood(first)) first++;
  if (first === length && length > 0) return;
  const at = length > 0 ? rows.rowAt(first) : { line: 0, text: 'nothing' };
  rows.keep(isGood);
  if (rows.candles.length === 0)
    throw new InputError('TICKS_NONE', `${source}: expected trades or quotes with positive prices and quantities, found ${at.text}`);
  const left = length - rows.candles.length;
  notes.push(`${left} rows had no time, price or quantity above 0 and were left out, the first at line ${at.line}: ${at.text}`);
}

/** Rows by time; equal times keep their order in the file, or, in a file that is newest first, the opposite one. */
function orderOf({ candles }: RawRows, notes: string[]): Uint32Array {
  const { time, length } = candles;
  const order = Uint32Array.from({ length }, (_, row) => row);
  let [falls, rises] = [0, 0];
  for (let row = 1; row < length; row++) {
    const step = (time[row] as number) - (time[row - 1] as number);
    if (step < 0) falls++;
    else if (step > 0) rises++;
  }
  if (falls === 0) return order;
  if (rises === 0) {
    notes.push('the file is newest first; its rows were turned round');
    return order.reverse();
  }
  notes.push(`${falls} rows were earlier than the one before and were put in order`);
  return order.sort((a, b) => (time[a] as number) - (time[b] as number) || a - b);
}

/** Trades are numbered without a gap: a number that is missing is a trade that is. */
function noteMissing({ sequence }: RawRows, order: Uint32Array, notes: string[]): void {
  if (sequence.length === 0) return;
  let [gaps, first] = [0, 0];
  for (let i = 1; i < order.length; i++) {
    const expected = (sequence[order[i - 1] as number] as number) + 1;
    if (sequence[order[i] as number] === expected || Number.isNaN(expected)) continue;
    if (gaps++ === 0) first = i;
  }
  if (gaps === 0) return;
  const expected = (sequence[order[first - 1] as number] as number) + 1;
  notes.push(`trades are missing in ${gaps} places, the first before number ${sequence[order[first] as number]} (expected ${expected})`);
}

function writeTrades(writer: RecordingWriter, { candles, sides }: RawRows, order: Uint32Array, notes: string[]): void {
  const { time, open: price, volume } = candles;
  let guessed = 0;
  let [side, last] = [1, 0];
  for (const row of order) {
    const now = price[row] as number;
    const told = sides[row] ?? 0;
    if (told === 0) guessed++;
    side = told !== 0 ? told : now > last ? 1 : now < last ? -1 : side;
    last = now;
    writer.add(Math.floor(time[row] as number), side > 0 ? ROW.buy : ROW.sell, now, volume[row] as number);
  }
  if (guessed > 0) notes.push(`of ${guessed} trades the file does not say who took: above the price before a buyer, below it a seller`);
}

function writeQuotes(writer: RecordingWriter, { candles }: RawRows, order: Uint32Array): void {
  const { time, open: bid, ask } = candles;
  for (const row of order) {
    const at = Math.floor(time[row] as number);
    writer.add(at, ROW.bid, bid[row] as number);
    writer.add(at, ROW.ask, (ask as NonNullable<typeof ask>).open[row] as number);
    writer.endUpdate();
  }
}
