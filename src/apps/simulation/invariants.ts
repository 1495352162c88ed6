/** What must hold in a simulated run: checked when an order reaches the venue, and once more when everything is quiet. */

import { parseScaled } from '../../core/domain/decimal.ts';
import { parseLots } from '../../core/domain/instrument.ts';
import { type OrderRecord, STEP_KIND, type Step } from '../../core/trading/engine/steps.ts';
import { QUANTUM_DECIMALS } from './simulated-market.ts';
import type { SimulatedTrader } from './simulated-trader.ts';
import type { SimulatedVenue } from './simulated-venue.ts';
import type { World } from './world.ts';

export type BreachKind =
  | 'duplicate-order'
  | 'lost-fill'
  | 'ledger-imbalance'
  | 'unresolved-order'
  | 'not-durable'
  | 'not-recovered'
  | 'state';

export interface Breach {
  readonly kind: BreachKind;
  readonly message: string;
  readonly at: number;
}

export interface Watched {
  readonly world: World;
  readonly venue: SimulatedVenue;
  readonly trader: SimulatedTrader;
  /** Client order id and the journal entry it was written in. */
  readonly intents: ReadonlyMap<string, number>;
  readonly breaches: Breach[];
}

/** Every order at the venue has exactly one intent, durable before it was sent. */
export function checkPlacement({ world, venue, trader, intents, breaches }: Watched): void {
  const seen = new Set<string>();
  venue.exchange.listen({
    account: (_, event) => {
      if (event.kind !== 'order' || event.order.clientId === '') return;
      const { clientId, createdAt, updatedAt, filledLots, status } = event.order;
      if (createdAt !== updatedAt || filledLots > 0 || (status !== 'new' && status !== 'untriggered') || createdAt !== venue.exchange.now)
        return;
      const id = `${clientId} ${event.order.number}`;
      if (seen.has(id)) return;
      seen.add(id);
      const breach = (kind: BreachKind, message: string) => breaches.push({ kind, message, at: world.now });
      const sequence = intents.get(clientId);
      // With a journal that takes nothing, what closes goes out all the same: the rule, and alerted.
      if (event.order.reduceOnly && (trader.journal === null || trader.journal.state === 'failed')) return;
      if (sequence === undefined) breach('not-durable', `order ${clientId} has no intent`);
      else if (trader.journal !== null && sequence > trader.journal.durable)
        breach(
          'not-durable',
          `order ${clientId} reached the venue before its intent, entry ${sequence}, was on disk (${trader.journal.durable})`,
        );
      for (const other of venue.account.orders.values())
        if (other.clientId === clientId && other.number !== event.order.number)
          breach('duplicate-order', `order ${clientId} is at the venue twice`);
    },
    moved: () => {},
  });
}

/** When faults have stopped and time has passed, everything is known, and the same here and there. */
export function checkAtEnd({ world, venue, trader }: Watched): Breach[] {
  const breaches: Breach[] = [];
  const breach = (kind: BreachKind, message: string) => breaches.push({ kind, message, at: world.now });
  const { session, journal } = trader;
  if (session === null || journal === null) {
    breach('not-recovered', `the trader is down: ${trader.failure}`);
    return breaches;
  }
  const { broker, engine } = session;
  for (const order of broker.orders.values()) {
    const there = venue.account.byClientId(order.clientOrderId);
    const open = there !== undefined && venue.account.openOrders().includes(there);
    if (order.state !== 'working' || !open)
      breach('unresolved-order', `order ${order.clientOrderId} is ${order.state}, at the venue ${there?.status ?? 'unknown'}`);
  }
  for (const order of venue.account.openOrders()) {
    if (order.clientId === '') continue;
    if (![...broker.orders.values()].some(({ clientOrderId }) => clientOrderId === order.clientId))
      breach('unresolved-order', `order ${order.clientId} works at the venue and is not known here`);
  }
  journal.flush();
  compareFills(
    venue,
    [...journal.readEntries(1)].filter(({ kind }) => kind === STEP_KIND).map(({ body }) => body as Step),
    breach,
  );
  const { wallet } = venue.account.venue.book;
  if (engine.book.wallet !== wallet) breach('ledger-imbalance', `wallet ${engine.book.wallet} here, ${wallet} at the venue`);
  venue.exchange.markets.forEach(({ index, instrument }) => {
    const here = engine.book.positions[index]?.lots;
    if (here !== venue.account.lotsOf(index))
      breach('lost-fill', `position ${instrument.id}: ${here} lots here, ${venue.account.lotsOf(index)} at the venue`);
    const slots = engine.slots.filter((slot) => slot.instrument.index === index).reduce((sum, slot) => sum + slot.position.lots, 0);
    if (slots !== here) breach('ledger-imbalance', `positions of the slots of ${instrument.id} add up to ${slots}, not ${here}`);
  });
  return breaches;
}

/** Quantities by client order id: the venue's executions against the fills of the journal. */
function compareFills(venue: SimulatedVenue, steps: readonly Step[], breach: (kind: BreachKind, message: string) => void): void {
  const orders = new Map<string, OrderRecord>();
  const here = new Map<string, { lots: number; fee: number }>();
  const add = (to: Map<string, { lots: number; fee: number }>, id: string, lots: number, fee: number) => {
    const sum = to.get(id) ?? { lots: 0, fee: 0 };
    to.set(id, { lots: sum.lots + lots, fee: sum.fee + fee });
  };
  for (const step of steps) {
    for (const order of step.orders ?? []) orders.set(order.orderId, order);
    for (const fill of step.fills ?? []) {
      const market = venue.exchange.markets.find(({ instrument }) => instrument.id === fill.instrumentId);
      const id = fill.orderId === null ? '' : (orders.get(fill.orderId)?.clientOrderId ?? '');
      if (market) add(here, id, parseLots(market.instrument, fill.quantity) as number, parseScaled(fill.fee, QUANTUM_DECIMALS) as number);
    }
  }
  const there = new Map<string, { lots: number; fee: number }>();
  for (const { order, lots, fee } of venue.account.executions) add(there, order?.clientId ?? '', lots, fee);
  for (const id of new Set([...here.keys(), ...there.keys()])) {
    const [a, b] = [here.get(id), there.get(id)];
    if (a?.lots !== b?.lots || a?.fee !== b?.fee)
      breach(
        'lost-fill',
        `order ${id === '' ? '(by hand)' : id}: ${a?.lots ?? 0} lots and fee ${a?.fee ?? 0} in the journal, ${b?.lots ?? 0} and ${b?.fee ?? 0} at the venue`,
      );
  }
}
