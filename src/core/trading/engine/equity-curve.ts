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

/** Equity in quanta at the first `count` marks. `changes` in the order in which they happened; `wallet` is the deposit. */
export function equityCurve(
  series: readonly MarkedSeries[],
  wallet: number,
  changes: Iterator<AccountChange>,
  count: number,
): Float64Array {
  const equity = new Float64Array(count);
  const paths = series.flatMap((one, i) =>
    one.instrument === null ? [] : [{ i, ...one, instrument: one.instrument, position: new Position() }],
  );
  const positionOf = new Map(paths.map(({ instrument, position }) => [instrument.index, position]));
  let change = changes.next();
  let mark = 0;
  walkCloses(series, (_, closed) => {
    while (!change.done && change.value.mark <= mark) {
      const { instrument, realised, paid, lots, cost } = change.value;
      const position = positionOf.get(instrument) as Position;
      wallet += realised;
      wallet -= paid;
      position.lots += lots;
      position.cost += cost;
      change = changes.next();
    }
    let sum = wallet;
    for (const { i, candles, instrument, position } of paths) {
      if (position.lots === 0) continue;
      sum += unrealisedOf(instrument, position, priceToTicks(instrument, candles.close[(closed[i] as number) - 1] as number));
    }
    equity[mark++] = sum;
    return mark < count;
  });
  return equity;
}
