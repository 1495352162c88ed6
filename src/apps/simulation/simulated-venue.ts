/** The venue of a simulated run: the exchange of the wire simulators behind the plain messages of a venue link, with a venue's own troubles. */

import type { ExchangeAccount } from '../../adapters/exchange-simulator/exchange/account.ts';
import { Exchange } from '../../adapters/exchange-simulator/exchange/exchange.ts';
import type { Market, MarketSource } from '../../adapters/exchange-simulator/exchange/market.ts';
import { type ExchangeOrder, type ExchangeRefusal, type Execution, isOpen } from '../../adapters/exchange-simulator/exchange/orders.ts';
import { formatScaled } from '../../core/domain/decimal.ts';
import { formatLots, formatTicks, type Instrument, parseLots, parseTicks } from '../../core/domain/instrument.ts';
import type {
  BalanceReport,
  ExecutionReport,
  OrderName,
  OrderReport,
  PlaceOrder,
  PositionReport,
  VenueAnswer,
  VenueCapabilities,
  VenueFailure,
  VenueFailureCode,
  VenueNews,
  VenueRequest,
} from '../../core/trading/broker/venue-link.ts';
import { CURRENCY, QUANTUM_DECIMALS } from './simulated-market.ts';
import { VenueTroubles } from './venue-troubles.ts';
import type { World } from './world.ts';

const ACCOUNT = 'owner';

export interface VenueKind {
  readonly clientIdUniqueness: VenueCapabilities['clientIdUniqueness'];
  readonly requestLifeMs: number | null;
}

/** As Bybit, as Kraken with a deadline on its orders, and as Interactive Brokers. */
export const VENUE_KINDS: readonly VenueKind[] = [
  { clientIdUniqueness: 'ever', requestLifeMs: 2_000 },
  { clientIdUniqueness: 'open', requestLifeMs: 2_000 },
  { clientIdUniqueness: 'none', requestLifeMs: null },
];

export function capabilitiesOf(kind: VenueKind): VenueCapabilities {
  return {
    venue: 'simulated',
    ...kind,
    orderTypes: ['market', 'limit', 'stop', 'stop-limit', 'take-profit'],
    timesInForce: ['GTC', 'IOC', 'FOK'],
    postOnly: true,
    reduceOnly: true,
    amend: true,
    stopWithTarget: true,
    shorting: true,
    funding: true,
  };
}

/** Anything else is a question, which changes nothing and may always be asked again. */
export function isChange(what: VenueRequest): what is Extract<VenueRequest, { kind: 'place' | 'cancel' | 'amend' }> {
  return what.kind === 'place' || what.kind === 'cancel' || what.kind === 'amend';
}

const NO_ORDERS: VenueAnswer = { ok: true, kind: 'open-orders', orders: [] };

export class SimulatedVenue {
  readonly exchange: Exchange;
  readonly account: ExchangeAccount;
  readonly kind: VenueKind;
  private readonly world: World;
  private readonly listeners = new Set<(news: VenueNews) => void>();
  /** Told of every order it has accepted. */
  onAccepted: (order: PlaceOrder) => void = () => {};
  /** Its clock against the world's, ms. */
  skewMs = 0;
  readonly troubles: VenueTroubles;
  private isFollowing = false;
  private maintenanceUntil = 0;
  /** What the next order is refused with; null normally. */
  nextRefusal: VenueFailureCode | null = null;
  private rateLimitedUntil = 0;
  /** What was told last: of each market's position, of executions, and of the wallet. */
  private readonly positions: { readonly lots: number; readonly report: PositionReport }[] = [];
  private readonly executions = new Map<number, ExecutionReport>();
  private balance: { readonly wallet: number; readonly reports: readonly BalanceReport[] } | null = null;

  constructor(world: World, sources: readonly MarketSource[], kind: VenueKind, deposit: number) {
    this.world = world;
    this.kind = kind;
    this.exchange = new Exchange({
      sources,
      clientIdUniqueness: kind.clientIdUniqueness,
      deposit,
      slippage: { kind: 'fixed', ratio: 0.0001 },
      venueIdOf: (number) => `v${number}`,
    });
    this.account = this.exchange.account(ACCOUNT);
    this.troubles = new VenueTroubles(world, this);
    this.exchange.listen({
      account: (_, event) => {
        if (event.kind === 'order') this.publish({ kind: 'order', order: this.orderReport(event.order) });
        else if (event.kind === 'execution') this.publish({ kind: 'execution', execution: this.executionReport(event.execution) });
        this.follow();
      },
    });
  }

  /** An order waits or something is held. */
  private get isInTheMarket(): boolean {
    return this.account.open.size > 0 || this.troubles.holdsAnything;
  }

  /**
   * While an order waits or anything is held, the markets move at their own times, since any move may mean something to the account. Otherwise nobody
   * can tell when they did, and whoever comes next brings them up to date.
   */
  private follow(): void {
    const { exchange, world } = this;
    if (this.isFollowing || exchange.nextAt === Number.POSITIVE_INFINITY) return;
    if (!this.isInTheMarket) return;
    this.isFollowing = true;
    world.at(exchange.nextAt, () => {
      exchange.advance(world.now);
      this.isFollowing = false;
      this.follow();
    });
  }

  limitRate(forMs: number): void {
    this.rateLimitedUntil = this.world.now + forMs;
  }

  maintain(forMs: number): void {
    this.maintenanceUntil = this.world.now + forMs;
  }

  listen(listener: (news: VenueNews) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private publish(news: VenueNews): void {
    if (news.kind === 'execution')
      this.world.tell(
        `venue fills ${news.execution.clientOrderId.slice(0, 8)} ${news.execution.side} ${news.execution.quantity} at ${news.execution.price}`,
      );
    for (const listener of this.listeners) listener(news);
  }

  /** Answers a request that was stamped at `stampedAt` by the sender's clock and has arrived now. */
  handle(request: VenueRequest, stampedAt: number): VenueAnswer {
    const { now } = this.world;
    // Questions are about the account, and what nothing can happen to is as it was.
    if (this.isInTheMarket || isChange(request)) this.exchange.advance(now);
    const venueNow = now + this.skewMs;
    const { requestLifeMs } = this.kind;
    if (requestLifeMs !== null && (venueNow - stampedAt > requestLifeMs || stampedAt - venueNow > 1_000)) return refused('CLOCK_SKEW');
    if (now < this.maintenanceUntil) return refused('MAINTENANCE');
    if (now < this.rateLimitedUntil) return { ...refused('RATE_LIMITED'), retryAfterMs: this.rateLimitedUntil - now };
    if (isChange(request) && this.nextRefusal !== null) {
      const code = this.nextRefusal;
      this.nextRefusal = null;
      return refused(code);
    }
    const answer = this.answer(request, venueNow);
    this.troubles.keep(request, answer);
    return answer;
  }

  /** The name it is traded under today. */
  private nameOf({ index, id }: Instrument): string {
    return this.troubles.isRenamed(index) ? `${id}-2` : id;
  }

  private answer(request: VenueRequest, venueNow: number): VenueAnswer {
    const { account } = this;
    switch (request.kind) {
      case 'place':
        return this.place(request.order);
      case 'cancel': {
        const order = this.named(request.order);
        const refusal = order === undefined ? 'ORDER_UNKNOWN' : this.exchange.cancel(account, order);
        return order === undefined || refusal !== null
          ? refused(refusal ?? 'ORDER_UNKNOWN')
          : { ok: true, kind: 'cancel', venueOrderId: order.venueId };
      }
      case 'amend':
        return this.amend(request);
      case 'find': {
        const order = this.named(request.order);
        const executions = account.executions.filter(({ order: of }) => of !== null && of.clientId === request.order.clientOrderId);
        return {
          ok: true,
          kind: 'find',
          order: order === undefined ? null : this.orderReport(order),
          executions: executions.map((one) => this.executionReport(one)),
        };
      }
      case 'open-orders':
        return account.open.size === 0 ? NO_ORDERS : { ok: true, kind: 'open-orders', orders: this.openOrders() };
      case 'executions':
        return { ok: true, kind: 'executions', executions: this.executionsSince(request.since) };
      case 'positions':
        return { ok: true, kind: 'positions', positions: this.exchange.markets.map((market) => this.positionReport(market)) };
      case 'balances':
        return { ok: true, kind: 'balances', balances: this.balances() };
      case 'funding':
        return {
          ok: true,
          kind: 'funding',
          payments: account.payments
            .filter(({ at }) => at >= request.since)
            .map(({ number, market, amount, at }) => ({
              ...{ fundingId: `f${number}`, instrument: this.instrumentOf(market).id, at, currency: CURRENCY },
              amount: formatScaled(amount, QUANTUM_DECIMALS),
            })),
        };
      case 'time':
        return { ok: true, kind: 'time', venueTime: venueNow };
    }
  }

  private openOrders(): OrderReport[] {
    const reports: OrderReport[] = [];
    for (const order of this.account.open.values()) reports.push(this.orderReport(order));
    return reports;
  }

  private executionsSince(since: number): readonly ExecutionReport[] {
    const { executions } = this.account;
    let from = executions.length;
    while (from > 0 && (executions[from - 1] as Execution).at >= since) from--;
    const reports: ExecutionReport[] = [];
    for (; from < executions.length; from++) reports.push(this.executionReport(executions[from] as Execution));
    return reports;
  }

  /** The same object while nothing has changed: it is asked for every minute. */
  private positionReport({ index, instrument }: Market): PositionReport {
    const before = this.positions[index];
    const lots = this.account.lotsOf(index);
    const name = this.nameOf(instrument);
    if (before?.lots === lots && before.report.instrument === name) return before.report;
    const report = { instrument: name, quantity: formatLots(instrument, lots), averagePrice: null };
    this.positions[index] = { lots, report };
    return report;
  }

  private balances(): readonly BalanceReport[] {
    const { wallet } = this.account.venue.book;
    if (this.balance?.wallet !== wallet)
      this.balance = { wallet, reports: [{ currency: CURRENCY, total: formatScaled(wallet, QUANTUM_DECIMALS) }] };
    return this.balance.reports;
  }

  private place(order: PlaceOrder): VenueAnswer {
    const market = this.exchange.markets.find(({ instrument }) => instrument.id === order.instrument);
    if (market === undefined || this.troubles.isRenamed(market.index)) return refused('INSTRUMENT_UNKNOWN');
    const { instrument } = market;
    const price = (text: string | null) => (text === null ? Number.NaN : (parseTicks(instrument, text) as number));
    if (this.troubles.isOffStep(market.index, price(order.limitPrice), price(order.stopPrice))) return refused('PRICE_STEP');
    const placed = this.exchange.place(this.account, {
      clientId: order.clientOrderId,
      market: market.index,
      side: order.side === 'buy' ? 1 : -1,
      type: order.type,
      lots: parseLots(instrument, order.quantity) as number,
      limit: price(order.limitPrice),
      trigger: price(order.stopPrice),
      trailTicks: 0,
      timeInForce: order.timeInForce,
      expireAt: order.expireAt ?? Number.POSITIVE_INFINITY,
      postOnly: order.postOnly,
      reduceOnly: order.reduceOnly,
    });
    if (!placed.ok) return refused(placed.code);
    this.onAccepted(order);
    return { ok: true, kind: 'place', venueOrderId: placed.order.venueId };
  }

  private amend({ order: name, quantity, limitPrice, stopPrice }: Extract<VenueRequest, { kind: 'amend' }>): VenueAnswer {
    const order = this.named(name);
    if (order === undefined) return refused('ORDER_UNKNOWN');
    const instrument = this.instrumentOf(order.market);
    if (this.troubles.isRenamed(order.market)) return refused('INSTRUMENT_UNKNOWN');
    const ticks = (text: string | undefined) => (text === undefined ? Number.NaN : (parseTicks(instrument, text) as number));
    if (this.troubles.isOffStep(order.market, ticks(limitPrice), ticks(stopPrice))) return refused('PRICE_STEP');
    const refusal = this.exchange.amend(this.account, order, {
      ...(quantity === undefined ? {} : { lots: parseLots(instrument, quantity) as number }),
      ...(limitPrice === undefined ? {} : { limit: ticks(limitPrice) }),
      ...(stopPrice === undefined ? {} : { trigger: ticks(stopPrice) }),
    });
    return refusal === null ? { ok: true, kind: 'amend', venueOrderId: order.venueId } : refused(refusal);
  }

  private named({ clientOrderId, venueOrderId }: OrderName): ExchangeOrder | undefined {
    return venueOrderId === null ? this.account.byClientId(clientOrderId) : this.account.byVenueId(venueOrderId);
  }

  private instrumentOf(market: number): Instrument {
    return (this.exchange.markets[market] as { instrument: Instrument }).instrument;
  }

  private orderReport(order: ExchangeOrder): OrderReport {
    const instrument = this.instrumentOf(order.market);
    const price = (ticks: number) => (Number.isNaN(ticks) ? null : formatTicks(instrument, ticks));
    return {
      clientOrderId: order.clientId,
      venueOrderId: order.venueId,
      instrument: this.nameOf(instrument),
      side: order.side > 0 ? 'buy' : 'sell',
      status: isOpen(order) ? 'working' : (order.status as OrderReport['status']),
      quantity: formatLots(instrument, order.lots),
      filled: formatLots(instrument, order.filledLots),
      limitPrice: price(order.limit),
      stopPrice: price(order.trigger),
      reduceOnly: order.reduceOnly,
      code: order.code,
      at: order.updatedAt,
    };
  }

  /** The same object each time, as long as the instrument has its name. */
  private executionReport(execution: Execution): ExecutionReport {
    const { number, order, market, side, lots, ticks, fee, liquidity, kind, at } = execution;
    const instrument = this.instrumentOf(market);
    const name = this.nameOf(instrument);
    const before = this.executions.get(number);
    if (before?.instrument === name) return before;
    const forced = order !== null && this.troubles.isForced(order.number);
    const report: ExecutionReport = {
      executionId: `x${number}`,
      clientOrderId: order?.clientId ?? '',
      venueOrderId: order?.venueId ?? '',
      instrument: name,
      side: side > 0 ? 'buy' : 'sell',
      quantity: formatLots(instrument, lots),
      price: formatTicks(instrument, ticks),
      fee: formatScaled(fee, QUANTUM_DECIMALS),
      feeCurrency: CURRENCY,
      liquidity,
      kind: kind === 'liquidation' ? 'liquidation' : forced ? 'deleveraging' : 'trade',
      at,
    };
    this.executions.set(number, report);
    return report;
  }
}

function refused(code: VenueFailureCode | ExchangeRefusal): VenueFailure {
  const known = code === 'SHORT_NOT_ALLOWED' || code === 'QUANTITY_INVALID' ? 'REFUSED' : code;
  return { ok: false, outcome: 'refused', code: known, venueCode: code, message: '' };
}
