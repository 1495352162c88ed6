/** A link to Interactive Brokers with what it has answered and told. */

import {
  type InteractiveBrokers,
  type InteractiveBrokersOptions,
  openInteractiveBrokers,
} from '../../../src/adapters/interactive-brokers/open.ts';
import type { FeedNews } from '../../../src/core/market/market-feed.ts';
import type { PlaceOrder, VenueAnswer, VenueNews, VenueRequest } from '../../../src/core/trading/broker/venue-link.ts';
import { later } from './world.ts';

// biome-ignore lint/suspicious/noExplicitAny: which answer or news it is, is what each test expects.
type Found = any;

/** A link with what it has answered and told. */
export class LinkClient {
  readonly link: InteractiveBrokers;
  readonly told: VenueNews[] = [];
  readonly market: FeedNews[] = [];
  private readonly answers = new Map<number, (answer: VenueAnswer) => void>();
  private readonly waiting = new Set<() => void>();
  private requests = 0;

  constructor({ port }: { readonly port: number }, options: Partial<InteractiveBrokersOptions> = {}) {
    this.link = openInteractiveBrokers({
      environment: 'dev',
      mode: 'paper',
      isSimulator: true,
      host: '127.0.0.1',
      port,
      clientId: 7,
      account: 'DU1234567',
      retriesMs: [20],
      answerMs: 2000,
      securities: [{ instrument: 'AAPL', symbol: 'AAPL', secType: 'STK', exchange: 'SMART', currency: 'USD' }],
      ...options,
    });
    this.link.listen({
      answered: (request, answer) => this.answers.get(request)?.(answer),
      told: (news) => {
        this.told.push(news);
        for (const look of [...this.waiting]) look();
      },
    });
    this.link.feed.listen((news) => {
      this.market.push(news);
      for (const look of [...this.waiting]) look();
    });
    later(() => this.link.close());
  }

  ask(what: VenueRequest, mayStillSend = () => true): Promise<Found> {
    const request = ++this.requests;
    return new Promise((resolve) => {
      this.answers.set(request, resolve);
      this.link.ask(request, what, mayStillSend);
    });
  }

  place(order: Partial<PlaceOrder>, mayStillSend?: () => boolean) {
    return this.ask({ kind: 'place', order: { ...market, ...order } }, mayStillSend);
  }

  /** The first piece of news of this link that fits, from before or to come. */
  news(fits: (news: Found) => boolean, among: readonly (VenueNews | FeedNews)[] = this.told): Promise<VenueNews | FeedNews> {
    return new Promise((resolve) => {
      const look = () => {
        const found = among.find(fits);
        if (found === undefined) return;
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });
  }

  forget() {
    this.told.length = this.market.length = 0;
  }
}

export const REFERENCE = '0123456789abcdef0123456789abcdef';
export const market: PlaceOrder = {
  clientOrderId: REFERENCE,
  instrument: 'AAPL',
  side: 'buy',
  type: 'market',
  quantity: '10',
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'GTC',
  expireAt: null,
  postOnly: false,
  reduceOnly: false,
};
export const name = { clientOrderId: REFERENCE, venueOrderId: null, instrument: 'AAPL' };
export const up = (news: VenueNews) => news.kind === 'link' && news.state === 'up';
export const down = (news: VenueNews) => news.kind === 'link' && news.state === 'down';

export async function started(server: { readonly port: number }, options: Partial<InteractiveBrokersOptions> = {}): Promise<LinkClient> {
  const client = new LinkClient(server, options);
  await client.link.start();
  return client;
}
