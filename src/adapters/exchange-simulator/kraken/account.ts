/** One account as Kraken keeps it: balances and ledger, what it holds for open orders, and its counters, over an account of the exchange. */

import type { Instrument } from '../../../core/domain/instrument.ts';
import { feeOf, valueOf } from '../../../core/trading/ledger/position-book.ts';
import type { ExchangeAccount } from '../exchange/account.ts';
import { isCountable } from '../exchange/countable.ts';
import { type ExchangeOrder, type Execution, isOpen } from '../exchange/orders.ts';
import { Counter, limitsOf, type Tier } from './limits.ts';
import { type OrderRequest, requestOf } from './order-request.ts';
import { type Asset, moneyText, type Pair, padded, quantityText } from './pairs.ts';

/** What Kraken keeps of an order beside the matching's own. */
export interface OrderTerms {
  readonly request: OrderRequest;
  /** Order whose execution has opened this one. */
  readonly parent: string | null;
}

/** One change of one balance; amounts as exact text. */
export interface LedgerEntry {
  readonly number: number;
  /** Trade it belongs to; 0 for the deposit. */
  readonly trade: number;
  readonly at: number;
  readonly type: 'deposit' | 'trade';
  readonly asset: Asset;
  readonly amount: string;
  readonly fee: string;
  readonly balance: string;
}

export class KrakenAccount {
  readonly id: string;
  readonly account: ExchangeAccount;
  readonly ledger: LedgerEntry[] = [];
  readonly calls: Counter;
  /** Highest nonce this key has used. */
  nonce = -1n;
  /** When the dead man's switch goes off, by the server's clock. */
  cancelAllAt = Number.POSITIVE_INFINITY;
  private readonly pairs: readonly Pair[];
  private readonly tier: Tier;
  private readonly terms = new Map<number, OrderTerms>();
  private readonly trading = new Map<Pair, Counter>();
  private readonly lots: number[];
  private quanta: number;

  constructor(account: ExchangeAccount, pairs: readonly Pair[], tier: Tier, now: number) {
    this.id = account.id;
    this.account = account;
    this.pairs = pairs;
    this.tier = tier;
    this.calls = new Counter(limitsOf(tier).calls);
    this.lots = pairs.map(() => 0);
    const { executions } = account;
    this.quanta = account.venue.book.free - executions.reduce((sum, execution) => sum + this.quantaOf(execution), 0);
    const deposit = this.money(this.quanta);
    const first = executions[0]?.at ?? now;
    this.write({ trade: 0, at: first, type: 'deposit', asset: this.quote.quote, amount: deposit, fee: this.money(0), balance: deposit });
    for (const execution of executions) this.book(execution);
  }

  private get quote(): Pair {
    return this.pairs[0] as Pair;
  }

  private money(quanta: number): string {
    return moneyText(this.quote, quanta, this.quote.quote.decimals);
  }

  private write(entry: Omit<LedgerEntry, 'number'>): LedgerEntry {
    const written = { ...entry, number: this.ledger.length + 1 };
    this.ledger.push(written);
    return written;
  }

  /** What an execution does to the quote balance, its fee included. */
  private quantaOf({ market, side, lots, ticks, fee }: Execution): number {
    return -side * valueOf((this.pairs[market] as Pair).instrument, ticks, lots) - fee;
  }

  /** Writes an execution into the ledger: what was bought, what was paid. */
  book(execution: Execution): LedgerEntry[] {
    const { market, side, lots, fee, number, at } = execution;
    const pair = this.pairs[market] as Pair;
    const quanta = this.quantaOf(execution);
    this.quanta += quanta;
    this.lots[market] = (this.lots[market] as number) + side * lots;
    const both = { trade: number, at, type: 'trade' } as const;
    return [
      this.write({
        ...both,
        asset: pair.base,
        amount: quantityText(pair, side * lots),
        fee: '0.00000000',
        balance: quantityText(pair, this.lots[market]),
      }),
      this.write({ ...both, asset: pair.quote, amount: this.money(quanta + fee), fee: this.money(fee), balance: this.money(this.quanta) }),
    ];
  }

  /** Every balance, the quote currency first: all of it, and what open orders hold of it. */
  balances(): { readonly asset: Asset; readonly balance: string; readonly held: string }[] {
    const money = { asset: this.quote.quote, balance: this.money(this.quanta), held: this.money(this.heldQuanta()) };
    const coins = this.pairs.map((pair) => ({
      asset: pair.base,
      balance: padded(quantityText(pair, this.account.lotsOf(pair.market.index)), pair.base.decimals),
      held: padded(quantityText(pair, this.heldLots(pair)), pair.base.decimals),
    }));
    return [money, ...coins];
  }

  /** Lots that may be sold, and money that may be spent: what open orders hold is not free. */
  freeLots(pair: Pair, except?: ExchangeOrder): number {
    return this.account.lotsOf(pair.market.index) - this.heldLots(pair, except);
  }

  freeQuanta(except?: ExchangeOrder): number {
    return this.account.venue.book.free - this.heldQuanta(except);
  }

  private heldLots(pair: Pair, except?: ExchangeOrder): number {
    return this.openOrders()
      .filter((order) => order.side < 0 && order.market === pair.market.index && order !== except)
      .reduce((sum, order) => sum + order.lots - order.filledLots, 0);
  }

  private heldQuanta(except?: ExchangeOrder): number {
    return this.openOrders()
      .filter((order) => order.side > 0 && order !== except)
      .reduce((sum, order) => sum + this.costOf(this.pairs[order.market] as Pair, order, order.lots - order.filledLots), 0);
  }

  /** What buying so many lots takes at most, the taker's fee included: at the limit, else the trigger, else the price of the moment. Infinity beyond count. */
  costOf({ market }: Pair, { limit, trigger }: { limit: number; trigger: number }, lots: number): number {
    const instrument = this.account.instruments[market.index] as Instrument;
    const ticks = Number.isNaN(limit) ? (Number.isNaN(trigger) ? market.askTicks : trigger) : limit;
    if (!isCountable(instrument, ticks, lots)) return Number.POSITIVE_INFINITY;
    const value = valueOf(instrument, ticks, lots);
    return value + feeOf(instrument, value, false);
  }

  remember(number: number, terms: OrderTerms): void {
    this.terms.set(number, terms);
  }

  knows(order: ExchangeOrder): boolean {
    return this.terms.has(order.number);
  }

  /** An order that did not come through this server is described from what the exchange knows of it. */
  termsOf(order: ExchangeOrder): OrderTerms {
    const known = this.terms.get(order.number);
    if (known !== undefined) return known;
    const terms = { request: requestOf(order, this.pairs[order.market] as Pair), parent: null };
    this.terms.set(order.number, terms);
    return terms;
  }

  /** Oldest first. */
  orders(): ExchangeOrder[] {
    return [...this.account.orders.values()];
  }

  /** Executions of orders, oldest first. */
  trades(): Execution[] {
    return this.account.executions.filter(({ order }) => order !== null);
  }

  openOrders(): ExchangeOrder[] {
    return this.orders().filter(isOpen);
  }

  hasRoom(pair: Pair): boolean {
    return this.openOrders().filter(({ market }) => market === pair.market.index).length < limitsOf(this.tier).openOrders;
  }

  tradingCounter(pair: Pair): Counter {
    const counter = this.trading.get(pair) ?? new Counter(limitsOf(this.tier).trading);
    this.trading.set(pair, counter);
    return counter;
  }
}
