/** Kraken without a wire: its accounts, its clock, its state, and who listens to them. REST and streams are two ways to the same venue. */

import { InputError } from '../../../core/domain/result.ts';
import type { AccountEvent, ExchangeAccount } from '../exchange/account.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Market } from '../exchange/market.ts';
import type { Move } from '../exchange/moves.ts';
import { type ExchangeOrder, type Execution, isOpen } from '../exchange/orders.ts';
import { KrakenAccount, type LedgerEntry, type OrderTerms } from './account.ts';
import { runSwitches } from './cancel-after.ts';
import { KrakenError } from './errors.ts';
import { tokenOf } from './identifiers.ts';
import type { Tier } from './limits.ts';
import { type Pair, pairFinder, pairsOf } from './pairs.ts';
import { placeClosings } from './trading.ts';

export type SystemStatus = 'online' | 'maintenance' | 'cancel_only' | 'post_only';

/** What an account's owner is told, in order. */
export type AccountNews =
  | { readonly kind: 'order'; readonly order: ExchangeOrder; readonly change: 'placed' | 'amended' | 'ended' }
  | { readonly kind: 'trade'; readonly execution: Execution; readonly entries: readonly LedgerEntry[] };

export interface VenueListener {
  told(account: KrakenAccount, news: AccountNews): void;
  moved(pair: Pair, move: Move): void;
  statusChanged(): void;
}

interface Token {
  readonly account: KrakenAccount;
  expiresAt: number;
}

/** Seconds in which a token must be used. */
export const TOKEN_SECONDS = 900;

export class KrakenVenue {
  readonly exchange: Exchange;
  readonly pairs: readonly Pair[];
  readonly pairNamed: (name: string) => Pair | undefined;
  /** The server's clock, epoch ms: times of requests, nonces, limits and switches. Orders and prices carry the exchange's. */
  readonly wallNow: () => number;
  readonly tier: Tier;
  private systemStatus: SystemStatus = 'online';
  readonly accounts = new Map<string, KrakenAccount>();
  /** Orders that executions have called for, to be placed when the matching has finished its turn. */
  readonly closings: { account: KrakenAccount; execution: Execution; terms: OrderTerms }[] = [];
  private readonly listeners = new Set<VenueListener>();
  private readonly tokens = new Map<string, Token>();
  private tokenNumber = 0;
  private amendNumber = 0;
  /** Terms of the order that is being placed, until the exchange has given it its number. */
  private opening: OrderTerms | null = null;
  private amending = false;

  constructor(exchange: Exchange, wallNow: () => number, tier: Tier) {
    if (exchange.markets.length === 0) throw new InputError('EXCHANGE_MARKETS_INVALID', 'expected at least one market, found none', 2);
    this.exchange = exchange;
    this.wallNow = wallNow;
    this.tier = tier;
    this.pairs = pairsOf(exchange.markets);
    this.pairNamed = pairFinder(this.pairs);
    exchange.listen({ account: (from, event) => this.heard(from, event), moved: (market, move) => this.moved(market, move) });
  }

  pairOf(name: string): Pair {
    const pair = this.pairNamed(name);
    if (pair === undefined) throw new KrakenError('EQuery:Unknown asset pair');
    return pair;
  }

  /** The account of a key, opened with its deposit when it first shows up. */
  accountOf(key: string): KrakenAccount {
    let account = this.accounts.get(key);
    if (account === undefined) {
      account = new KrakenAccount(this.exchange.account(key), this.pairs, this.tier, this.exchange.now);
      this.accounts.set(key, account);
    }
    return account;
  }

  issueToken(account: KrakenAccount): string {
    const token = tokenOf(account.id, ++this.tokenNumber);
    this.tokens.set(token, { account, expiresAt: this.wallNow() + TOKEN_SECONDS * 1000 });
    return token;
  }

  /** The account a token was given to; undefined for one that is unknown or was not used in time. A token in use stays good. */
  ownerOf(token: string): KrakenAccount | undefined {
    const known = this.tokens.get(token);
    if (known === undefined || known.expiresAt <= this.wallNow()) return undefined;
    known.expiresAt = Number.POSITIVE_INFINITY;
    return known.account;
  }

  nextAmendNumber(): number {
    return ++this.amendNumber;
  }

  /** Lets `place` run with these terms for the order it makes. */
  opens<T>(terms: OrderTerms, place: () => T): T {
    this.opening = terms;
    try {
      return place();
    } finally {
      this.opening = null;
    }
  }

  /** Lets `amend` run; what it changes first is told as amended. */
  amends<T>(amend: () => T): T {
    this.amending = true;
    try {
      return amend();
    } finally {
      this.amending = false;
    }
  }

  /** What the whole system takes; a market that is halted takes cancels only, whatever this says. */
  get status(): SystemStatus {
    return this.systemStatus;
  }

  changeStatus(status: SystemStatus): void {
    this.systemStatus = status;
    for (const listener of this.listeners) listener.statusChanged();
  }

  /** Returns how to stop listening. */
  listen(listener: VenueListener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  private heard(from: ExchangeAccount, event: AccountEvent): void {
    const account = this.accounts.get(from.id);
    if (account === undefined) return;
    if (event.kind === 'execution') {
      const { execution } = event;
      this.tell(account, { kind: 'trade', execution, entries: account.book(execution) });
      if (execution.order === null) return;
      const terms = account.termsOf(execution.order);
      if (terms.request.close !== null) this.closings.push({ account, execution, terms });
    } else if (event.kind === 'order') this.heardOfOrder(account, event.order);
  }

  private heardOfOrder(account: KrakenAccount, order: ExchangeOrder): void {
    const { opening, amending } = this;
    const isNew = !account.knows(order);
    if (isNew) account.remember(order.number, opening ?? account.termsOf(order));
    if (isNew) this.opening = null;
    this.amending = false;
    if (isNew) this.tell(account, { kind: 'order', order, change: 'placed' });
    else if (amending) this.tell(account, { kind: 'order', order, change: 'amended' });
    // An order that is filled in part has been told as a trade.
    else if (!isOpen(order)) this.tell(account, { kind: 'order', order, change: 'ended' });
  }

  private tell(account: KrakenAccount, news: AccountNews): void {
    for (const listener of this.listeners) listener.told(account, news);
  }

  private moved(market: Market, move: Move): void {
    const pair = this.pairs[market.index] as Pair;
    placeClosings(this);
    runSwitches(this);
    for (const listener of this.listeners) listener.moved(pair, move);
  }
}
