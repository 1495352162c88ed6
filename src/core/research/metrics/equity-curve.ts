/** What an equity curve says about time: daily values and returns, months, and falls from a peak. One pass each, no allocation per point. */

export const DAY_MS = 86_400_000;

/** Equity at each close time (epoch ms UTC, rising). The account had `startingCash` at `startedAt`, before the first close. */
export interface EquityCurve {
  readonly time: Float64Array;
  readonly equity: Float64Array;
  readonly startingCash: number;
  readonly startedAt: number;
}

/** The UTC day (days since 1970) a close belongs to: 00:00 is the end of the day before. */
function dayOf(time: number): number {
  return Math.floor((time - 1) / DAY_MS);
}

/**
 * Last equity of each UTC day. `everyDay`: days without a close keep the equity of the day before (markets that never close);
 * otherwise only days with a close are listed. `day` counts days since 1970.
 */
export function dailyEquity(curve: EquityCurve, everyDay: boolean): { day: Float64Array; equity: Float64Array } {
  const { time, equity } = curve;
  const length = equity.length;
  if (length === 0) return { day: new Float64Array(0), equity: new Float64Array(0) };
  const capacity = dayOf(time[length - 1] as number) - dayOf(time[0] as number) + 1;
  const days = new Float64Array(capacity);
  const values = new Float64Array(capacity);
  let count = 0;
  let index = 0;
  while (index < length) {
    const day = dayOf(time[index] as number);
    const midnight = (day + 1) * DAY_MS;
    while (index < length && (time[index] as number) <= midnight) index++;
    if (everyDay) {
      for (let missing = count === 0 ? day : (days[count - 1] as number) + 1; missing < day; missing++) {
        days[count] = missing;
        values[count] = values[count - 1] as number;
        count++;
      }
    }
    days[count] = day;
    values[count] = equity[index - 1] as number;
    count++;
  }
  return { day: days.subarray(0, count), equity: values.subarray(0, count) };
}

/** Return of each value over the one before, the first over `start`; 0 after an account that has nothing left. */
export function returnsOf(values: Float64Array, start: number): Float64Array {
  const returns = new Float64Array(values.length);
  let before = start;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    returns[i] = before > 0 ? value / before - 1 : 0;
    before = value;
  }
  return returns;
}

/** One fall: from a peak, through its lowest close, until the peak was reached again (null: not by the last close). */
export interface Drawdown {
  /** (peak - trough) / peak, a positive magnitude. */
  readonly ratio: number;
  readonly money: number;
  readonly peakAt: number;
  readonly troughAt: number;
  readonly recoveredAt: number | null;
  /** From the peak to the recovery, or to the last close. */
  readonly durationMs: number;
}

export interface DrawdownSummary {
  /** The deepest falls by ratio, deepest first; the earlier of two equal ones first. Empty when equity never fell. */
  readonly deepest: readonly Drawdown[];
  readonly maxMoney: number;
  readonly longestMs: number;
}

/** Falls of the curve from its running peak, which starts at the starting cash. A fall begins at the last close that stood at the peak. */
export function drawdowns(curve: EquityCurve, keep = 5): DrawdownSummary {
  const { equity } = curve;
  const length = equity.length;
  const summary = { deepest: [] as Drawdown[], maxMoney: 0, longestMs: 0 };
  let peak = curve.startingCash;
  let peakIndex = -1;
  let trough = peak;
  let troughIndex = -1;
  const close = (fall: Drawdown) => {
    summary.maxMoney = Math.max(summary.maxMoney, fall.money);
    summary.longestMs = Math.max(summary.longestMs, fall.durationMs);
    insertByDepth(summary.deepest, fall, keep);
  };
  for (let i = 0; i < length; i++) {
    const value = equity[i] as number;
    if (value >= peak) {
      if (trough < peak) close(drawdownOf(curve, peak, peakIndex, trough, troughIndex, i));
      peak = value;
      trough = value;
      peakIndex = i;
    } else if (value < trough) {
      trough = value;
      troughIndex = i;
    }
  }
  if (trough < peak) close(drawdownOf(curve, peak, peakIndex, trough, troughIndex, length));
  return summary;
}

function drawdownOf(curve: EquityCurve, peak: number, peakIndex: number, trough: number, troughIndex: number, recovered: number): Drawdown {
  const { time } = curve;
  const peakAt = peakIndex < 0 ? curve.startedAt : (time[peakIndex] as number);
  const recoveredAt = recovered < time.length ? (time[recovered] as number) : null;
  return {
    ratio: (peak - trough) / peak,
    money: peak - trough,
    peakAt,
    troughAt: time[troughIndex] as number,
    recoveredAt,
    durationMs: (recoveredAt ?? (time[time.length - 1] as number)) - peakAt,
  };
}

function insertByDepth(deepest: Drawdown[], fall: Drawdown, keep: number): void {
  let place = deepest.length;
  while (place > 0 && fall.ratio > (deepest[place - 1] as Drawdown).ratio) place--;
  if (place === keep) return;
  deepest.splice(place, 0, fall);
  if (deepest.length > keep) deepest.pop();
}

/** How far each point stands below the running peak: 0 at a peak, 0.1 is 10 % below it. */
export function drawdownSeries(equity: Float64Array, startingCash: number): Float64Array {
  const series = new Float64Array(equity.length);
  let peak = startingCash;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i] as number;
    if (value > peak) peak = value;
    series[i] = (peak - value) / peak;
  }
  return series;
}

/** Return of one calendar month (UTC, month 1 to 12) in which the curve has a close. */
export interface MonthReturn {
  readonly year: number;
  readonly month: number;
  readonly ratio: number;
  /** Equity at the month's last close. */
  readonly equity: number;
}

/** Monthly returns from daily values; months without a close are left out, and their change falls into the next month that has one. */
export function monthlyReturns(daily: { day: Float64Array; equity: Float64Array }, startingCash: number): MonthReturn[] {
  const months: MonthReturn[] = [];
  let before = startingCash;
  for (let i = 0; i < daily.day.length; i++) {
    const date = new Date((daily.day[i] as number) * DAY_MS);
    const next = i + 1 < daily.day.length ? new Date((daily.day[i + 1] as number) * DAY_MS) : null;
    if (next && next.getUTCMonth() === date.getUTCMonth() && next.getUTCFullYear() === date.getUTCFullYear()) continue;
    const equity = daily.equity[i] as number;
    months.push({ year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, ratio: before > 0 ? equity / before - 1 : 0, equity });
    before = equity;
  }
  return months;
}
