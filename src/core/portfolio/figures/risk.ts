/** How rough the way was: volatility, deepest fall, best and worst day, and how assets move together. */

import type { Daily } from './daily.ts';

export interface Drawdown {
  /** Not above 0: -0.2 is a fall of 20 %. */
  readonly ratio: number;
  /** Days since 1970-01-01: of the peak, of the bottom, and of the day it was made good. */
  readonly from: number;
  readonly to: number;
  readonly recovered: number | null;
}

export interface DayReturn {
  readonly day: number;
  readonly ratio: number;
}

export interface Risk {
  /** A year, from the last 30 and 365 days that the portfolio was there: standard deviation of daily returns × √365, as values are told on every day of the week. */
  readonly volatility30: number | null;
  readonly volatility365: number | null;
  readonly maxDrawdown: Drawdown | null;
  readonly best: DayReturn | null;
  readonly worst: DayReturn | null;
}

const DAYS_PER_YEAR = 365;

/** Of each day, NaN where nothing was there in the morning or the value is not known. */
export function dailyReturns({ before, values, inflows, outflows }: Daily): Float64Array {
  const returns = new Float64Array(values.length);
  let last = before;
  for (let i = 0; i < values.length; i++) {
    const start = last + (inflows[i] as number);
    last = values[i] as number;
    returns[i] = start > 0 ? (last + (outflows[i] as number)) / start - 1 : Number.NaN;
  }
  return returns;
}

export function riskOf(daily: Daily, accumulated: Float64Array): Risk {
  const returns = dailyReturns(daily);
  let best: DayReturn | null = null;
  let worst: DayReturn | null = null;
  for (let i = 0; i < returns.length; i++) {
    const ratio = returns[i] as number;
    if (Number.isNaN(ratio)) continue;
    if (best === null || ratio > best.ratio) best = { day: daily.from + i, ratio };
    if (worst === null || ratio < worst.ratio) worst = { day: daily.from + i, ratio };
  }
  return {
    volatility30: volatility(returns, 30),
    volatility365: volatility(returns, 365),
    maxDrawdown: deepest(accumulated, daily.from),
    ...{ best, worst },
  };
}

/** With one less than counted in the divisor; null with fewer than half of the days, and where no price was ever told anew: that is no calm. */
function volatility(returns: Float64Array, days: number): number | null {
  const last = returns.slice(-days).filter((ratio) => !Number.isNaN(ratio));
  if (last.length < days / 2) return null;
  const mean = last.reduce((sum, ratio) => sum + ratio, 0) / last.length;
  const squares = last.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0);
  return squares === 0 ? null : Math.sqrt(squares / (last.length - 1)) * Math.sqrt(DAYS_PER_YEAR);
}

/** Below the highest until then, at each day; NaN where the return is. */
export function drawdowns(accumulated: Float64Array): Float64Array {
  let peak = 1;
  return accumulated.map((rate) => {
    peak = Math.max(peak, 1 + rate);
    return (1 + rate) / peak - 1;
  });
}

function deepest(accumulated: Float64Array, first: number): Drawdown | null {
  const falls = drawdowns(accumulated);
  let at = -1;
  for (let i = 0; i < falls.length; i++) if ((falls[i] as number) < (at === -1 ? 0 : (falls[at] as number))) at = i;
  if (at === -1) return null;
  let from = at;
  while (from >= 0 && falls[from] !== 0) from--;
  const recovered = falls.findIndex((fall, i) => i > at && fall === 0);
  return {
    ratio: falls[at] as number,
    // Before the first day where the fall began with it.
    from: first + from,
    to: first + at,
    recovered: recovered === -1 ? null : first + recovered,
  };
}

/** Pearson's, over the days on which both are known; null with fewer than 30, or where one never moves. */
export function correlation(a: Float64Array, b: Float64Array): number | null {
  let [n, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number];
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n++;
    sumA += x;
    sumB += y;
    sumAA += x * x;
    sumBB += y * y;
    sumAB += x * y;
  }
  const [varianceA, varianceB] = [sumAA - (sumA * sumA) / n, sumBB - (sumB * sumB) / n];
  if (n < 30 || varianceA <= 0 || varianceB <= 0) return null;
  return (sumAB - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB);
}
