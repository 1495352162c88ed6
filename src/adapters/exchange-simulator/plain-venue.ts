/** An account of an exchange in memory behind the plain messages of a venue link: what the fault simulation and trading on paper ask. */

import { formatScaled } from '../../core/domain/decimal.ts';
import { formatLots, formatTicks, type Instrument, parseLots, parseTicks } from '../../core/domain/instrument.ts';
import { expectedMoney } from '../../core/trading/broker/expected-balances.ts';
import type {
  BalanceReport,
  ExecutionReport,
  OrderName,
  OrderReport,
  PlaceOrder,
  PositionReport,
  VenueAnswer,
  VenueFailure,
  VenueFailureCode,
  VenueNews,
  VenueRequest,
} from '../../core/trading/broker/venue-link.ts';
import type { AccountEvent, ExchangeAccount } from './exchange/account.ts';
import type { Exchange } from './exchange/exchange.ts';
import type { Market } from './exchange/market.ts';
import { type ExchangeOrder, type ExchangeRefusal, type Execution, isOpen } from './exchange/orders.ts';

/** What a simulated venue does to names and prices by itself. */
export interface VenueQuirks {
  /** It is traded under another name than ours. */
  isRenamed(market: number): boolean;
  /** A price lies between two of its steps of today. */
  isOffStep(market: number, ...ticks: readonly number[]): boolean;
  /** The venue has placed it to close a position. */
  isForced(order: number): boolean;
}

const NO_QUIRKS: VenueQuirks = { isRenamed: () => false, isOffStep: () => false, isForced: () => false };
const NO_ORDERS: VenueAnswer = { ok: true, kind: 'open-orders', orders: [] };

export interface PlainVenueParts {
  readonly exchange: Exchange;
  readonly account: ExchangeAccount;
  readonly currency: string;
  readonly quantumDecimals: number;
  readonly quirks?: VenueQuirks;
  /** Told of every order it has accepted. */
  readonly onAccepted?: (order: PlaceOrder) => void;
}

export class PlainVenue {
  private readonly exchange: Exchange;
  private readonly account: ExchangeAccount;
  private readonly parts: PlainVenueParts;
  private readonly quirks: VenueQuirks;
  private readonly instruments: readonly Instrument[];
  /** What was told last: of each market's position, of executions, and of the money. */
  private readonly positions: { readonly lots: number; readonly report: PositionReport }[] = [];
  private readonly executions = new Map<number, ExecutionReport>();
  private balance: { readonly money: number; readonly reports: readonly BalanceReport[] } | null = null;

  constructor(parts: PlainVenueParts) {
    this.parts = parts;
    this.exchange = parts.exchange;
    this.account = parts.account;
    this.quirks = parts.quirks ?? NO_QUIRKS;
    this.instruments = parts.exchange.markets.map(({ instrument }) => instrument);
  }

  /** An event of the account as news; null where nobody is told of it. */
  newsOf(event: AccountEvent): VenueNews | null {
    if (event.kind === 'order') return { kind: 'order', order: this.orderReport(event.order) };
    return event.kind === 'execution' ? { kind: 'execution', execution: this.executionReport(event.execution) } : null;
  }

  /** The name it is traded under today. */
  private nameOf({ index, id }: Instrument): string {
    return this.quirks.isRenamed(index) ? `${id}-2` : id;
  }

  answer(request: VenueRequest, venueNow: number): VenueAnswer {
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
              ...{ fundingId: `f${number}`, instrument: this.instrumentOf(market).id, at, currency: this.parts.currency },
              amount: formatScaled(amount, this.parts.quantumDecimals),
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
    const { wallet, positions } = this.account.venue.book;
    const money = expectedMoney(wallet, positions, this.instruments, {});
    if (this.balance?.money !== money)
      this.balance = { money, reports: [{ currency: this.parts.currency, total: formatScaled(money, this.parts.quantumDecimals) }] };
    return this.balance.reports;
  }

  private place(order: PlaceOrder): VenueAnswer {
    const market = this.exchange.markets.find(({ instrument }) => instrument.id === order.instrument);
    if (market === undefined || this.quirks.isRenamed(market.index)) return refused('INSTRUMENT_UNKNOWN');
    const { instrument } = market;
    const price = (text: string | null) => (text === null ? Number.NaN : parseTicks(instrument, text));
    const [lots, limit, trigger] = [parseLots(instrument, order.quantity), price(order.limitPrice), price(order.stopPrice)];
    if (lots === null) return refused('QUANTITY_STEP');
    if (limit === null || trigger === null || this.quirks.isOffStep(market.index, limit, trigger)) return refused('PRICE_STEP');
    const placed = this.exchange.place(this.account, {
      clientId: order.clientOrderId,
      market: market.index,
      side: order.side === 'buy' ? 1 : -1,
      type: order.type,
      ...{ lots, limit, trigger },
      trailTicks: 0,
      timeInForce: order.timeInForce,
      expireAt: order.expireAt ?? Number.POSITIVE_INFINITY,
      postOnly: order.postOnly,
      reduceOnly: order.reduceOnly,
    });
    if (!placed.ok) return refused(placed.code);
    this.parts.onAccepted?.(order);
    return { ok: true, kind: 'place', venueOrderId: placed.order.venueId };
  }

  private amend({ order: name, quantity, limitPrice, stopPrice }: Extract<VenueRequest, { kind: 'amend' }>): VenueAnswer {
    const order = this.named(name);
    if (order === undefined) return refused('ORDER_UNKNOWN');
    const instrument = this.instrumentOf(order.market);
    if (this.quirks.isRenamed(order.market)) return refused('INSTRUMENT_UNKNOWN');
    const ticks = (text: string | undefined) => (text === undefined ? Number.NaN : parseTicks(instrument, text));
    const [lots, limit, trigger] = [
      quantity === undefined ? Number.NaN : parseLots(instrument, quantity),
      ticks(limitPrice),
      ticks(stopPrice),
    ];
    if (lots === null) return refused('QUANTITY_STEP');
    if (limit === null || trigger === null || this.quirks.isOffStep(order.market, limit, trigger)) return refused('PRICE_STEP');
    const refusal = this.exchange.amend(this.account, order, {
      ...(quantity === undefined ? {} : { lots }),
      ...(limitPrice === undefined ? {} : { limit }),
      ...(stopPrice === undefined ? {} : { trigger }),
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
    const forced = order !== null && this.quirks.isForced(order.number);
    const report: ExecutionReport = {
      executionId: `x${number}`,
      clientOrderId: order?.clientId ?? '',
      venueOrderId: order?.venueId ?? '',
      instrument: name,
      side: side > 0 ? 'buy' : 'sell',
      quantity: formatLots(instrument, lots),
      price: formatTicks(instrument, ticks),
      fee: formatScaled(fee, this.parts.quantumDecimals),
      feeCurrency: this.parts.currency,
      liquidity,
      kind: kind === 'liquidation' ? 'liquidation' : forced ? 'deleveraging' : 'trade',
      at,
    };
    this.executions.set(number, report);
    return report;
  }
}

export function refused(code: VenueFailureCode | ExchangeRefusal): VenueFailure {
  const known = code === 'SHORT_NOT_ALLOWED' || code === 'QUANTITY_INVALID' ? 'REFUSED' : code;
  return { ok: false, outcome: 'refused', code: known, venueCode: code, message: '' };
}
