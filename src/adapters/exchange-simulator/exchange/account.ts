/** One account of an exchange: its orders, executions, positions and wallet over a venue model of its own. */

import { mulRound } from '../../../core/domain/decimal.ts';
import { fractionOf, type Instrument } from '../../../core/domain/instrument.ts';
import type { OrderStatus } from '../../../core/domain/order.ts';
import { coinUnitsPerLot } from '../../../core/trading/broker/fees-in-kind.ts';
import { initialMargin, type Position, unrealisedOf, valueOf } from '../../../core/trading/ledger/position-book.ts';
import type { SlippageModel } from '../../../core/trading/venue-model/slippage.ts';
import type { Fill } from '../../../core/trading/venue-model/venue.ts';
import { VenueModel, type VenueSnapshot } from '../../../core/trading/venue-model/venue-model.ts';
import { AccountDepth } from './account-depth.ts';
import { type JoinedListener, JoinedReversals } from './joined-reversals.ts';
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
  /** A buyer's fee on spot is taken in the coin bought. */
  readonly buyFeesInCoin: boolean;
  /** A reversal is one execution. */
  readonly joinsReversals: boolean;
  /** Number of the next execution or payment, over the whole exchange. */
  readonly nextNumber: () => number;
  /** How many final orders, executions and payments are remembered: the oldest are forgotten, so that a long replay does not grow. */
  readonly mostKept: number;
  readonly tell: (account: ExchangeAccount, event: AccountEvent) => void;
}

type OwnInstrument = { -readonly [K in keyof Instrument]: Instrument[K] };

/** So many beyond those that are remembered are forgotten at once. */
const SPARE = 1_000;

/** An account as plain data: what may be written down and put back. Executions name their orders by number. */
export interface SavedAccount {
  readonly model: VenueSnapshot;
  readonly walletBefore: number;
  readonly coinFees: readonly number[];
  /** Open ones and the latest of those that are over, in the order in which these ended. JSON has no NaN and no Infinity: they are null there. */
  readonly orders: readonly ExchangeOrder[];
  readonly executions: readonly (Omit<Execution, 'order'> & { readonly order: number | null })[];
  readonly payments: readonly FundingPayment[];
}

export class ExchangeAccount implements JoinedListener {
  readonly id: string;
  readonly venue: VenueModel;
  /** Open orders, and the latest of those that are over. */
  readonly orders = new Map<number, ExchangeOrder>();
  readonly open = new Map<number, ExchangeOrder>();
  readonly executions: Execution[] = [];
  readonly payments: FundingPayment[] = [];
  /** Every client order id it was ever given. */
  readonly clientIds = new Set<string>();
  /** The markets' instruments under this account's own leverage and fees. */
  readonly instruments: readonly OwnInstrument[];
  /** By market, fees taken in the coin traded, in 10^-12 of it. The model goes on holding them: they are told apart. */
  readonly coinFees: number[];
  private readonly byClient = new Map<string, ExchangeOrder>();
  private readonly byVenue = new Map<string, ExchangeOrder>();
  private readonly final: ExchangeOrder[] = [];
  private readonly parts: AccountParts;
  private readonly reversals: JoinedReversals | null;
  /** Number of the order that enters anew; 0 for none. */
  private entering = 0;
  /** Wallet after the last fill or payment, in quanta. */
  private walletBefore: number;

  constructor(parts: AccountParts) {
    this.parts = parts;
    this.id = parts.id;
    this.walletBefore = parts.wallet;
    this.coinFees = parts.markets.map(() => 0);
    this.instruments = parts.markets.map(({ instrument }) => ({ ...instrument }));
    this.venue = new VenueModel({
      instruments: this.instruments,
      wallet: parts.wallet,
      slippage: parts.slippage,
      latencyMs: 0,
      touch: parts.touch,
      funding: parts.markets.map(({ funding }) => funding),
    });
    this.reversals = parts.joinsReversals ? new JoinedReversals(this) : null;
    this.venue.connect(this.reversals ?? this);
    for (const market of parts.markets) {
      const { index, row, sides } = market;
      this.venue.attach(index, row, sides === null ? null : new AccountDepth(market, sides));
    }
  }

  /** Position in lots, signed. */
  lotsOf(market: number): number {
    return this.positionOf(market).lots;
  }

  /** What is held, in 10^-12 of a unit, signed. */
  coinsOf(market: number): number {
    const { instrument } = this.parts.markets[market] as Market;
    return this.lotsOf(market) * coinUnitsPerLot(instrument) - (this.coinFees[market] as number);
  }

  /** Whole lots of what is held. */
  wholeLotsOf(market: number): number {
    const { instrument } = this.parts.markets[market] as Market;
    return this.coinFees[market] === 0 ? this.lotsOf(market) : Math.floor(this.coinsOf(market) / coinUnitsPerLot(instrument));
  }

  positionOf(market: number): Position {
    return this.venue.book.positions[market] as Position;
  }

  /** Unrealised result of a position at the last price, in quanta. */
  unrealised({ index, instrument, bidTicks, askTicks }: Market): number {
    const position = this.positionOf(index);
    return unrealisedOf(instrument, position, position.lots >= 0 ? bidTicks : askTicks);
  }

  /** Wallet, unrealised results included, in quanta. */
  get equity(): number {
    return this.parts.markets.reduce((sum, market) => sum + this.unrealised(market), this.venue.book.wallet);
  }

  /** Funds that resting orders would bind if they opened a position, in quanta; of one market, or of all. */
  reserved({ market, without }: { readonly market?: number; readonly without?: ExchangeOrder | undefined } = {}): number {
    let sum = 0;
    for (const order of this.open.values()) {
      if (!rests(order) || order.reduceOnly || order === without || (market !== undefined && order.market !== market)) continue;
      const instrument = this.instruments[order.market] as Instrument;
      if (order.side < 0 && !instrument.shorting) continue;
      sum += initialMargin(instrument, valueOf(instrument, order.limit, order.lots - order.filledLots));
    }
    return sum;
  }

  /** Lots that resting orders are selling. */
  lockedLots(market: number, without?: ExchangeOrder): number {
    let lots = 0;
    for (const order of this.open.values())
      if (rests(order) && order !== without && order.market === market && order.side < 0) lots += order.lots - order.filledLots;
    return lots;
  }

  /** Leverage of one market from now on; what a held position binds follows. */
  setLeverage(market: number, leverage: number): void {
    const instrument = this.instruments[market] as OwnInstrument;
    instrument.leverage = fractionOf(leverage);
    const position = this.positionOf(market);
    const margin = position.lots === 0 ? 0 : initialMargin(instrument, position.cost);
    this.venue.book.marginUsed += margin - position.margin;
    position.margin = margin;
  }

  setFees(market: number, makerRatio: number, takerRatio: number): void {
    Object.assign(this.instruments[market] as OwnInstrument, { makerFee: fractionOf(makerRatio), takerFee: fractionOf(takerRatio) });
  }

  openOrders(): ExchangeOrder[] {
    return [...this.open.values()];
  }

  byClientId(clientId: string): ExchangeOrder | undefined {
    return this.byClient.get(clientId);
  }

  byVenueId(venueId: string): ExchangeOrder | undefined {
    return this.byVenue.get(venueId);
  }

  /** A new order is known from here on. */
  take(order: ExchangeOrder): void {
    this.keep(order);
    this.tell({ kind: 'order', order });
  }

  private keep(order: ExchangeOrder): void {
    this.orders.set(order.number, order);
    this.open.set(order.number, order);
    this.byVenue.set(order.venueId, order);
    if (order.clientId !== '') {
      this.byClient.set(order.clientId, order);
      this.clientIds.add(order.clientId);
    }
  }

  /** Hands what is left of an order to the model, as if it arrived now. */
  enter(order: ExchangeOrder, at: number): void {
    const { number: id, market: instrument, side, limit, trigger, trailTicks, timeInForce, expireAt, postOnly, reduceOnly } = order;
    const type = order.type === 'stop-limit' && order.status !== 'untriggered' ? 'limit' : order.type;
    order.filledBefore = order.filledLots;
    const lots = order.lots - order.filledLots;
    const ticket = { id, instrument, side, type, lots, limit, trigger, trailTicks, timeInForce, expireAt, postOnly, reduceOnly };
    this.venue.submit({ ...ticket, equityShare: 0, trailRatio: order.trailRatio ?? 0, oco: 0 }, at);
  }

  /** An order under new terms that no longer let it rest: the model sees it leave and arrive, the client does not. */
  enterAnew(order: ExchangeOrder, at: number): void {
    this.entering = order.number;
    this.venue.cancel(order.number, order.market, at);
    this.entering = 0;
    this.enter(order, at);
  }

  /** As if the order had never been; its client order id stays used. */
  forget(order: ExchangeOrder): void {
    this.orders.delete(order.number);
    this.open.delete(order.number);
    this.byVenue.delete(order.venueId);
    if (this.byClient.get(order.clientId) === order) this.byClient.delete(order.clientId);
  }

  /** Nothing can happen to it in a market until then, wherever that goes. */
  private isQuietIn(market: number, until: number): boolean {
    return !this.venue.busy(market) && this.venue.quietUntil(market) > until;
  }

  isQuiet(until: number): boolean {
    return this.parts.markets.every(({ index }) => this.isQuietIn(index, until));
  }

  /** The market has moved, or an order has arrived: whatever can be filled is. */
  play(market: Market, at: number): void {
    if (this.isQuietIn(market.index, at)) return;
    this.venue.now = at;
    this.venue.opened(market.index, 0);
    this.venue.closed(market.index, 0);
    this.reversals?.settle();
    this.seeTriggered(market.index, at);
  }

  /** A stop-limit order whose trigger was met rests as a limit order. */
  private seeTriggered(market: number, at: number): void {
    for (const order of this.open.values()) {
      if (order.status !== 'untriggered' || order.type !== 'stop-limit' || order.market !== market) continue;
      if (this.venue.desks[market]?.working(order.number)?.type !== 'limit') continue;
      order.status = 'new';
      order.updatedAt = at;
      this.tell({ kind: 'order', order });
    }
  }

  mayReverse({ kind, instrument: market, order: number, lots }: Fill): boolean {
    const order = this.orders.get(number);
    return kind === 'close' && this.lotsOf(market) === 0 && order?.reduceOnly === false && order.lots - order.filledLots > lots;
  }

  onFill(fill: Fill, closedLots = fill.kind === 'open' ? 0 : fill.lots): void {
    const { order: number, instrument: market, ticks, kind } = fill;
    const order = this.orders.get(number) ?? null;
    const { instrument, mostLotsPerFill } = this.parts.markets[market] as Market;
    const { wallet } = this.venue.book;
    // The model has booked result and fee already; the fee is told apart.
    let realised = kind === 'open' ? 0 : wallet + fill.fee - this.walletBefore;
    let { lots, fee } = fill;
    let closing = closedLots;
    this.walletBefore = wallet;
    while (lots > 0) {
      const part = Math.min(lots, Math.max(1, mostLotsPerFill));
      const closed = Math.min(part, closing);
      const moneyShare = part === lots ? fee : Math.round((fee * part) / lots);
      const partRealised = closed === closing ? realised : Math.round((realised * closed) / closing);
      lots -= part;
      closing -= closed;
      fee -= moneyShare;
      realised -= partRealised;
      const { side, liquidity, at } = fill;
      const coinFee = this.takeInCoin(fill, part, moneyShare);
      const partFee = coinFee === null ? moneyShare : 0;
      if (order !== null) addFill(order, part, valueOf(instrument, ticks, part), partFee, at);
      if (order !== null && coinFee !== null) order.coinFees += coinFee;
      const execution = {
        number: this.parts.nextNumber(),
        order,
        market,
        side,
        lots: part,
        ticks,
        fee: partFee,
        coinFee,
        liquidity,
        kind: closed === 0 ? ('open' as const) : kind,
        closedLots: closed,
        realised: partRealised,
        at,
      };
      this.keepLatest(this.executions, execution);
      this.tell({ kind: 'execution', execution });
      // A filled order ends with onDone, which tells it.
      if (order?.status === 'partially-filled') this.tell({ kind: 'order', order });
    }
    this.tell({ kind: 'account', market });
  }

  /** The fee of a buyer's part in 10^-12 of the coin, and the money for it given back; null where fees are money. */
  private takeInCoin({ side, instrument: market, liquidity }: Fill, lots: number, money: number): number | null {
    const instrument = this.instruments[market] as Instrument;
    if (!this.parts.buyFeesInCoin || side < 0 || instrument.specification.kind !== 'spot') return null;
    const { numerator, denominator } = liquidity === 'maker' ? instrument.makerFee : instrument.takerFee;
    const fee = mulRound(lots, coinUnitsPerLot(instrument), numerator, denominator);
    this.coinFees[market] = (this.coinFees[market] as number) + fee;
    this.venue.book.wallet += money;
    this.walletBefore += money;
    return fee;
  }

  onDone(number: number, status: OrderStatus, code: string, at: number): void {
    const order = number === this.entering ? undefined : this.orders.get(number);
    if (order === undefined || !this.open.delete(number)) return;
    order.status = status === 'working' ? 'new' : status;
    order.code = status === 'filled' ? '' : code;
    order.updatedAt = at;
    this.final.push(order);
    if (this.final.length >= this.parts.mostKept + SPARE) for (const old of this.final.splice(0, SPARE)) this.forget(old);
    this.tell({ kind: 'order', order });
  }

  onFunding(market: number, amount: number, at: number): void {
    this.walletBefore = this.venue.book.wallet;
    const { bidTicks: ticks } = this.parts.markets[market] as Market;
    const payment = { number: this.parts.nextNumber(), market, amount, lots: this.lotsOf(market), ticks, at };
    this.keepLatest(this.payments, payment);
    this.tell({ kind: 'funding', payment });
    this.tell({ kind: 'account', market });
  }

  tell(event: AccountEvent): void {
    this.parts.tell(this, event);
  }

  private keepLatest<T>(list: T[], item: T): void {
    list.push(item);
    if (list.length >= this.parts.mostKept + SPARE) list.splice(0, SPARE);
  }

  /** Shares what it gives: to be written down at once. */
  snapshot(): SavedAccount {
    return {
      model: this.venue.snapshot(),
      walletBefore: this.walletBefore,
      coinFees: this.coinFees,
      orders: [...this.final, ...this.open.values()],
      executions: this.executions.map((one) => ({ ...one, order: one.order?.number ?? null })),
      payments: this.payments,
    };
  }

  /** Puts back what `snapshot` gave, straight or through JSON, in an account that has had nothing yet. Nobody is told. */
  restore({ model, walletBefore, coinFees, orders, executions, payments }: SavedAccount): void {
    this.venue.restore(model);
    this.walletBefore = walletBefore;
    coinFees.forEach((fees, market) => {
      this.coinFees[market] = fees;
    });
    for (const saved of orders) {
      const order = {
        ...saved,
        limit: saved.limit ?? Number.NaN,
        trigger: saved.trigger ?? Number.NaN,
        expireAt: saved.expireAt ?? Number.POSITIVE_INFINITY,
      };
      this.keep(order);
      if (isOpen(order)) continue;
      this.open.delete(order.number);
      this.final.push(order);
    }
    for (const one of executions) this.executions.push({ ...one, order: one.order === null ? null : (this.orders.get(one.order) ?? null) });
    this.payments.push(...payments);
  }
}

/** A limit order on the book; one that waits for its trigger binds nothing. */
function rests(order: ExchangeOrder): boolean {
  return isOpen(order) && order.status !== 'untriggered' && !Number.isNaN(order.limit);
}

function addFill(order: ExchangeOrder, lots: number, value: number, fee: number, at: number): void {
  order.filledLots += lots;
  order.filledValue += value;
  order.fees += fee;
  order.status = order.filledLots < order.lots ? 'partially-filled' : 'filled';
  order.updatedAt = at;
}
