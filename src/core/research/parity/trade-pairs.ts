/** Trades of a session beside those of its backtest: the same strategy, instrument, side and decision time are one trade. */

import type { Trip } from './trips.ts';

export interface TradePair {
  readonly session: Trip | null;
  readonly backtest: Trip | null;
}

export function tradeKey({
  strategyId,
  instrumentId,
  side,
  decidedAt,
}: Pick<Trip, 'strategyId' | 'instrumentId' | 'side' | 'decidedAt'>): string {
  return [strategyId, instrumentId, side, decidedAt].join('\u0000');
}

/** In the order they were decided. Several trades of one key (an owner may send more than one at a time) are paired in their order. */
export function pairTrades(session: readonly Trip[], backtest: readonly Trip[]): TradePair[] {
  const left = new Map<string, Trip[]>();
  for (const trip of backtest) {
    const key = tradeKey(trip);
    left.set(key, [...(left.get(key) ?? []), trip]);
  }
  const pairs: TradePair[] = session.map((trip) => ({ session: trip, backtest: left.get(tradeKey(trip))?.shift() ?? null }));
  for (const trips of left.values()) for (const trip of trips) pairs.push({ session: null, backtest: trip });
  return pairs.sort((a, b) => decidedAt(a) - decidedAt(b));
}

export function tripOf({ session, backtest }: TradePair): Trip {
  return (session ?? backtest) as Trip;
}

function decidedAt(pair: TradePair): number {
  return tripOf(pair).decidedAt;
}

/** What of a trade differs, for a person: figure, session's and backtest's. Empty when all is the same. */
export function differingFigures(
  session: Trip,
  backtest: Trip,
): { readonly name: string; readonly session: string; readonly backtest: string }[] {
  return FIGURES.flatMap(([name, of]) => {
    const [ours, theirs] = [of(session), of(backtest)];
    return same(ours, theirs) ? [] : [{ name, session: String(ours), backtest: String(theirs) }];
  });
}

type Figure = number | string;

const iso = (at: number) => new Date(at).toISOString();

const FIGURES: readonly (readonly [name: string, of: (trip: Trip) => Figure])[] = [
  ['entry time', (trip) => iso(trip.openedAt)],
  ['entry price', (trip) => trip.entryPrice],
  ['size', (trip) => trip.quantity],
  ['entry reason', (trip) => trip.entryReason],
  ['exit time', (trip) => (trip.exit ? iso(trip.exit.at) : 'open')],
  ['exit price', (trip) => trip.exit?.price ?? 'open'],
  ['exit reason', (trip) => trip.exit?.reason ?? 'open'],
  ['fees', (trip) => trip.fees],
];

/** Averages and sums of doubles: the last digits are noise. */
function same(a: Figure, b: Figure): boolean {
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= 1e-9 * Math.abs(b) : a === b;
}
