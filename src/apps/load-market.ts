/** One instrument with its candles for a backtest, from a file or from the lake, with everything the result has to say about the data. */

import { basename } from 'node:path';
import { readCandleFile } from '../adapters/market-lake/read-candle-file.ts';
import type { InstrumentSpecification } from '../core/domain/instrument.ts';
import { InputError } from '../core/domain/result.ts';
import { type Candles, sliceCandles } from '../core/market/candles.ts';
import { candlesFingerprint } from '../core/market/fingerprint.ts';
import { findGaps } from '../core/market/gaps.ts';
import { timeframeMs as parseTimeframe } from '../core/market/timeframe.ts';
import type { MarketInput } from '../core/research/backtest.ts';
import type { ReportData } from '../core/research/report/report-input.ts';
import { loadStoredMarket } from './market-data.ts';

/** Lots are never coarser than this where the price decimals leave room. */
const LEAST_LOT_DECIMALS = 4;
const MOST_DECIMALS = 8;
const LONGEST_GAPS = 10;

export interface MarketOptions {
  readonly candles?: string;
  readonly symbol?: string;
  readonly timeframe?: string;
  readonly venue?: string;
  readonly from?: string;
  readonly to?: string;
  readonly dataDir: string;
  readonly feeRatio: number;
  readonly lot: number | undefined;
  readonly leverage: number;
}

export interface LoadedMarket {
  readonly input: MarketInput;
  /** The strategy's candles. */
  readonly candles: Candles;
  readonly timeframeMs: number;
  readonly source: string;
  readonly fingerprint: string;
  readonly gaps: ReportData['gaps'];
  readonly daysPerYear: 365 | 252;
  readonly warnings: readonly string[];
}

export async function loadMarket(options: MarketOptions): Promise<LoadedMarket> {
  if (options.candles === undefined) return fromLake(options);
  const file = await readCandleFile(options.candles, {
    ...(options.symbol ? { symbol: options.symbol } : {}),
    ...(options.timeframe ? { timeframeMs: parseTimeframe(options.timeframe) } : {}),
  });
  const candles = between(file.candles, options);
  const symbol = options.symbol ?? (basename(options.candles).replace(/(\.csv|\.gz|\.zip|\.parquet)+$/i, '') || 'FILE');
  const instrument = fileInstrument(symbol, file.priceDecimals, options);
  const warnings = [...file.report.notes];
  if (!candles.hasVolume) warnings.push('the file has no volume: limit orders fill without a volume cap');
  return describe({ instrument, series: [{ timeframeMs: file.timeframeMs, candles }] }, candles, file.timeframeMs, basename(options.candles), file.report.calendar === 'XNYS' ? 252 : 365, warnings);
}

async function fromLake(options: MarketOptions): Promise<LoadedMarket> {
  if (!options.symbol || !options.timeframe) throw new InputError('USAGE', 'expected --candles FILE, or --symbol S with --timeframe T', 2);
  const stored = await loadStoredMarket({ dataDir: options.dataDir, symbol: options.symbol, timeframe: options.timeframe, ...(options.venue ? { venue: options.venue } : {}) });
  const wanted = parseTimeframe(options.timeframe);
  const series = stored.input.series.map((one) => ({ ...one, candles: between(one.candles, options) }));
  const own = series.find((one) => one.timeframeMs === wanted);
  if (!own) throw new InputError('TIMEFRAME_MISSING', `${options.symbol}: no ${options.timeframe} candles in the lake`, 1);
  const { instrument } = stored.input;
  const input: MarketInput = {
    ...stored.input,
    series,
    instrument: { ...instrument, leverage: options.leverage, takerFeeRatio: options.feeRatio, makerFeeRatio: options.feeRatio, ...(options.lot === undefined ? {} : { lotSize: options.lot }) },
  };
  return describe(input, own.candles, wanted, `${stored.venue} ${options.symbol}`, stored.daysPerYear, stored.warnings);
}

/** What a bare file of candles says of its instrument: steps as fine as its decimals, long and short allowed. */
function fileInstrument(symbol: string, priceDecimals: number, options: MarketOptions): InstrumentSpecification {
  const lotDecimals = Math.max(MOST_DECIMALS - priceDecimals, LEAST_LOT_DECIMALS);
  return {
    id: symbol,
    venue: 'file',
    kind: 'cfd',
    base: symbol,
    quote: '',
    tickSize: Number(`1e-${priceDecimals}`),
    lotSize: options.lot === undefined || options.lot === 0 ? Number(`1e-${lotDecimals}`) : options.lot,
    shorting: true,
    leverage: options.leverage,
    takerFeeRatio: options.feeRatio,
    makerFeeRatio: options.feeRatio,
  };
}

function between(candles: Candles, options: MarketOptions): Candles {
  const from = options.from === undefined ? Number.NEGATIVE_INFINITY : instant(options.from, '--from');
  const to = options.to === undefined ? Number.POSITIVE_INFINITY : instant(options.to, '--to');
  let first = 0;
  while (first < candles.length && (candles.time[first] as number) < from) first++;
  let end = candles.length;
  while (end > first && (candles.time[end - 1] as number) >= to) end--;
  if (end === first) throw new InputError('CANDLES_NONE', `expected candles from ${options.from ?? 'the start'} to ${options.to ?? 'the end'}, found none`, 1);
  return first === 0 && end === candles.length ? candles : sliceCandles(candles, first, end);
}

/** ISO time at the border, UTC when it names no zone. */
function instant(text: string, name: string): number {
  const at = Date.parse(/\dT|\d$/.test(text) && !/[zZ]|[+-]\d\d:?\d\d$/.test(text) && text.includes('T') ? `${text}Z` : text);
  if (Number.isNaN(at)) throw new InputError('USAGE', `${name}: expected an ISO time such as 2022-12-13 or 2022-12-13T08:00Z, found ${JSON.stringify(text)}`, 2);
  return at;
}

function describe(input: MarketInput, candles: Candles, timeframeMs: number, source: string, daysPerYear: 365 | 252, warnings: readonly string[]): LoadedMarket {
  const gaps = findGaps(candles, timeframeMs);
  return {
    input,
    candles,
    timeframeMs,
    source,
    fingerprint: candlesFingerprint(candles),
    gaps: { count: gaps.count, missingBars: gaps.missing, longest: [...gaps.rows].sort((a, b) => b.missing - a.missing).slice(0, LONGEST_GAPS) },
    daysPerYear,
    warnings,
  };
}
