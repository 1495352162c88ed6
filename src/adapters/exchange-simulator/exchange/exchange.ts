/**
 * An exchange without a wire: markets that move along stored candles, accounts that trade on them through the venue model, and the rules of order entry.
 * The servers of this adapter give it the protocols of real venues; the fault simulation uses it as it is. No clock: `advance` says what time it is.
 */

import { type Instrument, ticksToPrice } from '../../../core/domain/instrument.ts';
import { type Position, valueOf } from '../../../core/trading/ledger/position-book.ts';
import { affordable } from '../../../core/trading/venue-model/funds.ts';
import { bankruptcyTicks } from '../../../core/trading/venue-model/liquidation.ts';
import type { SlippageModel } from '../../../core/trading/venue-model/slippage.ts';
import type { OrderChange } from '../../../core/trading/venue-model/venue.ts';
import { type AccountEvent, ExchangeAccount, type SavedAccount } from './account.ts';
import { isCountable } from './countable.ts';
import { Market, type MarketSource } from './market.ts';
import type { Move } from './moves.ts';
import { type ExchangeOrder, type ExchangeRefusal, isOpen, type NewOrder } from './orders.ts';

export interface ExchangeOptions {
  readonly sources: readonly MarketSource[];
  /** Among which of an account's orders a client order id may not be used again: all it ever had, the open ones, or none. */
  readonly clientIdUniqueness: 'ever' | 'open' | 'none';
  /** Deposit of every account, in quanta. */
  readonly deposit: number;
  readonly slippage?: SlippageModel;
  readonly touch?: boolean;
  /** A buyer's fee on spot is taken in the coin bought. */
  readonly buyFeesInCoin?: boolean;
  /** An order that turns a position round does so in one execution, instead of one that closes and one that opens. */
  readonly joinsReversals?: boolean;
  /** The venue's own id of order number n. */
  readonly venueIdOf: (number: number) => string;
  readonly maximumOpenOrders?: number;
  /** Refusals that this venue answers by taking the order and ending it at once. */
  readonly endsAtOnce?: readonly ExchangeRefusal[];
  /** How many final orders, executions and payments each account remembers. Default 10,000. */
  readonly mostKept?: number;
}

/** An exchange of one account as plain data. */
export interface SavedExchange {
  readonly now: number;
  readonly orderNumber: number;
  readonly number: number;
  readonly account: SavedAccount;
}

export interface ExchangeListener {
  /** Something has happened to an account. */
  account?(account: ExchangeAccount, event: AccountEvent): void;
  /** A market has moved (its `current` candle and price are up to date); `move.part` says whether a candle began or is over. */
  moved?(market: Market, move: Move): void;
}

export type Placed = { readonly ok: true; readonly order: ExchangeOrder } | { readonly ok: false; readonly code: ExchangeRefusal };

export class Exchange {
  readonly markets: readonly Market[];
  readonly accounts = new Map<string, ExchangeAccount>();
  /** Exchange time, epoch ms: that of the replay. */
  now: number;
  private readonly options: ExchangeOptions;
  private readonly listeners = new Set<ExchangeListener>();
  /** Asked before the exchange's own rules: a refusal that a fault wants. */
  refuseFirst: ((account: ExchangeAccount, wanted: NewOrder) => ExchangeRefusal | null) | null = null;
  private orderNumber = 0;
  private number = 0;

  constructor(options: ExchangeOptions) {
    this.options = options;
    this.markets = options.sources.map((source, index) => new Market(index, source));
    this.now = Math.min(...this.markets.map(({ nextAt }) => nextAt));
  }

  /** The account of this name, opened with its deposit when it is first asked for. */
  account(id: string): ExchangeAccount {
    const known = this.accounts.get(id);
    if (known !== undefined) return known;
    const account = new ExchangeAccount({
      id,
      markets: this.markets,
      wallet: this.options.deposit,
      slippage: this.options.slippage ?? { kind: 'none' },
      touch: this.options.touch ?? false,
      buyFeesInCoin: this.options.buyFeesInCoin ?? false,
      joinsReversals: this.options.joinsReversals ?? false,
      nextNumber: () => ++this.number,
      mostKept: this.options.mostKept ?? 10_000,
      tell: (from, event) => {
        for (const listener of this.listeners) listener.account?.(from, event);
      },
    });
    this.accounts.set(id, account);
    return account;
  }

  snapshot(account: ExchangeAccount): SavedExchange {
    return { now: this.now, orderNumber: this.orderNumber, number: this.number, account: account.snapshot() };
  }

  /** Before anything else has happened here. */
  restore(account: ExchangeAccount, saved: SavedExchange): void {
    ({ now: this.now, orderNumber: this.orderNumber, number: this.number } = saved);
    account.restore(saved.account);
  }

  /** Returns how to stop listening. */
  listen(listener: ExchangeListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** Time of the next move of any market; Infinity when all have ended. */
  get nextAt(): number {
    let at = Number.POSITIVE_INFINITY;
    for (const market of this.markets) at = Math.min(at, market.nextAt);
    return at;
  }

  /** Lets the markets move up to a time, in order of time, then of markets. */
  advance(to: number): void {
    if (this.mayPass(to)) for (const market of this.markets) market.skip(to);
    for (let at = this.nextAt; at <= to; at = this.nextAt) {
      this.now = at;
      // What closes at a time does so before anything opens at it, as a day's last candle comes before the next day's first.
      for (const market of this.markets) if (market.nextAt === at && market.closesNext) this.move(market, at);
      for (const market of this.markets) if (market.nextAt === at && !market.closesNext) this.move(market, at);
    }
    if (to > this.now) this.now = to;
  }

  /** Nobody hears of the moves until then, and no account has anything that they could touch. */
  private mayPass(to: number): boolean {
    for (const { moved } of this.listeners) if (moved !== undefined) return false;
    for (const account of this.accounts.values()) if (!account.isQuiet(to)) return false;
    return true;
  }

  private move(market: Market, at: number): void {
    const move = market.move();
    if (move.part !== 'close' && !market.halted) for (const account of this.accounts.values()) account.play(market, at);
    for (const listener of this.listeners) listener.moved?.(market, move);
  }

  /** Takes an order in: it is filled, rests, or is refused, at once. `begun` sees it before anything is told of it. */
  place(account: ExchangeAccount, wanted: NewOrder, refuseFirst = this.refuseFirst, begun?: (order: ExchangeOrder) => void): Placed {
    const refusal = refuseFirst?.(account, wanted) ?? this.refusalOf(account, wanted);
    const endsAtOnce = refusal !== null && this.options.endsAtOnce?.includes(refusal) === true;
    if (refusal !== null && !endsAtOnce) return { ok: false, code: refusal };
    const market = this.markets[wanted.market] as Market;
    const number = ++this.orderNumber;
    const order: ExchangeOrder = {
      ...wanted,
      number,
      venueId: this.options.venueIdOf(number),
      status: waitsForTrigger(wanted) ? 'untriggered' : 'new',
      filledLots: 0,
      filledBefore: 0,
      filledValue: 0,
      coinFees: 0,
      fees: 0,
      createdAt: this.now,
      updatedAt: this.now,
      code: '',
    };
    begun?.(order);
    account.take(order);
    if (endsAtOnce) {
      account.onDone(number, 'rejected', refusal, this.now);
      return { ok: true, order };
    }
    account.enter(order, this.now);
    this.stand(account, market);
    return { ok: true, order };
  }

  /** New terms for a working order; `lots` is the total, filled part included. */
  amend(account: ExchangeAccount, order: ExchangeOrder, change: Omit<OrderChange, 'oco'>): ExchangeRefusal | null {
    if (!isOpen(order)) return 'ORDER_FINAL';
    if (change.lots !== undefined && !(change.lots > order.filledLots)) return 'QUANTITY_INVALID';
    const market = this.markets[order.market] as Market;
    if (market.halted) return 'INSTRUMENT_HALTED';
    const amended = { ...order, ...change, lots: (change.lots ?? order.lots) - order.filledLots };
    const refusal = this.priceRefusal(market, amended) ?? this.fundsRefusal(account, market, amended, order);
    if (refusal !== null) return refusal;
    order.lots = change.lots ?? order.lots;
    order.limit = change.limit ?? order.limit;
    order.trigger = change.trigger ?? order.trigger;
    order.updatedAt = this.now;
    account.tell({ kind: 'order', order });
    if (crosses(market, order)) account.enterAnew(order, this.now);
    else {
      const lots = change.lots === undefined ? {} : { lots: change.lots - order.filledBefore };
      account.venue.amend(order.number, order.market, { ...change, ...lots }, this.now);
    }
    this.stand(account, market);
    return null;
  }

  cancel(account: ExchangeAccount, order: ExchangeOrder): ExchangeRefusal | null {
    if (!isOpen(order)) return 'ORDER_FINAL';
    account.venue.cancel(order.number, order.market, this.now);
    return null;
  }

  /** A restart that has lost the order book: open orders are gone without a word, positions and wallet stay. */
  forgetOpenOrders(): void {
    for (const account of this.accounts.values()) {
      for (const order of account.openOrders()) {
        account.forget(order);
        account.venue.cancel(order.number, order.market, this.now);
      }
    }
  }

  /** The owner's own market order, from the venue's page: no client order id. */
  tradeByHand(account: ExchangeAccount, market: Market, side: 1 | -1, lots: number): Placed {
    return this.place(account, { ...MARKET_ORDER, market: market.index, side, lots }, null);
  }

  /** Closes a position by force: for this account alone the price touches the one at which its margin is lost. False where nothing can be liquidated. */
  liquidate(account: ExchangeAccount, market: Market): boolean {
    const instrument = account.instruments[market.index] as Instrument;
    const position = account.venue.book.positions[market.index] as Position;
    if (position.lots === 0 || instrument.tiers.length === 0) return false;
    market.stand(ticksToPrice(instrument, bankruptcyTicks(instrument, position)));
    account.play(market, this.now);
    return true;
  }

  private stand(account: ExchangeAccount, market: Market): void {
    market.stand();
    account.play(market, this.now);
  }

  private refusalOf(account: ExchangeAccount, wanted: NewOrder): ExchangeRefusal | null {
    const { clientIdUniqueness, maximumOpenOrders = 500 } = this.options;
    const market = this.markets[wanted.market] as Market;
    if (wanted.clientId !== '' && clientIdUniqueness !== 'none') {
      const known = account.byClientId(wanted.clientId);
      if (clientIdUniqueness === 'ever' ? account.clientIds.has(wanted.clientId) : known !== undefined && isOpen(known))
        return 'DUPLICATE_CLIENT_ID';
    }
    if (market.halted) return 'INSTRUMENT_HALTED';
    if (!(Number.isSafeInteger(wanted.lots) && wanted.lots > 0)) return 'QUANTITY_INVALID';
    if (account.open.size >= maximumOpenOrders) return 'ORDER_LIMIT';
    return this.priceRefusal(market, wanted) ?? this.fundsRefusal(account, market, wanted);
  }

  private priceRefusal(market: Market, { side, type, limit, postOnly }: NewOrder): ExchangeRefusal | null {
    if (Number.isNaN(limit)) return null;
    const best = side > 0 ? market.askTicks : market.bidTicks;
    // Limits far on the wrong side would sweep the book.
    if (side * (limit - best) > best * market.priceBandRatio) return 'PRICE_BAND';
    return postOnly && type === 'limit' && side * (limit - best) >= 0 ? 'POST_ONLY_WOULD_TAKE' : null;
  }

  /** `instead` is a resting order that makes room for the wanted one. */
  private fundsRefusal(account: ExchangeAccount, market: Market, wanted: NewOrder, instead?: ExchangeOrder): ExchangeRefusal | null {
    const instrument = account.instruments[market.index] as Instrument;
    const { side, lots, limit, trigger, reduceOnly } = wanted;
    const held = account.wholeLotsOf(market.index);
    const opposite = held * side < 0 ? Math.abs(held) : 0;
    const best = side > 0 ? market.askTicks : market.bidTicks;
    const ticks = Number.isNaN(limit) ? (Number.isNaN(trigger) ? best : trigger) : limit;
    const countable = isCountable(instrument, ticks, lots);
    if (reduceOnly) return opposite === 0 ? 'NOTHING_TO_REDUCE' : countable ? null : 'QUANTITY_INVALID';
    if (instead === undefined && countable && valueOf(instrument, ticks, lots) < instrument.minimumNotional) return 'BELOW_MINIMUM';
    // What can't be sold short is locked by the orders that sell it.
    const closes = side < 0 && !instrument.shorting ? opposite - account.lockedLots(market.index, instead) : opposite;
    const opens = lots - closes;
    if (opens <= 0) return countable ? null : 'PRICE_BAND';
    if (side < 0 && !instrument.shorting) return 'SHORT_NOT_ALLOWED';
    const free = account.venue.book.free - account.reserved({ without: instead });
    return countable && affordable(instrument, free, opens, ticks, false) >= opens ? null : 'INSUFFICIENT_FUNDS';
  }
}

const MARKET_ORDER = {
  clientId: '',
  type: 'market',
  limit: Number.NaN,
  trigger: Number.NaN,
  trailTicks: 0,
  timeInForce: 'GTC',
  expireAt: Number.POSITIVE_INFINITY,
  postOnly: false,
  reduceOnly: false,
} as const;

/** Whether a resting order's limit now meets the other side: it takes what is there instead of resting. */
function crosses({ askTicks, bidTicks }: Market, { side, limit, status }: ExchangeOrder): boolean {
  return status !== 'untriggered' && side * (limit - (side > 0 ? askTicks : bidTicks)) >= 0;
}

function waitsForTrigger({ type }: NewOrder): boolean {
  return type === 'stop' || type === 'stop-limit' || type === 'take-profit' || type === 'trailing-stop';
}
