/**
 * Trading on paper: an account in this process that trades on the live prices of a venue, through the same matching as the simulators. Its state is written
 * down before anything of it is told, so that whoever trades on it finds it again as it was.
 */

import { type InstrumentSpecification, prepareInstrument } from '../../core/domain/instrument.ts';
import { createCandles } from '../../core/market/candles.ts';
import type { FeedNews } from '../../core/market/market-feed.ts';
import type { OrderBook } from '../../core/market/order-book.ts';
import type {
  LinkListener,
  VenueAnswer,
  VenueCapabilities,
  VenueFailure,
  VenueFailureCode,
  VenueLink,
  VenueNews,
  VenueRequest,
} from '../../core/trading/broker/venue-link.ts';
import type { FundingHistory } from '../../core/trading/venue-model/funding.ts';
import type { ExchangeAccount } from './exchange/account.ts';
import { Exchange, type SavedExchange } from './exchange/exchange.ts';
import { LiveCourse } from './exchange/live-course.ts';
import type { Market } from './exchange/market.ts';
import { PlainVenue } from './plain-venue.ts';

const ACCOUNT = 'paper';
const MINUTE_MS = 60_000;
/** What is kept is written with every change: a day of a trade a minute. */
const MOST_KEPT = 1_500;

/** What is written down. An account that was begun with other instruments, steps or money is another account. */
export interface SavedPaper {
  readonly version: 1;
  readonly venue: string;
  readonly currency: string;
  /** In the order of their numbers. */
  readonly instruments: readonly { readonly id: string; readonly tickSize: number; readonly lotSize: number }[];
  readonly exchange: SavedExchange;
}

export interface PaperVenueOptions {
  /** Of the venue whose prices they are. */
  readonly venue: string;
  readonly currency: string;
  readonly quantumDecimals: number;
  /** In units of the currency, for a new account. */
  readonly cash: number;
  readonly instruments: readonly InstrumentSpecification[];
  /** How long a request takes to the venue, and its answer back, ms. */
  readonly latencyMs: number;
  /** Epoch ms. */
  readonly now: () => number;
  /** The order book of an instrument; undefined where the feed keeps none. */
  readonly book: (instrument: string) => OrderBook | undefined;
  /** Of perpetuals, by instrument; without it 0.01 % is charged every eight hours against any position. */
  readonly funding?: Readonly<Record<string, FundingHistory>>;
  readonly saved: SavedPaper | null;
  /** Writes the state down; what it throws is told by `onTrouble`, and it is tried again with the next change. */
  readonly save: (state: SavedPaper) => void;
  readonly onTrouble: (error: unknown) => void;
}

export function paperCapabilities(venue: string, instruments: readonly InstrumentSpecification[]): VenueCapabilities {
  return {
    venue,
    clientIdUniqueness: 'ever',
    orderTypes: ['market', 'limit', 'stop', 'stop-limit', 'take-profit'],
    timesInForce: ['GTC', 'IOC', 'FOK', 'GTD'],
    ...{ postOnly: true, reduceOnly: true, amend: true, stopWithTarget: true },
    requestLifeMs: null,
    shorting: true,
    funding: instruments.some(({ kind }) => kind === 'perpetual'),
    // What is held of a coin is told as a position: the account is no wallet.
    spotAsPositions: true,
    exceptions: Object.fromEntries(instruments.map(({ id, kind, shorting = true }) => [id, { shorting, funding: kind === 'perpetual' }])),
  };
}

export class PaperVenue implements VenueLink {
  readonly capabilities: VenueCapabilities;
  private readonly options: PaperVenueOptions;
  readonly exchange: Exchange;
  readonly account: ExchangeAccount;
  private readonly plain: PlainVenue;
  private readonly courses = new Map<string, { readonly market: Market; readonly course: LiveCourse }>();
  private readonly timers = new Set<NodeJS.Timeout>();
  private listener: LinkListener | null = null;
  /** What has happened and is not told yet. */
  private news: VenueNews[] = [];
  private isChanged = false;
  private isClosed = false;

  constructor(options: PaperVenueOptions) {
    this.options = options;
    this.capabilities = paperCapabilities(options.venue, options.instruments);
    const startsAt = options.now();
    const courses = options.instruments.map((specification, index) => {
      const instrument = prepareInstrument(specification, index, options.quantumDecimals);
      const candles = createCandles(1);
      candles.time[0] = startsAt;
      candles.open[0] = Number.NaN;
      const course = new LiveCourse(instrument, () => options.book(specification.id));
      return {
        instrument,
        timeframeMs: MINUTE_MS,
        candles,
        course,
        funding: fundingOf(specification, options.funding),
      };
    });
    this.exchange = new Exchange({
      sources: courses,
      clientIdUniqueness: 'ever',
      deposit: Math.round(options.cash * 10 ** options.quantumDecimals),
      venueIdOf: (number) => `paper-${number}`,
      mostKept: MOST_KEPT,
    });
    this.exchange.now = startsAt;
    courses.forEach(({ instrument, course }, index) => {
      const market = this.exchange.markets[index] as Market;
      // Until its first price.
      market.halted = true;
      this.courses.set(instrument.id, { market, course });
    });
    this.account = this.exchange.account(ACCOUNT);
    if (options.saved !== null) this.exchange.restore(this.account, options.saved.exchange);
    this.plain = new PlainVenue({ ...options, exchange: this.exchange, account: this.account });
    this.exchange.listen({
      account: (_, event) => {
        this.isChanged = true;
        const news = this.plain.newsOf(event);
        if (news !== null) this.news.push(news);
      },
    });
    if (options.saved === null) this.save();
  }

  listen(listener: LinkListener): void {
    this.listener = listener;
  }

  ask(request: number, what: VenueRequest, mayStillSend: () => boolean): void {
    const { latencyMs } = this.options;
    const answer = (answered: VenueAnswer) => this.after(latencyMs, () => this.listener?.answered(request, answered, this.options.now()));
    if (!mayStillSend()) return answer(notSent('REFUSED', 'no longer to be sent'));
    if (what.kind === 'place' && !this.capabilities.orderTypes.includes(what.order.type))
      return answer(notSent('NOT_SUPPORTED', `a ${what.order.type} order is followed here`));
    this.after(latencyMs, () => {
      this.passTo(this.options.now());
      const answered = this.plain.answer(what, this.exchange.now);
      this.settle();
      answer(answered);
    });
  }

  /** Takes in what the feed tells. While it is down nobody knows the prices, and nothing is filled. */
  hear(news: FeedNews): void {
    if (this.isClosed) return;
    if (news.kind === 'link') {
      if (news.state === 'down') for (const { market } of this.courses.values()) market.halted = true;
      return;
    }
    const known = this.courses.get(news.instrument);
    if (known === undefined || news.kind === 'candle') return;
    const { market, course } = known;
    // The venue's clock may be behind the one that orders came by: time never goes back here.
    const at = Math.max(news.at, this.exchange.now);
    if (news.kind === 'quote') {
      if (!(news.bid > 0 && news.ask > 0)) return;
      course.quoted(at, news);
      market.halted = false;
    } else if (market.halted) return;
    else course.tradedAt(at, news.side === 'buy' ? 1 : -1, news.price, news.size);
    this.passTo(course.nextAt);
    this.settle();
  }

  close(): void {
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
  }

  private passTo(at: number): void {
    this.exchange.advance(Math.max(at, this.exchange.now));
  }

  /** What has changed is written down first, and told then. */
  private settle(): void {
    if (this.isChanged) this.save();
    if (this.news.length === 0) return;
    const told = this.news;
    this.news = [];
    this.after(this.options.latencyMs, () => {
      for (const one of told) this.listener?.told(one, this.options.now());
    });
  }

  private save(): void {
    const { venue, currency, instruments, save, onTrouble } = this.options;
    try {
      save({
        version: 1,
        venue,
        currency,
        instruments: instruments.map(({ id, tickSize, lotSize }) => ({ id, tickSize, lotSize })),
        exchange: this.exchange.snapshot(this.account),
      });
      this.isChanged = false;
    } catch (error) {
      onTrouble(error);
    }
  }

  private after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      if (!this.isClosed) work();
    }, ms);
    this.timers.add(timer);
  }
}

function fundingOf({ id, kind }: InstrumentSpecification, known: PaperVenueOptions['funding']): FundingHistory | 'missing' | null {
  return kind === 'perpetual' ? (known?.[id] ?? 'missing') : null;
}

function notSent(code: VenueFailureCode, message: string): VenueFailure {
  return { ok: false, outcome: 'not-sent', code, venueCode: '', message };
}
