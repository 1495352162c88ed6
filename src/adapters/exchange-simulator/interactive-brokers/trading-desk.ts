/** TWS's own part in trading: order ids, modification, held and linked orders, and what is told of an order, over the accounts of the exchange. */

import { InputError } from '../../../core/domain/result.ts';
import type { Zone } from '../../../core/market/zone.ts';
import type { AccountEvent, ExchangeAccount } from '../exchange/account.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { ExchangeRefusal, Execution } from '../exchange/orders.ts';
import { matching, type Security } from './contracts.ts';
import { afterFill, isHeld, type LinkStep } from './linked-orders.ts';
import type { OrderRequest } from './order-request.ts';
import { type Rejection, type Terms, termsOf } from './order-terms.ts';
import { type TwsExecution, TwsOrder } from './tws-order.ts';
import { zonedTime } from './wire-time.ts';

export interface DeskListener {
  changed(order: TwsOrder): void;
  /** What TWS says about an order beside its state. */
  said(order: TwsOrder, about: Rejection): void;
  executed(execution: TwsExecution): void;
  positionChanged(account: string, security: Security): void;
}

const REJECTIONS: Readonly<Record<ExchangeRefusal, Rejection>> = {
  DUPLICATE_CLIENT_ID: { code: 103, detail: '' },
  INSUFFICIENT_FUNDS: {
    code: 201,
    detail:
      'YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY WITH LOAN VALUE MUST EXCEED THE INITIAL MARGIN.',
  },
  BELOW_MINIMUM: { code: 201, detail: 'The order value is below the minimum.' },
  PRICE_BAND: { code: 201, detail: 'The limit price is too far outside of the market.' },
  SELF_TRADE: { code: 201, detail: 'The order would trade with another order of the account.' },
  POST_ONLY_WOULD_TAKE: { code: 201, detail: 'The order would take liquidity.' },
  NOTHING_TO_REDUCE: { code: 201, detail: 'There is no position to reduce.' },
  SHORT_NOT_ALLOWED: { code: 201, detail: 'The contract is not available for short sale.' },
  INSTRUMENT_HALTED: { code: 201, detail: 'The contract is halted.' },
  ORDER_LIMIT: { code: 201, detail: 'The account has too many open orders.' },
  ORDER_UNKNOWN: { code: 201, detail: 'The order is not known.' },
  ORDER_FINAL: { code: 104, detail: '' },
  QUANTITY_INVALID: { code: 201, detail: 'The size is not valid.' },
};

export class TradingDesk {
  readonly exchange: Exchange;
  readonly securities: readonly Security[];
  readonly accounts: readonly string[];
  readonly zone: Zone;
  /** In the order they were placed. */
  readonly orders: TwsOrder[] = [];
  readonly executions: TwsExecution[] = [];
  /** What was asked while TWS had no connection to the servers, done when it is back; null while it has one. */
  private waiting: (() => void)[] | null = null;
  private readonly listener: DeskListener;
  private readonly lastIds = new Map<number, number>();
  private readonly byPermId = new Map<string, TwsOrder>();
  private readonly filled: { readonly order: TwsOrder; readonly lots: number }[] = [];
  private settling = false;

  constructor(exchange: Exchange, parts: Pick<TradingDesk, 'securities' | 'accounts' | 'zone'>, listener: DeskListener) {
    this.exchange = exchange;
    this.securities = parts.securities;
    this.accounts = parts.accounts;
    this.zone = parts.zone;
    this.listener = listener;
  }

  nextOrderId(clientId: number): number {
    return (this.lastIds.get(clientId) ?? 0) + 1;
  }

  /** The newest order of this id: after a modification without connection there are two. */
  orderOf(clientId: number, orderId: number): TwsOrder | undefined {
    return this.orders.findLast((order) => order.clientId === clientId && order.orderId === orderId);
  }

  openOrders(): TwsOrder[] {
    return this.orders.filter(({ isOpen }) => isOpen);
  }

  place(clientId: number, orderId: number, request: OrderRequest): Rejection | null {
    const [security, ...others] = matching(this.securities, request.contract);
    if (security === undefined || others.length > 0) return { code: 200, detail: '' };
    const account = request.account === '' ? (this.accounts[0] as string) : request.account;
    if (!this.accounts.includes(account)) return { code: 321, detail: "'account' : cause - The account code is not known." };
    const terms = termsOf(request, security, this.zone, this.exchange.now);
    if ('code' in terms) return terms;
    const known = this.orderOf(clientId, orderId);
    if (known?.isOpen) return this.modify(known, security, terms);
    if (known !== undefined) return { code: known.status === 'Filled' ? 104 : 103, detail: '' };
    if (orderId < this.nextOrderId(clientId)) return { code: 103, detail: '' };
    this.lastIds.set(clientId, orderId);
    return this.take({ orderId, clientId, account, security, terms });
  }

  private take(identity: Omit<ConstructorParameters<typeof TwsOrder>[0], 'permId'>): Rejection | null {
    const order = new TwsOrder({ ...identity, permId: 1_000_000_001 + this.byPermId.size });
    this.byPermId.set(String(order.permId), order);
    this.orders.push(order);
    if (this.waiting !== null) {
      order.pending = true;
      this.waiting.push(() => {
        order.pending = false;
        const rejection = this.admit(order);
        if (rejection !== null) this.listener.said(order, rejection);
      });
      this.listener.changed(order);
      return null;
    }
    return this.admit(order);
  }

  /** Works at the exchange, or is held; one that transmits sets free those that wait for it. */
  private admit(order: TwsOrder): Rejection | null {
    if (isHeld(order, this.orders)) {
      this.listener.changed(order);
    } else {
      const rejection = this.submit(order);
      if (rejection !== null) return rejection;
    }
    for (const other of this.openOrders()) {
      if (other !== order && other.working === null && !other.pending && !isHeld(other, this.orders)) this.release(other);
    }
    this.settle();
    return null;
  }

  /** An order that was held goes to the exchange: nobody waits for the answer, so that a rejection is said. */
  private release(order: TwsOrder): void {
    const rejection = this.submit(order);
    if (rejection !== null) this.listener.said(order, rejection);
  }

  /** A rejected order is Inactive: it never works. */
  private submit(order: TwsOrder): Rejection | null {
    const { terms, security, permId } = order;
    const placed = this.exchange.place(this.exchange.account(order.account), {
      clientId: String(permId),
      market: security.market,
      side: terms.side,
      type: terms.type,
      lots: terms.lots,
      limit: terms.limit,
      trigger: terms.trigger,
      trailTicks: terms.trailTicks,
      timeInForce: terms.lasts,
      expireAt: terms.expireAt,
      postOnly: false,
      reduceOnly: false,
    });
    if (placed.ok) return null;
    order.rejected = true;
    this.stamp(order);
    this.listener.changed(order);
    return REJECTIONS[placed.code];
  }

  private modify(order: TwsOrder, security: Security, terms: Terms): Rejection | null {
    const { terms: before } = order;
    if (order.security !== security || before.side !== terms.side || before.type !== terms.type) return { code: 105, detail: '' };
    if (this.waiting !== null) {
      // What TWS was seen to do: the new terms become an order of their own, with the ids of the first, which goes on working.
      const { orderId, clientId, account } = order;
      return this.take({ orderId, clientId, account, security, terms });
    }
    order.terms = terms;
    if (order.working === null) return this.admit(order);
    // The exchange tells the order with its new terms.
    const refusal = this.exchange.amend(this.exchange.account(order.account), order.working, {
      lots: terms.lots,
      ...(Number.isNaN(terms.limit) ? {} : { limit: terms.limit }),
      ...(Number.isNaN(terms.trigger) ? {} : { trigger: terms.trigger }),
    });
    if (refusal !== null) order.terms = before;
    this.settle();
    return refusal === null ? null : REJECTIONS[refusal];
  }

  cancel(clientId: number, orderId: number): Rejection | null {
    const order =
      this.openOrders().findLast((open) => open.clientId === clientId && open.orderId === orderId) ?? this.orderOf(clientId, orderId);
    if (order === undefined) return { code: 10147, detail: String(orderId) };
    if (order.status === 'Filled') return { code: 10148, detail: order.status };
    if (!order.isOpen) return { code: 161, detail: String(order.permId) };
    this.withdraw(order);
    return null;
  }

  /** Cancels every order of every client. */
  cancelAll(): void {
    for (const order of this.openOrders()) this.withdraw(order);
  }

  private withdraw(order: TwsOrder): void {
    if (this.waiting !== null) {
      this.waiting.push(() => this.withdraw(order));
      return;
    }
    if (!order.isOpen) return;
    if (order.working !== null) {
      this.exchange.cancel(this.exchange.account(order.account), order.working);
    } else {
      order.dropped = true;
      this.ended(order);
    }
    this.settle();
  }

  /** TWS loses the connection to the servers, or has it again: orders work on there, and what clients asked meanwhile is done now. */
  setConnected(connected: boolean): void {
    const { waiting } = this;
    this.waiting = connected ? null : (waiting ?? []);
    if (connected) for (const act of waiting ?? []) act();
  }

  /** Orders that the exchange has lost are gone without a word. */
  forgetLost(): void {
    for (const order of this.openOrders()) {
      if (order.working !== null && !this.exchange.account(order.account).orders.has(order.working.number)) order.dropped = true;
    }
  }

  /** From the exchange. */
  account(account: ExchangeAccount, event: AccountEvent): void {
    if (!this.accounts.includes(account.id)) return;
    if (event.kind === 'order') {
      const order = this.byPermId.get(event.order.clientId);
      if (order === undefined) return;
      order.working = event.order;
      if (order.isOpen) this.listener.changed(order);
      else this.ended(order);
    } else if (event.kind === 'execution') this.execute(account.id, event.execution);
    else if (event.kind === 'account') this.listener.positionChanged(account.id, this.securities[event.market] as Security);
  }

  /** After a move of the market: what its fills mean for linked orders. Not within a fill, where the venue model is at work. */
  settle(): void {
    if (this.settling) return;
    this.settling = true;
    for (let fill = this.filled.shift(); fill !== undefined; fill = this.filled.shift()) {
      for (const step of afterFill(fill.order, fill.lots, this.orders)) this.link(step);
    }
    this.settling = false;
  }

  private link({ order, kind, lots }: LinkStep): void {
    if (kind === 'cancel') this.withdraw(order);
    else if (kind === 'submit') this.release(order);
    else this.modify(order, order.security, { ...order.terms, lots });
  }

  private execute(account: string, execution: Execution): void {
    const order = execution.order === null ? null : (this.byPermId.get(execution.order.clientId) ?? null);
    const security = this.securities[execution.market] as Security;
    if (order !== null) {
      order.working = execution.order;
      order.filledTicksLots += execution.ticks * execution.lots;
      order.lastTicks = execution.ticks;
      this.filled.push({ order, lots: execution.lots });
    }
    const told: TwsExecution = {
      execId: `0000e0d5.${execution.number.toString(16).padStart(8, '0')}.01.01`,
      order,
      account,
      security,
      execution,
      cumulativeLots: order?.filledLots ?? execution.lots,
      averageTicks: order?.averageTicks ?? execution.ticks,
    };
    this.executions.push(told);
    this.listener.executed(told);
  }

  private stamp(order: TwsOrder): void {
    order.endedAt = this.exchange.now;
    order.completedTime = zonedTime(this.zone, order.endedAt);
  }

  private ended(order: TwsOrder): void {
    this.stamp(order);
    if (order.status === 'Cancelled') this.listener.said(order, { code: 202, detail: '' });
    if (order.status === 'Inactive') this.listener.said(order, { code: 201, detail: order.working?.code ?? '' });
    this.listener.changed(order);
    if (order.status !== 'Filled')
      for (const child of this.orders)
        if (child.terms.parentId === order.orderId && child.clientId === order.clientId) this.withdraw(child);
  }
}

/** The accounts as a client names them. InputError where there is none. */
export function accountsOf(names: readonly string[]): readonly string[] {
  if (names.length === 0) throw new InputError('EXCHANGE_ACCOUNTS', 'expected at least one account such as DU1234567, found none', 2);
  return names;
}
