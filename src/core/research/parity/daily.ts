/** Daily returns of a session beside those of its backtest. */

import { mean } from '../metrics/distribution.ts';
import { dailyEquity, returnsOf } from '../metrics/equity-curve.ts';
import type { AccountRecord } from './account-record.ts';

/** With fewer days a correlation is given, but says little. */
const DAYS_NEEDED = 20;
/** Two points always lie on a line. */
const LEAST_DAYS = 3;

export interface Daily {
  readonly days: readonly { readonly day: string; readonly session: number; readonly backtest: number }[];
  /** Of daily returns (UTC days); null where there is none, with the reason. */
  readonly correlation: number | null;
  readonly absent: 'too-few-days' | 'no-variation' | null;
  /** Days it rests on are fewer than this. */
  readonly insufficient: { readonly have: number; readonly need: number } | null;
}

export function dailyOf(session: AccountRecord, backtest: AccountRecord, cash: number): Daily {
  const [ours, theirs] = [byDay(session, cash), byDay(backtest, cash)];
  const days = [...ours].flatMap(([day, ratio]) => {
    const other = theirs.get(day);
    return other === undefined ? [] : [{ day: new Date(day * 86_400_000).toISOString().slice(0, 10), session: ratio, backtest: other }];
  });
  const insufficient = days.length < DAYS_NEEDED ? { have: days.length, need: DAYS_NEEDED } : null;
  if (days.length < LEAST_DAYS) return { days, correlation: null, absent: 'too-few-days', insufficient };
  const correlation = correlationOf(
    days.map((day) => day.session),
    days.map((day) => day.backtest),
  );
  return { days, correlation, absent: correlation === null ? 'no-variation' : null, insufficient };
}

function byDay({ equityAt, equity }: AccountRecord, cash: number): Map<number, number> {
  const curve = { time: Float64Array.from(equityAt), equity: Float64Array.from(equity), startingCash: cash, startedAt: equityAt[0] ?? 0 };
  const daily = dailyEquity(curve, true);
  const returns = returnsOf(daily.equity, cash);
  return new Map(Array.from(daily.day, (day, i) => [day, returns[i] as number]));
}

/** Pearson's. Null where either side never varies. */
export function correlationOf(a: readonly number[], b: readonly number[]): number | null {
  const [centreA, centreB] = [mean(Float64Array.from(a)), mean(Float64Array.from(b))];
  let [both, squaresA, squaresB] = [0, 0, 0];
  a.forEach((value, i) => {
    const [da, db] = [value - centreA, (b[i] as number) - centreB];
    both += da * db;
    squaresA += da * da;
    squaresB += db * db;
  });
  return squaresA === 0 || squaresB === 0 ? null : both / Math.sqrt(squaresA * squaresB);
}
