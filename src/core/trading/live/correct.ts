/** Carries out a correction that the owner has accepted: inside a step, so that the journal has it with everything that comes of it. */

import { parseScaled } from '../../domain/decimal.ts';
import { formatLots, parseLots } from '../../domain/instrument.ts';
import type { Broker } from '../broker/broker.ts';
import { fillsOf } from '../broker/executions.ts';
import { expectedBalances, lotsIn } from '../broker/expected-balances.ts';
import type { Difference } from '../broker/reconciliation.ts';
import type { Correction } from '../broker/repair-plan.ts';
import type { Engine } from '../engine/engine.ts';
import { OWNER_ID } from '../engine/owner.ts';

type Corrected = Exclude<Correction, 'ignore'>;

/** What each correction is for. */
const FITS: Readonly<Record<Corrected, Difference['kind']>> = {
  cancel: 'order',
  adopt: 'position',
  close: 'position',
  deposit: 'balance',
  result: 'balance',
};

/** Why it can't be done, or null. `ignore` is no matter of the engine. */
export function correct(engine: Engine, broker: Broker, difference: Difference, as: Corrected, at: number): string | null {
  if (difference.kind !== FITS[as]) return `${difference.kind}: not made right by "${as}"`;
  if (as === 'cancel') return cancelAtVenue(engine, broker, difference, at);
  if (difference.kind === 'balance') return bookMoney(engine, broker, difference, as === 'deposit');
  return takeOver(engine, broker, difference, as === 'close', at);
}

/** Once this is on disk. The venue's answer is told, and the comparison after it says whether the order is gone. */
function cancelAtVenue(engine: Engine, broker: Broker, { subject, venue, order }: Difference, at: number): string | null {
  if (order === undefined) return `the name of order ${subject} at the venue is not known`;
  if (broker.orderOf(order.clientOrderId, subject) !== undefined)
    return `order ${subject} is known here by now: nothing has to be made right`;
  broker.cancelForeign(order);
  engine.observer.noticed('CORRECTION', `order ${subject} (${venue}), which is not ours, is cancelled at the venue`, at);
  return null;
}

/** The difference becomes a trade of the owner's own slot at the last price, without a fee. */
function takeOver(engine: Engine, broker: Broker, { subject, venue: text }: Difference, isClosed: boolean, at: number): string | null {
  const instrument = engine.instruments.find(({ id }) => id === subject);
  const slot = engine.slots.find((one) => one.definition.id === OWNER_ID && one.instrument === instrument);
  const ticks = instrument && (engine.paths[instrument.index]?.ticks ?? 0);
  if (instrument === undefined || slot === undefined) return `there is no instrument ${subject} in this session`;
  if (!ticks) return `there is no price of ${subject} yet`;
  const held = engine.book.positions[instrument.index]?.lots ?? 0;
  const { executions, options } = broker;
  const holding = { instrument, lots: held, dust: executions.dust[instrument.index] as number, cost: 0 };
  const [coin] = expectedBalances(0, [holding], options.link.capabilities).coins;
  const venue = coin === undefined ? parseLots(instrument, text) : lotsIn(instrument, coin, text);
  if (venue === null) return `${text} is no quantity of ${subject}`;
  const lots = Math.abs(venue - held);
  const side = venue > held ? 1 : -1;
  executions.net[instrument.index] = venue;
  broker.activity++;
  broker.changed = true;
  const trade = { order: 0, instrument: instrument.index, side, lots, ticks, fee: 0, at, liquidity: 'taker' } as const;
  const fills = fillsOf(trade, held, false);
  for (const fill of fills) engine.takeStray(fill, slot.index);
  executions.placed(fills);
  engine.observer.noticed(
    'CORRECTION',
    `${subject}: ${formatLots(instrument, lots)} ${side > 0 ? 'bought' : 'sold'} outside, taken over`,
    at,
  );
  if (isClosed && slot.position.lots !== 0) engine.sendExit(slot, 'reconciliation');
  return null;
}

/** `isFlow`: neither gain nor loss, as the loss ladder is concerned. */
function bookMoney(engine: Engine, broker: Broker, { subject, here, venue }: Difference, isFlow: boolean): string | null {
  const { quantumDecimals } = broker.options;
  const [from, to] = [parseScaled(here, quantumDecimals), parseScaled(venue, quantumDecimals)];
  if (from === null || to === null) return `${venue} is no amount of ${subject}`;
  const quanta = to - from;
  engine.book.wallet += quanta;
  engine.equity += quanta;
  if (isFlow) {
    engine.ledger.flow(quanta);
    engine.risk.flow(quanta);
  } else engine.ledger.funded(-quanta);
  engine.observer.noticed(
    'CORRECTION',
    `${subject}: ${here} here, ${venue} at the venue, booked as a ${isFlow ? 'deposit' : 'result'}`,
    engine.at,
  );
  return null;
}
