/** Trades of a session beside those of its backtest: the same strategy, instrument, side and decision time are one trade. */

import { figure } from './step-difference.ts';
import type { Trip } from './trips.ts';

export interface TradePair {
  readonly session: Trip | null;
  readonly backtest: Trip | null;
}

/** Names a trade: `sma-cross BTCUSDT long 2022-12-13T05:46:00.000Z`. */
export function tradeKey({
  strategyId,
  instrumentId,
  side,
  decidedAt,
}: Pick<Trip, 'strategyId' | 'instrumentId' | 'side' | 'decidedAt'>): string {
  return [strategyId, instrumentId, side, new Date(decidedAt).toISOString()].join(' ');
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

/** What of a trade differs, for a person: figure, session's and backtest's. Empty when all is the same. Times are the same up to a tolerance. */
export function differingFigures(
  session: Trip,
  backtest: Trip,
  timeToleranceMs: number,
): { readonly name: string; readonly session: string; readonly backtest: string }[] {
  const times = TIMES.flatMap(([name, of]) => {
    const [ours, theirs] = [of(session), of(backtest)];
    const same = ours === theirs || Math.abs(ours - theirs) <= timeToleranceMs;
    return same ? [] : [{ name, session: timeText(ours), backtest: timeText(theirs) }];
  });
  const figures = FIGURES.flatMap(([name, of]) => {
    const [ours, theirs] = [of(session), of(backtest)];
    return isSame(ours, theirs) ? [] : [{ name, session: textOf(ours), backtest: textOf(theirs) }];
  });
  return [...times, ...figures];
}

type Figure = number | string;

const textOf = (value: Figure) => (typeof value === 'number' ? figure(value) : value);

const STILL_OPEN = Number.POSITIVE_INFINITY;
const timeText = (at: number) => (at === STILL_OPEN ? 'open' : new Date(at).toISOString());

const TIMES: readonly (readonly [name: string, of: (trip: Trip) => number])[] = [
  ['entry time', (trip) => trip.openedAt],
  ['exit time', (trip) => trip.exit?.at ?? STILL_OPEN],
];

const FIGURES: readonly (readonly [name: string, of: (trip: Trip) => Figure])[] = [
  ['entry price', (trip) => trip.entryPrice],
  ['size', (trip) => trip.quantity],
  ['entry reason', (trip) => trip.entryReason],
  ['exit price', (trip) => trip.exit?.price ?? 'open'],
  ['exit reason', (trip) => trip.exit?.reason ?? 'open'],
  ['fees', (trip) => trip.fees],
];

/** Averages and sums of doubles: the last digits are noise. */
function isSame(a: Figure, b: Figure): boolean {
  return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= 1e-9 * Math.abs(b) : a === b;
}
