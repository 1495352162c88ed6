/** What each indicator is held to: one table of indicator, parameters, candles and expected columns. */

import type * as TaLib from 'talib-web';
import type { IndicatorId } from '../../src/core/market/indicators/catalogue.ts';
import { type QuotesName, readReference } from './fixtures.ts';
import { aligned, type Columns } from './ta-lib.ts';

type Expected = Record<string, Float64Array>;

export interface Reference {
  readonly id: IndicatorId;
  readonly parameters: Readonly<Record<string, number | boolean | string>>;
  readonly quotes: QuotesName;
  /** How docs/reference/indicators.md names it. */
  readonly heldTo: string;
  /** Expected columns by output name; NaN before the reference's first value. */
  expected(library: typeof TaLib, columns: Columns): Expected;
  /** The reference blanks its first rows (the first SAR trend, whose direction is a guess); here they are defined. */
  readonly earlierHere?: boolean;
}

function file(
  id: IndicatorId,
  parameters: Reference['parameters'],
  name: string,
  map: Record<string, string>,
  earlierHere = false,
): Reference {
  const expected = () => Object.fromEntries(Object.entries(map).map(([output, column]) => [output, readReference(name, column)]));
  return { id, parameters, quotes: 'default', heldTo: name, expected, earlierHere };
}

/** Two rows, over the default and the bitcoin candles. `functions` are the names TA-Lib gives what is called. */
function taLib(id: IndicatorId, parameters: Reference['parameters'], functions: string, expected: Reference['expected']): Reference[] {
  return (['default', 'bitcoin'] as const).map((quotes) => ({ id, parameters, quotes, heldTo: `TA-Lib ${functions}`, expected }));
}

type Average = (params: { inReal: number[]; timePeriod: number }) => { output: number[] };

/** An average of a column whose first rows are not defined. */
function averaged(average: Average, column: ArrayLike<number>, timePeriod: number): Float64Array {
  const inReal = Array.from(column).filter((value) => !Number.isNaN(value));
  const result = new Float64Array(column.length).fill(Number.NaN);
  result.set(aligned(average({ inReal, timePeriod }).output, timePeriod - 1), column.length - inReal.length);
  return result;
}

function hull(library: typeof TaLib, close: number[], period: number): Expected {
  const slow = averaged(library.WMA, close, period);
  const raw = averaged(library.WMA, close, Math.floor(period / 2)).map((value, i) => 2 * value - slow[i]);
  return { raw, value: averaged(library.WMA, raw, Math.floor(Math.sqrt(period))) };
}

/** From its parts, because this build of TA-Lib answers zeros for STOCH. */
function stochastic(library: typeof TaLib, { high, low, close }: Columns, period: number, smooth: number, signal: number): Expected {
  const top = aligned(library.MAX({ inReal: high, timePeriod: period }).output, period - 1);
  const bottom = aligned(library.MIN({ inReal: low, timePeriod: period }).output, period - 1);
  const raw = top.map((value, i) => (100 * (close[i] - bottom[i])) / (value - bottom[i]));
  const k = averaged(library.SMA, raw, smooth);
  return { k, d: averaged(library.SMA, k, signal) };
}

function ichimoku(library: typeof TaLib, { high, low }: Columns): Expected {
  const middle = (timePeriod: number) => aligned(library.MIDPRICE({ high, low, timePeriod }).output, timePeriod - 1);
  const later = (column: Float64Array) => column.map((_, i) => (i < 26 ? Number.NaN : column[i - 26]));
  const conversion = middle(9);
  const base = middle(26);
  const leadingA = conversion.map((value, i) => (value + base[i]) / 2);
  const leadingB = middle(52);
  return { conversion, base, leadingA, leadingB, cloudA: later(leadingA), cloudB: later(leadingB) };
}

/**
 * Supertrend over TA-Lib's average true range, written as its definition reads: both final bands for every candle first,
 * then the side.
 */
function supertrend(library: typeof TaLib, { high, low, close }: Columns, period: number, multiplier: number): Expected {
  const range = aligned(library.ATR({ high, low, close, timePeriod: period }).output, period);
  const value = new Float64Array(close.length).fill(Number.NaN);
  const direction = value.slice();
  const upper: number[] = [];
  const lower: number[] = [];
  for (let i = period; i < close.length; i++) {
    const middle = (high[i] + low[i]) / 2;
    const basicUpper = middle + multiplier * range[i];
    const basicLower = middle - multiplier * range[i];
    const first = i === period;
    upper[i] = first || basicUpper < upper[i - 1] || close[i - 1] > upper[i - 1] ? basicUpper : upper[i - 1];
    lower[i] = first || basicLower > lower[i - 1] || close[i - 1] < lower[i - 1] ? basicLower : lower[i - 1];
    const rising = first ? close[i] >= middle : direction[i - 1] === 1;
    direction[i] = close[i] > (rising ? lower[i] : upper[i]) ? 1 : -1;
    value[i] = direction[i] === 1 ? lower[i] : upper[i];
  }
  return { value, direction };
}

export const references: readonly Reference[] = [
  file('sma', { period: 20 }, 'sma-analysis.standard', { value: 'sma' }),
  file('ema', { period: 20 }, 'ema.standard', { value: 'ema' }),
  file('wma', { period: 14 }, 'wma.standard', { value: 'wma' }),
  file('macd', {}, 'macd.standard', { macd: 'macd', signal: 'signal', histogram: 'histogram' }),
  file('adx', { period: 14 }, 'adx.standard', { adx: 'adx', plusDi: 'pdi', minusDi: 'mdi' }),
  file('atr', { period: 14 }, 'atr.standard', { value: 'atr' }),
  file('bollinger', { period: 20, multiplier: 2 }, 'bb.standard', { middle: 'sma', upper: 'upperBand', lower: 'lowerBand' }),
  file('zScore', { period: 20 }, 'bb.standard', { value: 'zScore' }),
  file('zScore', { period: 10 }, 'std-dev.workbook', { value: 'zScore', deviation: 'stdDev' }),
  file('standardDeviation', { period: 10 }, 'std-dev.workbook', { value: 'stdDev' }),
  file('cci', { period: 20 }, 'cci.standard', { value: 'cci' }),
  file('donchian', { period: 20, current: false }, 'donchian.standard', { upper: 'upperBand', middle: 'centerline', lower: 'lowerBand' }),
  file('keltner', { period: 20, atrPeriod: 10, multiplier: 2 }, 'keltner.standard', {
    middle: 'centerline',
    upper: 'upperBand',
    lower: 'lowerBand',
  }),
  file('mfi', { period: 14 }, 'mfi.standard', { value: 'mfi' }),
  file('parabolicSar', { step: 0.02, max: 0.2 }, 'psar.standard', { value: 'sar' }, true),
  file('roc', { period: 14 }, 'roc.standard', { value: 'roc' }),
  file('linearRegression', { period: 14 }, 'slope.standard', { slope: 'slope', rSquared: 'rSquared' }),
  file('linearRegression', { period: 10 }, 'epma.standard', { value: 'epma' }),
  file('stochastic', { period: 14, smooth: 3, signal: 3 }, 'stoch.standard', { k: 'k', d: 'd' }),
  file('stochasticRsi', { rsiPeriod: 14, period: 14, smooth: 1, signal: 3 }, 'stoch-rsi.standard', { k: 'stochRsi', d: 'signal' }),
  file('vwap', { anchor: 'time' }, 'vwap.standard', { value: 'vwap' }),
  file('rsi', { period: 14 }, 'rsi.workbook', { value: 'rsi' }),
  file('obv', {}, 'obv.workbook', { value: 'obv' }),

  ...taLib('sma', { period: 30 }, 'SMA', (t, { close }) => ({ value: aligned(t.SMA({ inReal: close, timePeriod: 30 }).output, 29) })),
  ...taLib('ema', { period: 50 }, 'EMA', (t, { close }) => ({ value: aligned(t.EMA({ inReal: close, timePeriod: 50 }).output, 49) })),
  ...taLib('wma', { period: 25 }, 'WMA', (t, { close }) => ({ value: aligned(t.WMA({ inReal: close, timePeriod: 25 }).output, 24) })),
  ...taLib('hma', { period: 20 }, 'WMA', (t, { close }) => hull(t, close, 20)),
  ...taLib('hma', { period: 55 }, 'WMA', (t, { close }) => hull(t, close, 55)),
  ...taLib('rsi', { period: 9 }, 'RSI', (t, { close }) => ({ value: aligned(t.RSI({ inReal: close, timePeriod: 9 }).output, 9) })),
  ...taLib('atr', { period: 21 }, 'ATR', (t, c) => ({ value: aligned(t.ATR({ ...c, timePeriod: 21 }).output, 21) })),
  ...taLib('cci', { period: 14 }, 'CCI', (t, c) => ({ value: aligned(t.CCI({ ...c, timePeriod: 14 }).output, 13) })),
  ...taLib('mfi', { period: 10 }, 'MFI', (t, c) => ({ value: aligned(t.MFI({ ...c, timePeriod: 10 }).output, 10) })),
  ...taLib('roc', { period: 10 }, 'ROC', (t, { close }) => ({ value: aligned(t.ROC({ inReal: close, timePeriod: 10 }).output, 10) })),
  ...taLib('linearRegression', { period: 30 }, 'LINEARREG, LINEARREG_SLOPE', (t, { close }) => ({
    value: aligned(t.LINEARREG({ inReal: close, timePeriod: 30 }).output, 29),
    slope: aligned(t.LINEARREG_SLOPE({ inReal: close, timePeriod: 30 }).output, 29),
  })),
  ...taLib('highest', { period: 20, current: true }, 'MAX', (t, { close }) => ({
    value: aligned(t.MAX({ inReal: close, timePeriod: 20 }).output, 19),
  })),
  ...taLib('highest', { period: 20, current: false }, 'MAX', (t, { close }) => ({
    value: aligned(t.MAX({ inReal: close, timePeriod: 20 }).output, 20),
  })),
  ...taLib('lowest', { period: 20, current: true }, 'MIN', (t, { close }) => ({
    value: aligned(t.MIN({ inReal: close, timePeriod: 20 }).output, 19),
  })),
  ...taLib('lowest', { period: 7, current: false }, 'MIN', (t, { close }) => ({
    value: aligned(t.MIN({ inReal: close, timePeriod: 7 }).output, 7),
  })),
  ...taLib('donchian', { period: 55, current: true }, 'MAX, MIN, MIDPRICE', (t, { high, low }) => ({
    upper: aligned(t.MAX({ inReal: high, timePeriod: 55 }).output, 54),
    middle: aligned(t.MIDPRICE({ high, low, timePeriod: 55 }).output, 54),
    lower: aligned(t.MIN({ inReal: low, timePeriod: 55 }).output, 54),
  })),
  ...taLib('stochastic', { period: 5, smooth: 4, signal: 7 }, 'MAX, MIN, SMA', (t, c) => stochastic(t, c, 5, 4, 7)),
  ...taLib('ichimoku', {}, 'MIDPRICE', ichimoku),
  ...taLib('supertrend', { period: 14, multiplier: 3 }, 'ATR', (t, c) => supertrend(t, c, 14, 3)),
  ...taLib('supertrend', { period: 10, multiplier: 3 }, 'ATR', (t, c) => supertrend(t, c, 10, 3)),
  ...taLib('previous', { bars: 3 }, 'MOM', (t, { close }) => {
    const change = aligned(t.MOM({ inReal: close, timePeriod: 3 }).output, 3);
    return { value: change.map((value, i) => close[i] - value) };
  }),
];
