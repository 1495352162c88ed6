// Reads one file of candles, whatever wrote it, into checked columns with a report of what was wrong.
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Words } from '../../core/domain/parameters.ts';
import { InputError } from '../../core/domain/result.ts';
import { calendarNamed, type TradingCalendar } from '../../core/market/calendar.ts';
import type { Candles } from '../../core/market/candles.ts';
import { exchangeDay, parseMapRows } from '../../core/market/corporate-actions.ts';
import { IMPORT_FAULTS, IMPORT_NOTES } from '../../core/market/import-words.ts';
import { pricePrecision, roundPrices } from '../../core/market/price-noise.ts';
import { cleanCandles, type ImportReport } from '../../core/market/quality.ts';
import { zoneNamed } from '../../core/market/zone.ts';
import { detectLayout, type LayoutOptions } from './csv-layout.ts';
import { type RawRows, readRows, symbolKey } from './csv-rows.ts';
import { EJTRADER_HEADER, ejtraderZone, pointDecimals, pointsToPrices } from './ejtrader-file.ts';
import { asUtf8, isParquet, isZip, readBytes, refuseBinary, sampleLines, unzipTable } from './file-bytes.ts';
import { isLeanName, leanFolder, leanLayout } from './lean-file.ts';
import { readParquetFile } from './parquet-file.ts';

const MOST_DECIMALS = 8;
/** Prices far below 1 are counted in finer ticks: up to so many decimals, and so many ticks to the lowest price. */
const FINEST_DECIMALS = 12;
const TICKS_IN_LOWEST = 1e5;
/** A tick above this share of the lowest price would change the prices themselves. */
const COARSEST_TICK_RATIO = 0.001;
/** The most frequent step has to be at least this share of the steps unless a timeframe is declared. */
const LEAST_REGULAR_RATIO = 0.1;
/** Ticks become candles of this length unless a timeframe is asked for. */
const TICK_CANDLES_MS = 1000;
export const CANDLE_FORMATS = ['auto', 'csv', 'parquet', 'lean', 'lean-equity', 'ejtrader'] as const;
export type CandleFormat = (typeof CANDLE_FORMATS)[number];

export interface CandleFileOptions {
  readonly format?: CandleFormat;
  /** Picks the rows of one symbol where the file holds several. */
  readonly symbol?: string;
  /** The table to take from a zip that holds several. */
  readonly entry?: string;
  /** Declared timeframe in milliseconds; detected when absent. */
  readonly timeframeMs?: number;
  /** Guessed from the hours of the candles when absent. */
  readonly calendar?: TradingCalendar;
  /** Zone of times written without one; UTC when absent. */
  readonly zone?: string;
  readonly dates?: LayoutOptions['dates'];
  readonly columnNames?: LayoutOptions['columnNames'];
  /** `refuse` (default) stops at the first bad or disordered row and names it; `report` and `sort` go on without it. */
  readonly badRows?: 'refuse' | 'report';
  readonly order?: 'refuse' | 'sort';
  /** The clock for "in the future"; now when absent. */
  readonly nowMs?: number;
}

export interface CandleFile {
  readonly candles: Candles;
  readonly report: ImportReport;
  /** Decimals of prices and volumes as the file writes them (float noise seen through), at most 8, or 12 where prices are that small: the finest tick and lot it can mean. */
  readonly priceDecimals: number;
  readonly volumeDecimals: number;
  readonly timeframeMs: number;
  readonly format: Exclude<CandleFormat, 'auto'>;
}

/** Rows before the quality check, with what their format knows about them. */
interface Table {
  readonly rows: RawRows;
  readonly notes: readonly Words[];
  readonly format: CandleFile['format'];
  readonly ticksToMs?: number;
  readonly calendar?: TradingCalendar;
  /** The timeframe the file's name gives. */
  readonly timeframeMs?: number;
  /** Prices were made from scaled integers: their decimals are known. */
  readonly priceDecimals?: number;
}

/**
 * Reads candles from a file: CSV of any dialect (also gzip or in a zip), Parquet, LEAN zips of bars, quotes and ticks, ejtrader points.
 * Errors are InputError with one line naming the file, the line and the remedy: exit code 3 when the file can't be read, 1 or 2 otherwise.
 */
export async function readCandleFile(path: string, options: CandleFileOptions = {}): Promise<CandleFile> {
  const source = basename(path);
  const table = await readTable(path, source, options);
  const { rows } = table;
  if (rows.candles.length === 0)
    throw new InputError('CANDLE_FILE_EMPTY', `${source}: expected candles after the header, found none; nothing was read`, 1, {
      said: IMPORT_FAULTS.noRows,
    });
  if (rows.symbols.length > 1) keepOneSymbol(rows, source, options.symbol);
  const notes = [...table.notes];
  if (rows.candles.hasVolume && rows.candles.volume.subarray(0, rows.candles.length).every((volume) => volume === 0)) {
    rows.candles.hasVolume = false;
    if (!rows.candles.ask) notes.push(IMPORT_NOTES.zeroVolume);
  }
  if (rows.flagged > 0) notes.push(IMPORT_NOTES.flagged(rows.flagged));
  const precision = table.priceDecimals === undefined ? countableDecimals(rows, source, notes) : table.priceDecimals;
  const calendar = options.calendar ?? table.calendar;
  const declaredMs = options.timeframeMs ?? table.timeframeMs;
  if (table.ticksToMs !== undefined) notes.push(IMPORT_NOTES.ticks(rows.candles.length, table.ticksToMs / 1000));
  const { candles, report, timeframeMs } = cleanCandles(rows.candles, {
    source,
    nowMs: options.nowMs ?? Date.now(),
    badRows: options.badRows ?? 'refuse',
    order: options.order ?? 'refuse',
    rowAt: (row) => rows.rowAt(row),
    notes,
    ...(declaredMs !== undefined && { timeframeMs: declaredMs }),
    ...(table.ticksToMs !== undefined && { ticksToMs: table.ticksToMs }),
    ...(calendar && { calendar }),
  });
  if (declaredMs === undefined && table.ticksToMs === undefined) refuseIrregular(candles, timeframeMs, source);
  return {
    candles,
    report,
    priceDecimals: precision,
    volumeDecimals: Math.min(MOST_DECIMALS, rows.volumeDecimals),
    timeframeMs,
    format: table.format,
  };
}

/** Candles of one timeframe share a step; times all over the place have a most frequent step, too, which means nothing. */
function refuseIrregular({ time, length }: Candles, stepMs: number, source: string): void {
  let equal = 0;
  for (let i = 1; i < length; i++) if ((time[i] as number) - (time[i - 1] as number) === stepMs) equal++;
  if (length < 3 || equal >= (length - 1) * LEAST_REGULAR_RATIO) return;
  throw new InputError(
    'TIMEFRAME_UNCLEAR',
    `${source}: expected candles a fixed time apart, found irregular times: the most frequent step, ${stepMs / 1000} s, is ${equal} of ${length - 1}; correct the time column, or name the timeframe of a series with many gaps with --timeframe`,
    1,
    { said: IMPORT_FAULTS.irregular(stepMs / 1000, equal, length - 1) },
  );
}

async function readTable(path: string, source: string, options: CandleFileOptions): Promise<Table> {
  const { format = 'auto' } = options;
  const bytes = readBytes(path);
  if (format === 'parquet' || (format === 'auto' && isParquet(bytes))) {
    return { ...(await readParquetFile(path, { source, ...options })), format: 'parquet' };
  }
  if (isZip(bytes)) {
    const table = unzipTable(bytes, source, options.entry);
    const isLean = format === 'lean' || format === 'lean-equity' || (format === 'auto' && isLeanName(path, table.name));
    return isLean ? readLean(path, table.name, table.bytes, options) : readText(table.bytes, source, options);
  }
  if (format === 'lean' || format === 'lean-equity') return readLean(path, source, bytes, options);
  return readText(bytes, source, options);
}

function readText(content: Buffer, source: string, options: CandleFileOptions): Table {
  const bytes = asUtf8(content);
  refuseBinary(bytes, source);
  const lines = sampleLines(bytes);
  const symbol = options.symbol ?? /^[A-Z]{6}/.exec(source)?.[0];
  if (options.format === 'ejtrader' || (options.format !== 'csv' && lines[0] === EJTRADER_HEADER && symbol !== undefined)) {
    return readEjtrader(bytes, lines, source, symbol ?? '', options);
  }
  const layout = detectLayout(lines, { source, ...options });
  const rows = readRows(bytes, layout, { zone: zoneNamed(options.zone ?? 'UTC'), scaleDecimals: 0 });
  return { rows, notes: layout.notes, format: 'csv', ...(layout.ticks && { ticksToMs: options.timeframeMs ?? TICK_CANDLES_MS }) };
}

function readEjtrader(bytes: Buffer, lines: readonly string[], source: string, symbol: string, options: CandleFileOptions): Table {
  const layout = detectLayout(lines, { source, ...options });
  const zone = options.zone === undefined ? ejtraderZone() : zoneNamed(options.zone);
  const rows = readRows(bytes, layout, { zone, scaleDecimals: 0 });
  const priceDecimals = pointDecimals(symbol);
  pointsToPrices(rows.candles, priceDecimals);
  const notes = [...layout.notes, IMPORT_NOTES.points(priceDecimals)];
  return { rows, notes, format: 'ejtrader', priceDecimals };
}

function readLean(path: string, entry: string, bytes: Buffer, options: CandleFileOptions): Table {
  const source = basename(path);
  refuseBinary(bytes, source);
  const end = bytes.indexOf(10);
  const firstLine = bytes.toString('latin1', 0, end < 0 ? bytes.length : end).trim();
  const lean = leanLayout(path, entry, firstLine, options.format === 'lean-equity' ? 'equity' : undefined);
  const rows = readRows(bytes, lean.layout, {
    zone: options.zone === undefined ? lean.zone : zoneNamed(options.zone),
    scaleDecimals: lean.scaleDecimals,
  });
  const notes: Words[] = [];
  const calendar = lean.isEquity ? calendarNamed('XNYS') : undefined;
  if (calendar) keepOwnTicker(rows, path, options.symbol, calendar, notes);
  return {
    rows,
    notes,
    format: lean.isEquity ? 'lean-equity' : 'lean',
    ...(lean.timeframeMs !== undefined && { timeframeMs: lean.timeframeMs }),
    ...(lean.ticksToMs !== undefined && { ticksToMs: options.timeframeMs ?? lean.ticksToMs }),
    ...(calendar && { calendar }),
  };
}

/** Tickers are used again for other companies: rows outside the life the map file beside the data gives this one belong to another. */
function keepOwnTicker(rows: RawRows, path: string, symbol: string | undefined, calendar: TradingCalendar, notes: Words[]): void {
  const folder = leanFolder(path);
  const parent = dirname(path);
  const isDated = folder?.resolution === 'minute' || folder?.resolution === 'second' || folder?.resolution === 'tick';
  const ticker = (isDated ? basename(parent) : basename(path).replace(/\..*$/, '')).toLowerCase();
  const map = join(parent, ...(isDated ? ['..', '..'] : ['..']), 'map_files', `${(symbol ?? ticker).toLowerCase()}.csv`);
  if (!existsSync(map)) return;
  const spans = parseMapRows(readFileSync(map, 'utf8'), basename(map)).filter((span) => span.ticker === ticker);
  const before = rows.candles.length;
  const { candles } = rows;
  const belongs = (time: number) => {
    const day = exchangeDay(calendar, time);
    return time !== time || spans.some((span) => day >= span.fromDay && day <= span.toDay);
  };
  if (spans.length === 0 || candles.time.subarray(0, before).every(belongs)) return;
  rows.keep((row) => belongs(candles.time[row] as number));
  notes.push(IMPORT_NOTES.otherTicker(before - rows.candles.length, ticker, basename(map)));
}

function keepOneSymbol(rows: RawRows, source: string, symbol: string | undefined): void {
  const held = rows.symbols.slice(0, 10).join(', ') + (rows.symbols.length > 10 ? ', ...' : '');
  if (symbol === undefined)
    throw new InputError('SYMBOLS_SEVERAL', `${source}: holds ${rows.symbols.length} symbols (${held}); choose one with --symbol`, 2, {
      said: IMPORT_FAULTS.symbols(held),
    });
  const wanted = rows.symbols.findIndex((name) => symbolKey(name) === symbolKey(symbol));
  if (wanted < 0)
    throw new InputError('SYMBOL_UNKNOWN', `${source}: expected symbol ${symbol}, found only ${held}`, 1, {
      said: IMPORT_FAULTS.symbolAbsent(symbol, held),
    });
  const { symbolOfRow } = rows;
  rows.keep((row) => symbolOfRow[row] === wanted);
}

/** The decimals of the prices. InputError PRICES_TOO_LARGE, or PRICES_TOO_SMALL, where they can't be counted in ticks. */
function countableDecimals(rows: RawRows, source: string, notes: Words[]): number {
  const decimals = seeThroughNoise(rows, source, notes);
  const { high, length } = rows.candles;
  let highest = 0;
  for (let i = 0; i < length; i++) if ((high[i] as number) > highest && high[i] !== Number.POSITIVE_INFINITY) highest = high[i] as number;
  if (highest * 10 ** decimals < 2 ** 52) return decimals;
  throw new InputError(
    'PRICES_TOO_LARGE',
    `${source}: the highest price, ${highest}, is too large to be counted in ticks of 10^-${decimals}; correct or remove its row, or divide all prices by a power of ten`,
    1,
    { said: IMPORT_FAULTS.pricesTooLarge(highest) },
  );
}

/** Float noise is rounded away in place, and said. */
function seeThroughNoise(rows: RawRows, source: string, notes: Words[]): number {
  const precision = pricePrecision(rows.candles, rows.priceDecimals);
  if (precision.noise) {
    roundPrices(rows.candles, precision.decimals);
    notes.push(IMPORT_NOTES.noise(precision.noise, precision.decimals));
  } else if (precision.finer) {
    const decimals = finerDecimals(rows, source);
    notes.push(IMPORT_NOTES.finer(MOST_DECIMALS, decimals));
    return decimals;
  }
  return precision.decimals;
}

/** Decimals for prices written with more than 8: fine enough for the lowest, and few enough to count the highest exactly. */
function finerDecimals({ candles, priceDecimals }: RawRows, source: string): number {
  let lowest = Number.POSITIVE_INFINITY;
  let highest = 0;
  for (let i = 0; i < candles.length; i++) {
    const [low, high] = [candles.low[i] as number, candles.high[i] as number];
    if (low > 0 && low < lowest) lowest = low;
    if (high > highest && high < Number.POSITIVE_INFINITY) highest = high;
  }
  const needed = Math.ceil(Math.log10(TICKS_IN_LOWEST / lowest));
  const countable = Math.floor(Math.log10(2 ** 52 / highest));
  const decimals = Math.max(MOST_DECIMALS, Math.min(needed, countable, priceDecimals, FINEST_DECIMALS));
  if (lowest < Number.POSITIVE_INFINITY && 10 ** -decimals > lowest * COARSEST_TICK_RATIO)
    throw new InputError(
      'PRICES_TOO_SMALL',
      `${source}: the lowest price, ${lowest}, is too small to be counted in ticks of 10^-${decimals}, the finest that fits its prices; multiply all prices by a power of ten`,
      1,
      { said: IMPORT_FAULTS.pricesTooSmall(lowest) },
    );
  return decimals;
}
