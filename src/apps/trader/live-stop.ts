/** The stop of a live trader in good order: nothing new, a while for what is on its way, then entries are cancelled; protection stays at the venue. */

import { formatLots, type Instrument } from '../../core/domain/instrument.ts';
import type { OrderTicket } from '../../core/domain/order.ts';
import { type OrderAtStop, planStop, STOP_PATIENCE_MS } from '../../core/operations/graceful-stop.ts';
import type { BrokerOrder } from '../../core/trading/broker/broker-order.ts';
import type { OrderPurpose } from '../../core/trading/engine/engine-order.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';

const LOOK_MS = 50;

/** Raised while the trader stops. Not PAUSE, which only the PIN could leave: a restart has to come back by itself. */
const STOPPING = 'stopping';

export interface AtStop {
  /** Orders that stay working. */
  readonly kept: readonly string[];
  /** Positions, or parts of them, that nothing at the venue protects, in words. */
  readonly bare: readonly string[];
}

export interface LiveStop {
  /** Not to be waited for any longer: entries are cancelled now. */
  hurry(): void;
  /** Settles when the process may end. */
  readonly done: Promise<AtStop>;
}

export function stopLive(session: LiveSession, now: () => number, act: (work: () => void) => void): LiveStop {
  let askedAt = now();
  act(() => session.watch(STOPPING, 'OBSERVATION', 'the trader is being stopped', true, askedAt));
  const cancelled = new Set<string>();

  const look = async (): Promise<AtStop> => {
    for (;;) {
      const plan = planStop(askedAt, workingOrders(session), now());
      const fresh = plan.cancel.filter((id) => !cancelled.has(id));
      if (fresh.length > 0) act(() => session.act(now(), (engine) => fresh.forEach((id) => cancel(engine, id))));
      for (const id of fresh) cancelled.add(id);
      if (plan.done) return { kept: plan.keep, bare: barePositions(session) };
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  };
  return {
    hurry: () => {
      askedAt = Math.min(askedAt, now() - STOP_PATIENCE_MS);
    },
    done: look(),
  };
}

/** A start after such a stop. */
export function stopIsOver(session: LiveSession, at: number): void {
  session.watch(STOPPING, 'OBSERVATION', '', false, at);
}

/** Only a stop that surely works counts: what is in doubt may not be there. */
export function barePositions({ engine, broker }: LiveSession): string[] {
  return engine.book.positions.flatMap(({ lots }, index) => {
    const instrument = engine.instruments[index] as Instrument;
    const protectedLots = [...engine.orders.values()]
      .filter(({ ticket, purpose }) => ticket.instrument === index && ticket.side * lots < 0 && isStop(purpose, ticket))
      .reduce((sum, { id }) => sum + lotsAtVenue(broker.orders.get(id)), 0);
    const bare = Math.abs(lots) - protectedLots;
    if (bare <= 0) return [];
    const part = protectedLots === 0 ? '' : ` of ${formatLots(instrument, Math.abs(lots))}`;
    return [`${formatLots(instrument, bare)}${part} ${instrument.id} ${lots > 0 ? 'long' : 'short'} is open and has no stop at the venue`];
  });
}

/** An owner's order that only reduces and has a trigger is a stop too, unless it takes a profit. */
function isStop(purpose: OrderPurpose, { reduceOnly, type }: OrderTicket): boolean {
  return (
    purpose === 'stop' || (purpose === 'owner' && reduceOnly && (type === 'stop' || type === 'stop-limit' || type === 'trailing-stop'))
  );
}

function lotsAtVenue(order: BrokerOrder | undefined): number {
  return order?.state === 'working' && order.final === null && order.cancelCode === null ? order.held.lots - order.filled : 0;
}

function workingOrders({ engine, broker }: LiveSession): OrderAtStop[] {
  return [...engine.orders.values()].map(({ id, purpose, ticket }) => {
    const state = broker.orders.get(id)?.state;
    return { orderId: String(id), purpose, reduceOnly: ticket.reduceOnly, inDoubt: state === 'sent' || state === 'in-doubt' };
  });
}

function cancel(engine: LiveSession['engine'], id: string): void {
  const order = engine.orders.get(Number(id));
  if (order !== undefined) engine.cancel(order);
}
