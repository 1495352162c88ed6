/** Stop loss, take profit and trailing stop of a whole position: reduce-only orders of the exchange that follow its size. */

import type { AccountEvent, ExchangeAccount } from '../exchange/account.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Market } from '../exchange/market.ts';
import type { ExchangeOrder, NewOrder } from '../exchange/orders.ts';
import { Refused } from './answers.ts';
import type { OrderExtra } from './venue.ts';

const KINDS = {
  stopLoss: { type: 'stop', name: 'StopLoss' },
  takeProfit: { type: 'take-profit', name: 'TakeProfit' },
  trailing: { type: 'trailing-stop', name: 'TrailingStop' },
} as const;

type StopKind = keyof typeof KINDS;
type Orders = Partial<Record<StopKind, ExchangeOrder>>;

/** Ticks; 0 takes one away, an absent one stays. */
export type WantedStops = Partial<Record<StopKind, number>>;

export class PositionStops {
  private readonly exchange: Exchange;
  private readonly extras: WeakMap<ExchangeOrder, OrderExtra>;
  private readonly orders = new Map<string, Orders>();
  /** Accounts and markets to look at when the exchange is at rest, with what an opened position brings along. */
  private readonly changed = new Map<string, { readonly account: ExchangeAccount; readonly market: number; wanted: WantedStops }>();

  constructor(exchange: Exchange, extras: WeakMap<ExchangeOrder, OrderExtra>) {
    this.exchange = exchange;
    this.extras = extras;
    exchange.listen({ account: (account, event) => this.heard(account, event), moved: () => this.settle() });
  }

  /** Stop prices as they are, NaN for none; the trailing distance in ticks, 0 for none. */
  of(account: ExchangeAccount, market: number): { readonly stopLoss: number; readonly takeProfit: number; readonly trailing: number } {
    const { stopLoss, takeProfit, trailing } = this.orders.get(keyOf(account, market)) ?? {};
    return {
      stopLoss: stopLoss?.trigger ?? Number.NaN,
      takeProfit: takeProfit?.trigger ?? Number.NaN,
      trailing: trailing?.trailTicks ?? 0,
    };
  }

  /** Refused 10001 where there is no position, or a price lies on its wrong side; 34040 where nothing changes. */
  set(account: ExchangeAccount, market: number, wanted: WantedStops): void {
    const lots = account.lotsOf(market);
    if (lots === 0) throw new Refused(10001, 'can not set tp/sl/ts for zero position');
    const before = this.of(account, market);
    if (Object.entries(wanted).every(([kind, ticks]) => (before[kind as StopKind] || 0) === ticks))
      throw new Refused(34040, 'not modified');
    const last = (this.exchange.markets[market] as Market).triggerTicks(lots > 0 ? -1 : 1);
    const { stopLoss = 0, takeProfit = 0 } = wanted;
    if (stopLoss > 0 && Math.sign(lots) * (last - stopLoss) <= 0)
      throw new Refused(10001, 'StopLoss is on the wrong side of the last price');
    if (takeProfit > 0 && Math.sign(lots) * (takeProfit - last) <= 0)
      throw new Refused(10001, 'TakeProfit is on the wrong side of the last price');
    const own = this.orders.get(keyOf(account, market)) ?? {};
    this.orders.set(keyOf(account, market), own);
    for (const kind of Object.keys(KINDS) as StopKind[]) {
      const ticks = wanted[kind];
      if (ticks === undefined) continue;
      const order = own[kind];
      delete own[kind];
      if (order !== undefined) this.exchange.cancel(account, order);
      if (ticks > 0) this.place(account, market, kind, ticks, own);
    }
  }

  /** Follows what has happened; called when the exchange is at rest, never from inside a fill. */
  settle(): void {
    if (this.changed.size === 0) return;
    const changed = [...this.changed.values()];
    this.changed.clear();
    for (const { account, market, wanted } of changed) {
      this.follow(account, market);
      if (Object.keys(wanted).length === 0 || account.lotsOf(market) === 0) continue;
      try {
        this.set(account, market, wanted);
      } catch (error) {
        // The price has run past the stop before it could be set: the venue leaves the position without it.
        if (!(error instanceof Refused)) throw error;
      }
    }
  }

  private heard(account: ExchangeAccount, event: AccountEvent): void {
    if (event.kind === 'account') this.note(account, event.market, {});
    if (event.kind !== 'execution' || event.execution.closedLots === event.execution.lots || event.execution.order === null) return;
    const { takeProfit = Number.NaN, stopLoss = Number.NaN } = this.extras.get(event.execution.order) ?? {};
    this.note(account, event.execution.market, { ...(stopLoss > 0 && { stopLoss }), ...(takeProfit > 0 && { takeProfit }) });
  }

  private note(account: ExchangeAccount, market: number, wanted: WantedStops): void {
    const key = keyOf(account, market);
    const before = this.changed.get(key);
    if (before === undefined && !this.orders.has(key) && Object.keys(wanted).length === 0) return;
    this.changed.set(key, { account, market, wanted: { ...before?.wanted, ...wanted } });
  }

  private follow(account: ExchangeAccount, market: number): void {
    const own = this.orders.get(keyOf(account, market));
    if (own === undefined) return;
    const held = account.lotsOf(market);
    for (const kind of Object.keys(own) as StopKind[]) {
      const order = own[kind] as ExchangeOrder;
      const isWorking = account.open.has(order.number);
      const reduces = held * order.side < 0;
      if (!isWorking || !reduces) {
        delete own[kind];
        if (isWorking) this.exchange.cancel(account, order);
      } else if (order.lots - order.filledLots !== Math.abs(held)) {
        this.exchange.amend(account, order, { lots: Math.abs(held) + order.filledLots });
      }
    }
    if (Object.keys(own).length === 0) this.orders.delete(keyOf(account, market));
  }

  private place(account: ExchangeAccount, market: number, kind: StopKind, ticks: number, own: Orders): void {
    const held = account.lotsOf(market);
    const { type, name } = KINDS[kind];
    const wanted: NewOrder = {
      clientId: '',
      market,
      side: held > 0 ? -1 : 1,
      type,
      lots: Math.abs(held),
      limit: Number.NaN,
      trigger: kind === 'trailing' ? Number.NaN : ticks,
      trailTicks: kind === 'trailing' ? ticks : 0,
      timeInForce: 'GTC',
      expireAt: Number.POSITIVE_INFINITY,
      postOnly: false,
      reduceOnly: true,
    };
    const extra = { ...NO_STOPS, stopOrderType: name, lastAtCreation: this.exchange.markets[market]?.lastText ?? '' };
    const placed = this.exchange.place(account, wanted, null, (order) => this.extras.set(order, extra));
    if (placed.ok) own[kind] = placed.order;
  }
}

const NO_STOPS = { quoteQuantity: '', takeProfit: Number.NaN, stopLoss: Number.NaN, triggered: false };

function keyOf(account: ExchangeAccount, market: number): string {
  return `${market} ${account.id}`;
}
