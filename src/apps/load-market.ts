/** One instrument with its candles for a backtest, from a file or from the lake, with everything the result has to say about the data. */

import { basename } from 'node:path';
import { type CandleFile, type CandleFileOptions, readCandleFile } from '../adapters/market-lake/read-candle-file.ts';
import type { InstrumentSpecification } from '../core/domain/instrument.ts';
import { InputError } from '../core/domain/result.ts';
import { aggregateCandles } from '../core/market/aggregate.ts';
import { calendarNamed, guessCalendar, type TradingCalendar } from '../core/market/calendar.ts';
import { type Candles, sliceCandles } from '../core/market/candles.ts';
import { candlesFingerprint } from '../core/market/fingerprint.ts';
import { findGaps } from '../core/market/gaps.ts';
import { timeframeMs as parseTimeframe } from '../core/market/timeframe.ts';
import { isoText } from '../core/market/zone.ts';
import type { MarketInput } from '../core/research/backtest.ts';
import { startedBy } from '../core/research/closes.ts';
import type { ReportData } from '../core/research/report/report-input.ts';
import type { Warning } from '../core/research/result.ts';
import { duplicateWarnings, oddityWarnings } from './data-warnings.ts';
import { loadStoredMarket, NO_VOLUME, splitWarnings, stepsOf } from './market-data.ts';

const LONGEST_GAPS = 10;

export interface MarketOptions {
  /** A file; without one, `symbol` and `timeframe` name a stored series. */
  readonly candles?: string;
  readonly symbol?: string;
  readonly timeframe?: string;
  readonly venue?: string;
  /** Candles that start in [from, to), epoch milliseconds. */
  readonly from?: number;
  readonly to?: number;
  /** How the file is to be read. */
  readonly reading?: Pick<CandleFileOptions, 'format' | 'zone' | 'dates' | 'entry' | 'columnNames' | 'calendar'>;
  readonly dataDir: string;
  readonly feeRatio: number;
  readonly lot?: number;
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
  readonly warnings: readonly Warning[];
}

/** `larger` are timeframes the strategy reads besides its own: built from the file's candles, or opened in the lake. */
export async function loadMarket(options: MarketOptions, larger: readonly string[] = []): Promise<LoadedMarket> {
  return options.candles === undefined ? fromLake(options, larger) : fromFile(options.candles, options, larger);
}

async function fromFile(path: string, options: MarketOptions, larger: readonly string[]): Promise<LoadedMarket> {
  const file = await readCandleFile(path, {
    ...options.reading,
    ...(options.symbol !== undefined && { symbol: options.symbol }),
    ...(options.timeframe !== undefined && { timeframeMs: parseTimeframe(options.timeframe) }),
  });
  const { timeframeMs, report } = file;
  const symbol = options.symbol ?? (basename(path).replace(/(\.csv|\.gz|\.zip|\.parquet)+$/i, '') || 'FILE');
  const candles = between(file.candles, options);
  const calendar = calendarNamed(report.calendar);
  const series = larger
    .map(parseTimeframe)
    .map((ms) => ({ timeframeMs: ms, candles: between(aggregateCandles(file.candles, timeframeMs, ms, calendar), options) }));
  const input = { instrument: fileInstrument(symbol, file, options), series: [{ timeframeMs, candles }, ...series] };
  const warnings = [
    ...report.notes,
    ...duplicateWarnings(report),
    ...(candles.hasVolume ? [] : [NO_VOLUME]),
    ...splitWarnings(candles, [], calendar),
  ];
  return describe(input, candles, timeframeMs, basename(path), calendar, warnings);
}

async function fromLake(options: MarketOptions, larger: readonly string[]): Promise<LoadedMarket> {
  const { symbol, timeframe, dataDir, venue } = options;
  if (symbol === undefined || timeframe === undefined)
    throw new InputError('USAGE', 'expected --candles FILE, or --symbol S with --timeframe T', 2);
  const open = (wanted: string) => loadStoredMarket({ dataDir, symbol, timeframe: wanted, ...(venue !== undefined && { venue }) });
  const stored = await open(timeframe);
  const series = stored.input.series.map((one) => ({ ...one, candles: between(one.candles, options) }));
  for (const wanted of larger) {
    const ms = parseTimeframe(wanted);
    const found = (await open(wanted)).input.series.find((one) => one.timeframeMs === ms);
    if (found && !series.some((one) => one.timeframeMs === ms)) series.push({ ...found, candles: between(found.candles, options) });
  }
  const own = series.find((one) => one.timeframeMs === parseTimeframe(timeframe));
  if (!own) throw new InputError('TIMEFRAME_MISSING', `${symbol}: the lake has no ${timeframe} candles; see atalaya data list`);
  const { feeRatio, leverage, lot } = options;
  const fees = { takerFeeRatio: feeRatio, makerFeeRatio: feeRatio };
  const instrument = { ...stored.input.instrument, leverage, ...fees, ...(lot !== undefined && { lotSize: lot }) };
  const calendar = guessCalendar(own.candles, own.timeframeMs);
  return describe(
    { ...stored.input, series, instrument },
    own.candles,
    own.timeframeMs,
    `${stored.venue} ${symbol}`,
    calendar,
    stored.warnings,
  );
}

/** What a bare file of candles says of its instrument: steps as fine as its decimals, long and short allowed. */
function fileInstrument(symbol: string, file: CandleFile, { lot, leverage, feeRatio }: MarketOptions): InstrumentSpecification {
  return {
    id: symbol,
    venue: 'file',
    kind: 'cfd',
    base: symbol,
    quote: '',
    ...stepsOf(file),
    ...(lot !== undefined && { lotSize: lot }),
    shorting: true,
    leverage,
    takerFeeRatio: feeRatio,
    makerFeeRatio: feeRatio,
  };
}

function between(candles: Candles, { from, to }: MarketOptions): Candles {
  const { time, length } = candles;
  const first = from === undefined ? 0 : startedBy(time, length, from - 1);
  const end = to === undefined ? length : startedBy(time, length, to - 1);
  if (end > first || length === 0) return first === 0 && end === length ? candles : sliceCandles(candles, first, end);
  const asked = `${from === undefined ? 'the start' : isoText(from)} to ${to === undefined ? 'the end' : isoText(to)}`;
  throw new InputError(
    'CANDLES_NONE',
    `expected candles from ${asked}, found only ${isoText(time[0] as number)} to ${isoText(time[length - 1] as number)}`,
  );
}

function describe(
  input: MarketInput,
  candles: Candles,
  timeframeMs: number,
  source: string,
  calendar: TradingCalendar,
  warnings: readonly Warning[],
): LoadedMarket {
  const gaps = findGaps(candles, timeframeMs, calendar);
  return {
    input,
    candles,
    timeframeMs,
    source,
    fingerprint: candlesFingerprint(candles),
    gaps: {
      count: gaps.count,
      missingBars: gaps.missing,
      longest: [...gaps.rows].sort((a, b) => b.missing - a.missing).slice(0, LONGEST_GAPS),
    },
    daysPerYear: calendar.alignment === 'session' ? 252 : 365,
    warnings: [...warnings, ...oddityWarnings(candles, timeframeMs, gaps, calendar)],
  };
}
