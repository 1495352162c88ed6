/** One account of an exchange: its orders, executions, positions and wallet over a venue model of its own. */

import type { OrderStatus } from '../../../core/domain/order.ts';
import { unrealisedOf, valueOf } from '../../../core/trading/ledger/position-book.ts';
import type { SlippageModel } from '../../../core/trading/venue-model/slippage.ts';
import type { Fill, VenueListener } from '../../../core/trading/venue-model/venue.ts';
import { VenueModel } from '../../../core/trading/venue-model/venue-model.ts';
import type { Market } from './market.ts';
import { type ExchangeOrder, type Execution, type FundingPayment, isOpen } from './orders.ts';

/** What has happened to an account, in order. */
export type AccountEvent =
  | { readonly kind: 'order'; readonly order: ExchangeOrder }
  | { readonly kind: 'execution'; readonly execution: Execution }
  | { readonly kind: 'funding'; readonly payment: FundingPayment }
  /** Position and wallet may have changed. */
  | { readonly kind: 'account'; readonly market: number };

export interface AccountParts {
  readonly id: string;
  readonly markets: readonly Market[];
  /** Deposit in quanta. */
  readonly wallet: number;
  readonly slippage: SlippageModel;
  /** Limit orders fill when touched. */
  readonly touch: boolean;
  /** Number of the next execution or payment, over the whole exchange. */
  readonly nextNumber: () => number;
  readonly tell: (account: ExchangeAccount, event: AccountEvent) => void;
}

export class ExchangeAccount implements VenueListener {
  readonly id: string;
  readonly venue: VenueModel;
  readonly orders = new Map<number, ExchangeOrder>();
  readonly executions: Execution[] = [];
  readonly payments: FundingPayment[] = [];
  /** Every client order id it was ever given. */
  readonly clientIds = new Set<string>();
  private readonly parts: AccountParts;
  /** Wallet after the last fill or payment, in quanta. */
  private walletBefore: number;

  constructor(parts: AccountParts) {
    this.parts = parts;
    this.id = parts.id;
    this.walletBefore = parts.wallet;
    this.venue = new VenueModel({
      instruments: parts.markets.map(({ instrument }) => instrument),
      wallet: parts.wallet,
      slippage: parts.slippage,
      latencyMs: 0,
      touch: parts.touch,
      funding: parts.markets.map(({ funding }) => funding),
    });
    this.venue.connect(this);
    for (const market of parts.markets) this.venue.attach(market.index, market.row);
  }

  /** Position in lots, signed. */
  lotsOf(market: number): number {
    return this.venue.book.positions[market]?.lots ?? 0;
  }

  /** Unrealised result of a position at the last price, in quanta. */
  unrealised({ index, instrument, bidTicks, askTicks }: Market): number {
    const position = this.venue.book.positions[index] as { lots: number; cost: number; margin: number };
    return unrealisedOf(instrument, position, position.lots >= 0 ? bidTicks : askTicks);
  }

  /** Wallet, unrealised results included, in quanta. */
  get equity(): number {
    return this.parts.markets.reduce((sum, market) => sum + this.unrealised(market), this.venue.book.wallet);
  }

  openOrders(): ExchangeOrder[] {
    return [...this.orders.values()].filter(isOpen);
  }

  byClientId(clientId: string): ExchangeOrder | undefined {
    let found: ExchangeOrder | undefined;
    for (const order of this.orders.values()) if (order.clientId === clientId) found = order;
    return found;
  }

  byVenueId(venueId: string): ExchangeOrder | undefined {
    for (const order of this.orders.values()) if (order.venueId === venueId) return order;
    return undefined;
  }

  /** The market has moved, or an order has arrived: whatever can be filled is. */
  play(market: Market, at: number): void {
    if (!this.venue.busy(market.index) && this.venue.quietUntil(market.index) > at) return;
    this.venue.now = at;
    this.venue.opened(market.index, 0);
    this.venue.closed(market.index, 0);
  }

  onFill({ order: number, instrument: market, side, lots, ticks, fee, liquidity, kind, at }: Fill): void {
    const order = this.orders.get(number) ?? null;
    const { instrument } = this.parts.markets[market] as Market;
    const value = valueOf(instrument, ticks, lots);
    if (order !== null) {
      order.filledLots += lots;
      order.filledValue += value;
      order.fees += fee;
      order.status = order.filledLots < order.lots ? 'partially-filled' : 'filled';
      order.updatedAt = at;
    }
    const { wallet } = this.venue.book;
    // The model has booked result and fee already; the fee is told apart.
    const realised = kind === 'open' ? 0 : wallet + fee - this.walletBefore;
    this.walletBefore = wallet;
    const execution: Execution = { number: this.parts.nextNumber(), order, market, side, lots, ticks, fee, liquidity, kind, realised, at };
    this.executions.push(execution);
    this.tell({ kind: 'execution', execution });
    // A filled order ends with onDone, which tells it.
    if (order?.status === 'partially-filled') this.tell({ kind: 'order', order });
    this.tell({ kind: 'account', market });
  }

  onDone(number: number, status: OrderStatus, code: string, at: number): void {
    const order = this.orders.get(number);
    if (order === undefined) return;
    order.status = status === 'working' ? 'new' : status;
    order.code = status === 'filled' ? '' : code;
    order.updatedAt = at;
    this.tell({ kind: 'order', order });
  }

  onFunding(market: number, amount: number, at: number): void {
    this.walletBefore = this.venue.book.wallet;
    const payment = { number: this.parts.nextNumber(), market, amount, at };
    this.payments.push(payment);
    this.tell({ kind: 'funding', payment });
    this.tell({ kind: 'account', market });
  }

  tell(event: AccountEvent): void {
    this.parts.tell(this, event);
  }
}
