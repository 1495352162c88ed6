/** What every section of a report needs: the input, the account's money as text, and figures that several sections share. */

import { drawdowns } from '../metrics/equity-curve.ts';
import type { Line } from './html.ts';
import type { ReportInput } from './report-input.ts';

export interface ReportContext {
  readonly input: ReportInput;
  readonly hash: string;
  readonly moneyDecimals: number;
  money(value: number | null, signed?: boolean): Line;
  /** Start of the first candle and the last close. */
  readonly from: number;
  readonly to: number;
  /** Return and deepest fall of buying and holding; null where it is not known. */
  readonly hold: { readonly returnRatio: number; readonly drawdownRatio: number } | null;
}

export function createContext(input: ReportInput, hash: string): ReportContext {
  const { run, data, buyAndHold } = input;
  const decimals = moneyDecimals(run.currency, Math.max(run.startingCash, run.equity[run.equity.length - 1] ?? 0));
  const last = run.equityTime[run.equityTime.length - 1] ?? 0;
  return {
    input,
    hash,
    moneyDecimals: decimals,
    money: (value, signed) => (format) => format.money(value, run.currency, decimals, signed),
    from: data.length > 0 ? Math.min(...data.map((part) => part.from)) : (run.equityTime[0] ?? 0),
    to: last,
    hold: buyAndHold && buyAndHold.equity.length > 0 ? holdFigures(buyAndHold, run.startingCash) : null,
  };
}

function holdFigures(hold: { time: Float64Array; equity: Float64Array }, startingCash: number) {
  const final = hold.equity[hold.equity.length - 1] as number;
  const fall = drawdowns({ ...hold, startingCash, startedAt: hold.time[0] as number }, 1).deepest[0];
  return { returnRatio: (final - startingCash) / startingCash, drawdownRatio: fall?.ratio ?? 0 };
}

/** Cents for the currencies that have them; for others as many places as leave about seven figures. */
function moneyDecimals(currency: string, magnitude: number): number {
  if (['EUR', 'USD', 'GBP', 'USDT', 'USDC'].includes(currency) || magnitude >= 100) return 2;
  return magnitude >= 1 ? 4 : 8;
}
