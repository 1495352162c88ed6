/** The venue of a simulated run: the exchange of the wire simulators behind the plain messages of a venue link, with a venue's own troubles. */

import type { ExchangeAccount } from '../../adapters/exchange-simulator/exchange/account.ts';
import { Exchange } from '../../adapters/exchange-simulator/exchange/exchange.ts';
import type { MarketSource } from '../../adapters/exchange-simulator/exchange/market.ts';
import { PlainVenue, refused } from '../../adapters/exchange-simulator/plain-venue.ts';
import type {
  PlaceOrder,
  VenueAnswer,
  VenueCapabilities,
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
  /** When it has last refused one for that. */
  refusedAt = Number.NEGATIVE_INFINITY;
  private rateLimitedUntil = 0;
  private readonly plain: PlainVenue;

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
    this.plain = new PlainVenue({
      ...{ exchange: this.exchange, account: this.account, currency: CURRENCY, quantumDecimals: QUANTUM_DECIMALS, quirks: this.troubles },
      onAccepted: (order) => this.onAccepted(order),
    });
    this.exchange.listen({
      account: (_, event) => {
        const news = this.plain.newsOf(event);
        if (news !== null) this.publish(news);
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
      this.refusedAt = now;
      return refused(code);
    }
    const answer = this.plain.answer(request, venueNow);
    this.troubles.keep(request, answer);
    return answer;
  }
}
