/** An order as the engine remembers it while it works. */

import type { OrderTicket, OrderType } from '../../domain/order.ts';
import { shared } from '../../journal/sharing.ts';
import type { Protection } from './protection.ts';

export type OrderPurpose = 'entry' | 'exit' | 'stop' | 'target' | 'owner';

/**
 * Why an order that works has other terms: the owner's own act, a strategy's, a trail that follows the price, break-even after a first target, a signal
 * from outside, or a position of another size, whose average price its stop may go by.
 */
export type AmendCause = 'owner' | 'strategy' | 'trail' | 'break-even' | 'signal' | 'size';

/** What an owner's entry is protected by: the wish, and the numbers of the orders that carry it (0 before there are any). */
export interface Bracket {
  readonly protection: Protection;
  stop: number;
  target: number;
}

/** A ticket being written. Every field is there from the start, so that all tickets look alike to the code that reads them. */
export type Draft = { -readonly [K in keyof OrderTicket]: OrderTicket[K] };

function blankTicket(type: OrderType): Draft {
  return {
    id: 0,
    instrument: 0,
    side: 1,
    type,
    lots: 0,
    equityShare: 0,
    limit: Number.NaN,
    trigger: Number.NaN,
    trailTicks: 0,
    trailRatio: 0,
    timeInForce: 'GTC',
    expireAt: Number.POSITIVE_INFINITY,
    postOnly: false,
    reduceOnly: false,
    oco: 0,
  };
}

/** A used ticket as good as new. */
function blanked(ticket: Draft, type: OrderType): Draft {
  ticket.type = type;
  ticket.lots = ticket.equityShare = ticket.trailTicks = ticket.trailRatio = ticket.oco = 0;
  ticket.limit = ticket.trigger = Number.NaN;
  ticket.timeInForce = 'GTC';
  ticket.expireAt = Number.POSITIVE_INFINITY;
  ticket.postOnly = ticket.reduceOnly = false;
  return ticket;
}

export class EngineOrder {
  id = 0;
  slot = 0;
  purpose: OrderPurpose = 'entry';
  declare ticket: OrderTicket;
  declare createdAt: number;
  /** Of a stop: `trail` while the trail sets its level, else `stop`. */
  reason = '';
  filled = 0;
  /** Quantity and prices as last amended. */
  lots = 0;
  declare limit: number;
  declare trigger: number;
  /** Value held back for an entry that is still working, in quanta. */
  reserved = 0;
  bracket: Bracket | null = null;

  /** Starts, or starts again, as the order of a ticket. */
  begin(slot: number, purpose: OrderPurpose, ticket: OrderTicket, createdAt: number, reason: string): this {
    this.id = ticket.id;
    this.slot = slot;
    this.purpose = purpose;
    this.ticket = ticket;
    this.createdAt = createdAt;
    this.reason = reason;
    this.filled = this.reserved = 0;
    this.lots = ticket.lots;
    this.limit = ticket.limit;
    this.trigger = ticket.trigger;
    this.bracket = null;
    return this;
  }

  /** Shares what has not changed with a snapshot taken before. Compared by hand: every order is asked at every candle. */
  snapshot(before?: EngineOrderSnapshot): EngineOrderSnapshot {
    const { slot, purpose, createdAt, reason, filled, lots, reserved } = this;
    const limit = wholeOrNull(this.limit);
    const trigger = wholeOrNull(this.trigger);
    const bracket = this.bracket === null ? undefined : shared(before?.bracket, { ...this.bracket });
    // A ticket stays what it was when the order was sent.
    if (
      before !== undefined &&
      before.ticket.id === this.id &&
      before.filled === filled &&
      before.lots === lots &&
      before.reserved === reserved &&
      before.limit === limit &&
      before.trigger === trigger &&
      before.bracket === bracket
    )
      return before;
    const { ticket } = this;
    const terms = { limit: wholeOrNull(ticket.limit), trigger: wholeOrNull(ticket.trigger), expireAt: wholeOrNull(ticket.expireAt) };
    const recorded = before?.ticket.id === this.id ? before.ticket : { ...ticket, ...terms };
    return { slot, purpose, createdAt, reason, filled, lots, reserved, limit, trigger, ticket: recorded, bracket };
  }

  static restore(from: EngineOrderSnapshot): EngineOrder {
    const { limit, trigger, expireAt } = from.ticket;
    const ticket = {
      ...from.ticket,
      limit: limit ?? Number.NaN,
      trigger: trigger ?? Number.NaN,
      expireAt: expireAt ?? Number.POSITIVE_INFINITY,
    };
    const order = new EngineOrder().begin(from.slot, from.purpose, ticket, from.createdAt, from.reason);
    order.filled = from.filled;
    order.lots = from.lots;
    order.limit = from.limit ?? Number.NaN;
    order.trigger = from.trigger ?? Number.NaN;
    order.reserved = from.reserved;
    order.bracket = from.bracket ? { ...from.bracket } : null;
    return order;
  }
}

export interface EngineOrderSnapshot {
  readonly slot: number;
  readonly purpose: OrderPurpose;
  readonly createdAt: number;
  readonly reason: string;
  readonly filled: number;
  readonly lots: number;
  readonly limit: number | null;
  readonly trigger: number | null;
  readonly reserved: number;
  readonly ticket: Omit<OrderTicket, 'limit' | 'trigger' | 'expireAt'> & {
    readonly limit: number | null;
    readonly trigger: number | null;
    readonly expireAt: number | null;
  };
  /** Only where there is one. */
  readonly bracket?: Bracket | undefined;
}

/** The working orders, in the order they were sent. They are a handful at a time: looking through them costs less than a hash table. */
export class WorkingOrders {
  readonly list: EngineOrder[] = [];
  /** Tickets and orders that are over and may be used again. */
  private readonly usedTickets: Draft[] = [];
  private readonly usedOrders: EngineOrder[] = [];

  /** A ticket with nothing on it but its type. */
  ticket(type: OrderType): Draft {
    const used = this.usedTickets.pop();
    return used === undefined ? blankTicket(type) : blanked(used, type);
  }

  /** An order that is not among the working ones yet. */
  unused(): EngineOrder {
    return this.usedOrders.pop() ?? new EngineOrder();
  }

  /** Takes back an order that is over and that nobody will look at again. */
  reuse(order: EngineOrder): void {
    this.usedOrders[this.usedOrders.length] = order;
    this.usedTickets[this.usedTickets.length] = order.ticket as Draft;
  }

  get(id: number): EngineOrder | undefined {
    const { list } = this;
    for (let i = list.length - 1; i >= 0; i--) if ((list[i] as EngineOrder).id === id) return list[i];
    return undefined;
  }

  add(order: EngineOrder): void {
    this.list[this.list.length] = order;
  }

  delete(id: number): void {
    const { list } = this;
    let i = 0;
    while (i < list.length && (list[i] as EngineOrder).id !== id) i++;
    if (i === list.length) return;
    for (; i + 1 < list.length; i++) list[i] = list[i + 1] as EngineOrder;
    list.pop();
  }

  clear(): void {
    while (this.list.length > 0) this.list.pop();
  }

  /** Those that work now and still do when their turn comes. */
  *values(): Generator<EngineOrder> {
    for (const order of this.list.slice()) if (this.get(order.id) === order) yield order;
  }
}

/** JSON has neither NaN nor infinities. */
function wholeOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
