/**
 * The equity at every mark of a run, worked out afterwards from what changed the account and from the closes. A run does not keep it: a million candles
 * would be 8 MB, and most runs are never asked for more than how they ended.
 */

import { type Instrument, priceToTicks } from '../../domain/instrument.ts';
import { Position, unrealisedOf } from '../ledger/position-book.ts';
import { type CandleSeries, walkCloses } from './close-times.ts';

/** A fill or a payment that the account has taken in before mark `mark` (0 is the first). Money in quanta. */
export interface AccountChange {
  readonly mark: number;
  readonly instrument: number;
  /** What it adds to the wallet, and then takes from it. */
  readonly realised: number;
  readonly paid: number;
  /** Signed lots and entry value it adds to the position. */
  readonly lots: number;
  readonly cost: number;
}

/** A series the account was marked at; `instrument` is the one whose path it is, or null. */
export interface MarkedSeries extends CandleSeries {
  readonly instrument: Instrument | null;
}

/** The account at the beginning: the deposit, or what a restart has found; marks up to `since` are not this run's. */
export interface AccountStart {
  readonly since: number;
  readonly wallet: number;
  /** By instrument. */
  readonly positions: readonly Readonly<Pick<Position, 'lots' | 'cost'>>[];
}

/** Equity in quanta at the first `count` marks. `changes` in the order in which they happened. */
export function equityCurve(
  series: readonly MarkedSeries[],
  start: AccountStart,
  changes: Iterator<AccountChange>,
  count: number,
): Float64Array {
  let { wallet } = start;
  const equity = new Float64Array(count);
  const positions = start.positions.map((position) => Object.assign(new Position(), position));
  const paths = series.flatMap((one, i) => (one.instrument === null ? [] : [{ ...one, i, instrument: one.instrument }]));
  let change = changes.next();
  let mark = 0;
  walkCloses(series, (at, closed) => {
    if (at <= start.since) return true;
    while (!change.done && change.value.mark <= mark) {
      const { instrument, realised, paid, lots, cost } = change.value;
      const position = positions[instrument] as Position;
      wallet += realised;
      wallet -= paid;
      position.lots += lots;
      position.cost += cost;
      change = changes.next();
    }
    let sum = wallet;
    for (const { i, candles, instrument } of paths) {
      const position = positions[instrument.index] as Position;
      if (position.lots === 0) continue;
      sum += unrealisedOf(instrument, position, priceToTicks(instrument, candles.close[(closed[i] as number) - 1] as number));
    }
    equity[mark++] = sum;
    return mark < count;
  });
  return equity;
}
