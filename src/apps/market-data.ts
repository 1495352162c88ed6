/** Market data as the application uses it: files and exchanges into the lake, and the samples that ship with the project. */

import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Lake, type OpenedCandles, openLake } from '../adapters/market-lake/lake.ts';
import { type CandleFile, type CandleFileOptions, readCandleFile } from '../adapters/market-lake/read-candle-file.ts';
import type { SeriesInfo, SeriesKey } from '../adapters/market-lake/series-manifest.ts';
import type { UpsertResult } from '../adapters/market-lake/series-upsert.ts';
import { type DatedInstrument, type FundingRate, parseFunding } from '../adapters/market-lake/symbol-files.ts';
import type { InstrumentSpecification } from '../core/domain/instrument.ts';
import { InputError } from '../core/domain/result.ts';
import { calendarNamed, type TradingCalendar } from '../core/market/calendar.ts';
import type { Candles } from '../core/market/candles.ts';
import { type FactorRow, unrecordedSplits } from '../core/market/corporate-actions.ts';
import type { ImportReport } from '../core/market/quality.ts';
import { timeframeMs, timeframeText } from '../core/market/timeframe.ts';
import { isoText } from '../core/market/zone.ts';
import type { MarketInput } from '../core/research/backtest.ts';
import type { Warning } from '../core/research/result.ts';
import type { FundingHistory } from '../core/trading/venue-model/funding.ts';
import { PROJECT_FOLDER } from './strategy-registry.ts';

/** Adjusted prices are no whole ticks of the exchange any more. */
const ADJUSTED_TICK = 1e-6;
/** Lots are never coarser than 4 decimals where the price decimals leave room. */
const LEAST_LOT_DECIMALS = 4;
const MOST_DECIMALS = 8;
const VENUE_CALENDARS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['bybit', 'kraken', 'binance', 'coinbase', 'bitfinex', 'bitstamp', 'okx'].map((venue) => [venue, '24/7'])),
  ...Object.fromEntries(['usa', 'nyse', 'nasdaq', 'cboe'].map((venue) => [venue, 'XNYS'])),
  bme: 'XMAD',
  oanda: 'FX',
};

export interface ImportRequest extends Pick<CandleFileOptions, 'format' | 'entry' | 'zone' | 'dates' | 'columnNames'> {
  readonly venue: string;
  readonly symbol: string;
  /** Detected when absent. */
  readonly timeframe?: string;
  readonly calendar?: string;
  /** Refuses the whole file at its first bad row. */
  readonly strict?: boolean;
}

export interface ImportOutcome extends UpsertResult {
  readonly file: string;
  readonly format: string;
  readonly report: ImportReport;
}

/** Reads one file and merges it into the lake; rows that are no candles are left out and reported. */
export async function importCandleFile(lake: Lake, path: string, request: ImportRequest): Promise<ImportOutcome> {
  const { venue, symbol, timeframe, calendar, strict, ...reading } = request;
  const held = lake.list().find((series) => series.venue === venue && series.symbol === symbol)?.calendar;
  const id = calendar ?? held;
  const stated = id === undefined ? usualCalendar(venue, symbol) : calendarNamed(id);
  const file = await readCandleFile(path, {
    ...reading,
    symbol,
    badRows: strict ? 'refuse' : 'report',
    order: strict ? 'refuse' : 'sort',
    ...(timeframe !== undefined && { timeframeMs: timeframeMs(timeframe) }),
    ...(stated && { calendar: stated }),
  });
  const key: SeriesKey = {
    venue,
    symbol,
    timeframe: timeframe ?? timeframeText(file.timeframeMs),
    kind: file.candles.ask ? 'quotes' : 'trades',
  };
  return { ...(await lake.upsert(key, file)), file: path, format: file.format, report: file.report };
}

/** The calendar a venue or symbol is known to keep; undefined leaves it to the hours of the candles. */
function usualCalendar(venue: string, symbol: string): TradingCalendar | undefined {
  const id = VENUE_CALENDARS[venue];
  if (/^XA[UG]/i.test(symbol) && id !== '24/7') return calendarNamed('METALS');
  return id === undefined ? undefined : calendarNamed(id);
}

/** Brings a funding-rate or factor file into the lake; returns its rows. */
export function importSymbolFile(
  lake: Lake,
  path: string,
  request: { readonly venue: string; readonly symbol: string; readonly format: 'funding' | 'factors' },
): number {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new InputError('FILE_UNREADABLE', `${path} cannot be read (${(error as NodeJS.ErrnoException).code}); check the path`, 3);
  }
  const { venue, symbol, format } = request;
  if (format === 'factors') return lake.symbols.writeFactors(venue, symbol, text, basename(path));
  const rates = parseFunding(text, basename(path));
  lake.symbols.writeFunding(venue, symbol, rates);
  return rates.length;
}

export interface StoredMarket {
  readonly input: MarketInput;
  readonly venue: string;
  readonly daysPerYear: 365 | 252;
  readonly warnings: readonly Warning[];
}

/**
 * An instrument of the lake ready for the engine: the candles asked for, a finer series where one covers them (orders are then filled on
 * it), the rules of the data's day, funding, and prices corrected for splits and dividends where their factors are known.
 */
export async function loadStoredMarket(query: {
  readonly dataDir: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly venue?: string;
}): Promise<StoredMarket> {
  const lake = openLake(query.dataDir);
  const { dataDir: _, ...wanted } = query;
  const plain = await lake.openCandles(wanted);
  const { venue, symbol, kind, calendar: calendarId } = plain.series;
  const calendar = calendarNamed(calendarId);
  const factors = lake.symbols.factors(venue, symbol);
  const adjusted = factors.length > 0;
  const open = (timeframe: string) => lake.openCandles({ venue, symbol, timeframe, kind, adjusted });
  const own = adjusted ? await open(query.timeframe) : plain;
  const path = finerSeries(lake, own);
  const series = [{ timeframeMs: own.timeframeMs, candles: own.candles }];
  if (path) series.unshift({ timeframeMs: timeframeMs(path.timeframe), candles: (await open(path.timeframe)).candles });
  const firstMs = own.candles.time[0] as number;
  const known = lake.symbols.instrumentAt(venue, symbol, firstMs);
  const rates = lake.symbols.funding(venue, symbol);
  const instrument = known ?? instrumentFromDecimals(venue, symbol, own);
  const warnings: Warning[] = [
    ...(own.aggregatedFrom ? [builtFrom(query.timeframe, own.aggregatedFrom)] : []),
    ...(known ? [] : [RULES_UNKNOWN]),
    ...(own.candles.hasVolume ? [] : [NO_VOLUME]),
    ...(adjusted ? [ADJUSTED] : []),
    ...splitWarnings(plain.candles, factors, calendar),
  ];
  return {
    input: {
      instrument: adjusted ? { ...instrument, tickSize: ADJUSTED_TICK } : instrument,
      series,
      ...(rates.length > 0 && { funding: fundingHistory(rates) }),
    },
    venue,
    daysPerYear: calendar.alignment === 'session' ? 252 : 365,
    warnings,
  };
}

function fundingHistory(rates: readonly FundingRate[]): FundingHistory {
  return { time: Float64Array.from(rates, ({ time }) => time), rate: Float64Array.from(rates, ({ rate }) => rate) };
}

/** The smallest stored series of the same kind that covers the candles and divides their timeframe. */
function finerSeries(lake: Lake, own: OpenedCandles): SeriesInfo | undefined {
  const { venue, symbol, kind } = own.series;
  const first = own.candles.time[0] as number;
  const last = own.candles.time[own.candles.length - 1] as number;
  return lake
    .list()
    .filter((one) => one.venue === venue && one.symbol === symbol && one.kind === kind)
    .filter((one) => timeframeMs(one.timeframe) < own.timeframeMs && own.timeframeMs % timeframeMs(one.timeframe) === 0)
    .filter((one) => one.from <= first && one.to >= last)
    .sort((a, b) => timeframeMs(a.timeframe) - timeframeMs(b.timeframe))[0];
}

/** Tick and lot as fine as the decimals of the prices; where those are beyond 8, a lot is worth at least about 10^-8, so that lots can be counted. */
export function stepsOf({ priceDecimals, candles }: Pick<CandleFile, 'priceDecimals' | 'candles'>): { tickSize: number; lotSize: number } {
  let lotDecimals = Math.max(MOST_DECIMALS - priceDecimals, LEAST_LOT_DECIMALS);
  if (priceDecimals > MOST_DECIMALS) {
    const lowest = candles.low.subarray(0, candles.length).reduce((least, low) => Math.min(least, low), Number.POSITIVE_INFINITY);
    lotDecimals = Math.min(lotDecimals, MOST_DECIMALS + Math.floor(Math.log10(lowest)));
  }
  return { tickSize: Number(`1e${-priceDecimals}`), lotSize: Number(`1e${-lotDecimals}`) };
}

/** What bare candles say of their instrument: steps as fine as their decimals. */
function instrumentFromDecimals(venue: string, symbol: string, opened: OpenedCandles): InstrumentSpecification {
  return {
    id: symbol,
    venue,
    kind: 'cfd',
    base: symbol,
    quote: '',
    ...stepsOf(opened),
    shorting: true,
  };
}

const RULES_UNKNOWN: Warning = {
  en: 'the lake knows no rules of this instrument: tick and lot were taken from the decimals of its data',
  es: 'el lago no conoce las reglas de este instrumento: tick y lote se tomaron de los decimales de sus datos',
};
export const NO_VOLUME: Warning = {
  en: 'the candles have no volume: limit orders fill without a volume cap',
  es: 'las velas no tienen volumen: las órdenes límite se ejecutan sin tope de volumen',
};
const ADJUSTED: Warning = {
  en: 'prices are corrected for splits and dividends',
  es: 'los precios están corregidos por splits y dividendos',
};

function builtFrom(timeframe: string, source: string): Warning {
  return {
    en: `the ${timeframe} candles were built from ${source}`,
    es: `las velas de ${timeframe} se formaron con las de ${source}`,
  };
}

/** One warning per overnight move that looks like a split which neither prices nor `factors` know of; only where the market has nights. */
export function splitWarnings(candles: Candles, factors: readonly FactorRow[], calendar: TradingCalendar): Warning[] {
  if (calendar.alignment !== 'session') return [];
  return unrecordedSplits(candles, factors, calendar).map(({ time, split }) => {
    const [at, ratio] = [isoText(time), split >= 1 ? `${Number(split.toFixed(2))}:1` : `1:${Math.round(1 / split)}`];
    return {
      en: `${at}: the overnight move looks like a ${ratio} split that nobody recorded; do not trust results across it: use adjusted prices, or the lake with its factors`,
      es: `${at}: el salto de la noche parece un split ${ratio} que nadie registró; no te fíes de resultados que lo crucen: usa precios ajustados, o el lago con sus factores`,
    };
  });
}

/** One line of samples/market/PROVENANCE.csv. */
export interface Sample {
  readonly name: string;
  readonly file: string;
  readonly venue: string;
  readonly symbol: string;
  readonly timeframe: string;
  readonly kind: string;
  readonly calendar: string;
  readonly rows: number;
  readonly from: string;
  readonly to: string;
}

const SAMPLES_FOLDER = join(PROJECT_FOLDER, 'samples', 'market');

/** The candle samples that ship with the project. */
export function listSamples(folder = SAMPLES_FOLDER): Sample[] {
  const [header = '', ...lines] = readFileSync(join(folder, 'PROVENANCE.csv'), 'utf8').trim().split('\n');
  const names = header.split(',');
  return lines
    .map((line) => Object.fromEntries(line.split(',').map((field, i) => [names[i], field])) as Record<string, string>)
    .filter((row) => row.timeframe !== '')
    .map((row) => ({ ...(row as unknown as Sample), rows: Number(row.rows) }));
}

/** Where a shipped sample is. */
export function sampleFile({ file }: Pick<Sample, 'file'>): string {
  return join(SAMPLES_FOLDER, file);
}

/** Opens a shipped sample by name. InputError SAMPLE_UNKNOWN lists the names. */
export async function openSample(name: string, folder = SAMPLES_FOLDER): Promise<CandleFile & { readonly sample: Sample }> {
  const samples = listSamples(folder);
  const sample = samples.find((candidate) => candidate.name === name);
  if (!sample)
    throw new InputError(
      'SAMPLE_UNKNOWN',
      `expected a sample among ${samples.map((candidate) => candidate.name).join(', ')}, found ${name}`,
      2,
    );
  // The VIX has 47 rows whose high is below their open, as published: they are reported, not hidden.
  const reading = { badRows: 'report', timeframeMs: timeframeMs(sample.timeframe), calendar: calendarNamed(sample.calendar) } as const;
  return { ...(await readCandleFile(join(folder, sample.file), reading)), sample };
}

/** A shipped sample ready for the engine, with the instrument's rules of its day and, for perpetuals, its funding. */
export async function openSampleMarket(name: string, folder = SAMPLES_FOLDER): Promise<MarketInput> {
  const { candles, timeframeMs: stepMs, sample } = await openSample(name, folder);
  const instrument = sampleInstruments(folder).find((one) => one.venue === sample.venue && one.id === sample.symbol);
  if (!instrument) throw new InputError('SAMPLE_UNKNOWN', `samples/market/instruments.json has no ${sample.venue} ${sample.symbol}`, 3);
  const funding = join(folder, `${sample.symbol}-${sample.venue}-funding.csv`);
  const rates = existsSync(funding) ? parseFunding(readFileSync(funding, 'utf8'), basename(funding)) : [];
  return { instrument, series: [{ timeframeMs: stepMs, candles }], ...(rates.length > 0 && { funding: fundingHistory(rates) }) };
}

/** The instruments of the samples, each with the rules of its data's day. */
export function sampleInstruments(folder = SAMPLES_FOLDER): DatedInstrument[] {
  return JSON.parse(readFileSync(join(folder, 'instruments.json'), 'utf8')) as DatedInstrument[];
}
