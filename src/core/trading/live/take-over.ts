/**
 * Takes a position over that the owner has accepted: as a trade of the owner's slot, with what it cost at the venue, and with the money that belongs to it, so
 * that money, position and equity are the venue's. Only money that nothing of it explains stays a difference.
 */

import { formatScaled, mulRound, powerOfTen, roundScaled } from '../../domain/decimal.ts';
import { formatLots, type Instrument, parseLots } from '../../domain/instrument.ts';
import type { Broker } from '../broker/broker.ts';
import type { Costs } from '../broker/cost-path.ts';
import { fillsOf } from '../broker/executions.ts';
import { isPaidInMoney, lotsIn, showsCoins } from '../broker/expected-balances.ts';
import type { Difference } from '../broker/reconciliation.ts';
import { OWNER_ID } from '../engine/owner.ts';
import { restateCost } from '../engine/restate.ts';
import type { Slot } from '../engine/slot.ts';
import { initialMargin, type Position, valueOf } from '../ledger/position-book.ts';
import type { Fill } from '../venue-model/venue.ts';
import { bookMoney, type Correcting, movedAtVenue } from './book-money.ts';
import { moneyHere } from './money-here.ts';

/** Money that differs by no more than this share of a trade's value from what the trade would have cost at the last price was moved by it: its fee, and the price since. */
const EXPLAINED_RATIO = 0.05;
const PRICE_DECIMALS = 8;

/** Why it can't be done, or null. At the last price, without a fee. */
export function takeOver(correcting: Correcting, difference: Difference, isClosed: boolean): string | null {
  const { engine, broker, at } = correcting;
  const { subject, here, venue: text } = difference;
  const instrument = engine.instruments.find(({ id }) => id === subject);
  const slot = engine.slots.find((one) => one.definition.id === OWNER_ID && one.instrument === instrument);
  const ticks = instrument && (engine.paths[instrument.index]?.ticks ?? 0);
  if (instrument === undefined || slot === undefined) return `there is no instrument ${subject} in this session`;
  if (!ticks) return `there is no price of ${subject} yet`;
  const { index } = instrument;
  const held = engine.book.positions[index]?.lots ?? 0;
  if (formatLots(instrument, held) !== here) return `${subject} has moved since the comparison: compare again`;
  const venue = lotsAtVenue(broker, instrument, held, text);
  if (venue === null) return `${text} is no quantity of ${subject}`;
  const money = moneyHere(engine, broker);
  const moved = movedAtVenue(correcting);
  if (typeof moved === 'string') return moved;
  const isPaid = isPaidInMoney(instrument, broker.options.link.capabilities);
  const lots = Math.abs(venue - held);
  const side = venue > held ? 1 : -1;
  const value = valueOf(instrument, ticks, lots);
  const costs = isPaid ? null : costsAtVenue(instrument, venue, difference.averagePrice);
  const trade = { order: 0, instrument: index, side, lots, ticks, fee: 0, at, liquidity: 'taker' } as const;
  hold(correcting, slot, fillsOf(trade, held, false), venue, costs);
  const { quanta, as } = moneyOfIt({ moved, left: money + moved - moneyHere(engine, broker), value, isPaid });
  bookMoney(engine, quanta, as);
  const { accountCurrency, quantumDecimals } = broker.options;
  const booked = quanta === 0 ? '' : `; ${formatScaled(quanta, quantumDecimals)} ${accountCurrency} with it, ${WORDS[as]}`;
  const words = `${formatLots(instrument, lots)} ${side > 0 ? 'bought' : 'sold'} outside, taken over`;
  engine.observer.noticed('CORRECTION', `${subject}: ${words}${booked}`, at);
  if (isClosed && slot.position.lots !== 0) engine.sendExit(slot, 'reconciliation');
  return null;
}

/** The fills are the owner's; the account holds these lots then, for what they cost at the venue where that is known. */
function hold({ engine, broker }: Correcting, slot: Slot, fills: readonly Fill[], lots: number, costs: Costs | null): void {
  const { index } = slot.instrument;
  broker.executions.net[index] = lots;
  broker.activity++;
  broker.changed = true;
  for (const fill of fills) engine.takeStray(fill, slot.index);
  if (costs !== null) restateCost(engine, index, costs);
  const { cost, margin } = engine.book.positions[index] as Position;
  broker.executions.takenOver(index, { lots, cost, margin });
}

function lotsAtVenue({ executions, options }: Broker, instrument: Instrument, held: number, text: string): number | null {
  if (!showsCoins(instrument, options.link.capabilities)) return parseLots(instrument, text);
  return lotsIn(instrument, held, executions.dust[instrument.index] as number, text);
}

/** What a position costs by the average price the venue tells; null where it tells none. */
function costsAtVenue(instrument: Instrument, lots: number, averagePrice = ''): Costs | null {
  const price = roundScaled(averagePrice, PRICE_DECIMALS);
  if (price === null || price <= 0 || lots === 0) return null;
  const { valueMultiplier, valueDivisor, ticksPerUnit, tickUnits } = instrument;
  const cost = mulRound(price, Math.abs(lots), valueMultiplier * ticksPerUnit, valueDivisor * tickUnits * powerOfTen(PRICE_DECIMALS));
  return { lots, cost, margin: initialMargin(instrument, cost) };
}

const WORDS = { flow: 'what came in kind: neither gain nor loss', result: 'a result: its fee, and the price since' } as const;

interface Outside {
  /** By how much the venue's money differed before. */
  readonly moved: number;
  /** By how much it differs once the position is taken over. */
  readonly left: number;
  /** Of what was taken over, at the last price. */
  readonly value: number;
  readonly isPaid: boolean;
}

/**
 * A trade during this session has moved the money: what its fee and the price since leave is a result. What was there before, or came in kind, has moved
 * none: it is worth what it is, which is neither gain nor loss.
 */
function moneyOfIt({ moved, left, value, isPaid }: Outside): { readonly quanta: number; readonly as: 'flow' | 'result' } {
  if (moved !== 0 && Math.abs(left) <= value * EXPLAINED_RATIO) return { quanta: left, as: 'result' };
  // Otherwise it was traded all the same where that comes nearer, and the rest is the owner's to say.
  const isTraded = isPaid && Math.abs(left) < Math.abs(moved);
  return { quanta: isTraded ? 0 : left - moved, as: 'flow' };
}
