/** The same period by four measures of return. They answer different questions, and stand side by side. */

import { returnOnAverageInvestment } from '../returns/return-on-average-investment.ts';
import { timeWeighted } from '../returns/time-weighted.ts';
import { type Flow, xirr } from '../returns/xirr.ts';
import type { Daily } from './daily.ts';

/** Raised when a definition changes, so that two reports can be told apart. */
export const CALCULATION = 1;

export type NoReturn =
  | 'unknown-price'
  | 'nothing-there'
  | 'below-nothing'
  | 'one-sign'
  | 'one-day'
  | 'beyond'
  | 'several'
  | 'nothing-invested';

export interface Measured {
  readonly name: 'twr' | 'xirr' | 'roai' | 'simple';
  /** Over the whole period; of XIRR a year. 0.1 is 10 %. */
  readonly ratio: number | null;
  /** A year; null where the period is shorter than one: nothing is extrapolated. */
  readonly annual: number | null;
  /** Of XIRR, where more than one rate solves it. */
  readonly several: readonly number[];
  readonly none: NoReturn | null;
}

const DAYS_PER_YEAR = 365;

export interface Measures {
  readonly gain: number;
  readonly flows: number;
  readonly all: readonly Measured[];
  /** Time-weighted, at the end of each day; NaN from where there is none. */
  readonly accumulated: Float64Array;
}

export function measuresOf(daily: Daily): Measures {
  const { before, values, inflows, outflows, from, to, costs } = daily;
  const last = values.length === 0 ? before : (values[values.length - 1] as number);
  const flows = sum(inflows) - sum(outflows);
  const gain = last - before - flows;
  const years = (to - from + 1) / DAYS_PER_YEAR;
  const twr = timeWeighted(daily);
  const accumulated = twr.kind === 'rate' ? twr.accumulated : new Float64Array(values.length).fill(Number.NaN);
  const twrMeasure = twr.kind === 'rate' ? known('twr', twr.rate, years) : unknown('twr', isUnknown(daily) ? 'unknown-price' : twr.why);
  const base = before + sum(inflows);
  const simple = base > 0 ? known('simple', gain / base, years) : unknown('simple', 'nothing-invested');
  const changes = changesOf(costs, from);
  const roai = returnOnAverageInvestment(gain, changes, to + 1);
  return {
    ...{ gain, flows, accumulated },
    all: [
      twrMeasure,
      moneyWeighted(daily, last),
      roai === null ? unknown('roai', 'nothing-invested') : known('roai', roai, years),
      simple,
    ].map((measure) => (Number.isNaN(measure.ratio ?? 0) ? unknown(measure.name, 'unknown-price') : measure)),
  };
}

/** Linking the days needs each of them. */
const isUnknown = ({ before, values }: Daily): boolean => Number.isNaN(before) || values.some(Number.isNaN);

function moneyWeighted({ before, inflows, outflows, from, to }: Daily, last: number): Measured {
  if (Number.isNaN(last) || Number.isNaN(before)) return unknown('xirr', 'unknown-price');
  const flows: Flow[] = [{ day: from - 1, amount: -before }];
  for (let i = 0; i < inflows.length; i++) {
    // As the time-weighted return has it: what comes in works from the morning of its day on.
    if (inflows[i] !== 0) flows.push({ day: from + i, amount: -(inflows[i] as number) });
    if (outflows[i] !== 0) flows.push({ day: from + i, amount: outflows[i] as number });
  }
  flows.push({ day: to, amount: last });
  if (flows.some(({ amount }) => Number.isNaN(amount))) return unknown('xirr', 'unknown-price');
  const answer = xirr(flows);
  if (answer.kind === 'rate') return { name: 'xirr', ratio: answer.rate, annual: answer.rate, several: [], none: null };
  return answer.kind === 'several' ? { ...unknown('xirr', 'several'), several: answer.rates } : unknown('xirr', answer.why);
}

function changesOf(costs: Float64Array, from: number): { readonly day: number; readonly invested: number }[] {
  const changes: { day: number; invested: number }[] = [];
  for (let i = 0; i < costs.length; i++)
    if (i === 0 || costs[i] !== costs[i - 1]) changes.push({ day: from + i, invested: costs[i] as number });
  return changes;
}

function known(name: Measured['name'], ratio: number, years: number): Measured {
  const annual = years >= 1 && ratio > -1 ? (1 + ratio) ** (1 / years) - 1 : null;
  return { name, ratio, annual, several: [], none: null };
}

const unknown = (name: Measured['name'], none: NoReturn): Measured => ({ name, ratio: null, annual: null, several: [], none });

function sum(column: Float64Array): number {
  let total = 0;
  for (let i = 0; i < column.length; i++) total += column[i] as number;
  return total;
}
