/** What a venue does to an account and its markets by itself: closes by force, asks for funding, renames a symbol, changes a step, answers from an old copy. */

import type { Market } from '../../adapters/exchange-simulator/exchange/market.ts';
import type { VenueAnswer, VenueRequest } from '../../core/trading/broker/venue-link.ts';
import { valueOf } from '../../core/trading/ledger/position-book.ts';
import type { SimulatedVenue } from './simulated-venue.ts';
import type { Random, World } from './world.ts';

/** How far behind the copy is that an answer may come from. */
const COPY_BEHIND_MS = 5_000;
const COPY_KEPT_MS = 90_000;
/** A changed step is this many old ones. */
const COARSER = 10;

export class VenueTroubles {
  private readonly world: World;
  private readonly venue: SimulatedVenue;
  /** Orders the venue itself has placed to close a position. */
  private readonly forced = new Set<number>();
  private readonly renamed = new Set<number>();
  private readonly coarse = new Set<number>();
  private readonly copies = new Map<string, { readonly answer: VenueAnswer; readonly at: number }>();

  constructor(world: World, venue: SimulatedVenue) {
    this.world = world;
    this.venue = venue;
  }

  private held(): readonly Market[] {
    const { account, exchange } = this.venue;
    return exchange.markets.filter(({ index }) => account.lotsOf(index) !== 0);
  }

  get holdsAnything(): boolean {
    const { account, exchange } = this.venue;
    return exchange.markets.some(({ index }) => account.lotsOf(index) !== 0);
  }

  private drawHeld(random: Random): Market {
    const held = this.held();
    return held[random.between(0, held.length - 1)] as Market;
  }

  liquidate(random: Random): void {
    const { exchange, account } = this.venue;
    exchange.advance(this.world.now);
    exchange.liquidate(account, this.drawHeld(random));
  }

  /** A part of a position, or all of it, is closed against somebody else's gain. */
  deleverage(random: Random): void {
    const { exchange, account } = this.venue;
    exchange.advance(this.world.now);
    const market = this.drawHeld(random);
    const held = account.lotsOf(market.index);
    const lots = Math.max(1, Math.floor(Math.abs(held) * random.next()));
    const side = held > 0 ? -1 : 1;
    exchange.place(
      account,
      {
        ...{ clientId: '', market: market.index, side, type: 'market', lots, limit: Number.NaN, trigger: Number.NaN, trailTicks: 0 },
        ...{ timeInForce: 'GTC', expireAt: Number.POSITIVE_INFINITY, postOnly: false, reduceOnly: true },
      },
      null,
      ({ number }) => this.forced.add(number),
    );
  }

  isForced(order: number): boolean {
    return this.forced.has(order);
  }

  /** A payment on what is held at this very moment. */
  fund(random: Random): void {
    const { exchange, account } = this.venue;
    exchange.advance(this.world.now);
    const { index, bidTicks, instrument } = this.drawHeld(random);
    const held = account.lotsOf(index);
    const rate = (random.next() - 0.5) * 0.002;
    const amount = Math.round(valueOf(instrument, bidTicks, Math.abs(held)) * rate * Math.sign(held));
    account.venue.book.wallet -= amount;
    account.onFunding(index, amount, exchange.now);
  }

  rename(market: number, forMs: number): void {
    this.forAWhile(this.renamed, market, forMs);
  }

  changeStep(market: number, forMs: number): void {
    this.forAWhile(this.coarse, market, forMs);
  }

  private forAWhile(set: Set<number>, market: number, forMs: number): void {
    set.add(market);
    this.world.after(forMs, () => set.delete(market));
  }

  isRenamed(market: number): boolean {
    return this.renamed.has(market);
  }

  /** Whether a price lies between two steps. */
  isOffStep(market: number, ...prices: readonly number[]): boolean {
    return this.coarse.has(market) && prices.some((ticks) => !Number.isNaN(ticks) && ticks % COARSER !== 0);
  }

  /** Keeps a true answer, for the copy. */
  keep({ kind }: VenueRequest, answer: VenueAnswer): void {
    if (kind === 'open-orders' || kind === 'positions' || kind === 'balances') this.copies.set(kind, { answer, at: this.world.now });
  }

  /** What a copy that lags behind answers; null where it would say the same. */
  oldAnswer(request: VenueRequest): VenueAnswer | null {
    const since = this.world.now - COPY_BEHIND_MS;
    if (request.kind === 'find') {
      const order = this.venue.account.byClientId(request.order.clientOrderId);
      return order !== undefined && order.createdAt > since ? { ok: true, kind: 'find', order: null, executions: [] } : null;
    }
    const copy = this.copies.get(request.kind);
    return copy !== undefined && this.world.now - copy.at <= COPY_KEPT_MS ? copy.answer : null;
  }
}
