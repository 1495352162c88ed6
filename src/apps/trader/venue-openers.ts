/** How each venue is opened for a live trader: one row per way of speaking to it, everything behind it alike. */

import { openCcxtFeed } from '../../adapters/ccxt-venues/ccxt-feed.ts';
import { openCcxtLink } from '../../adapters/ccxt-venues/ccxt-link.ts';
import type { CcxtLinkOptions } from '../../adapters/ccxt-venues/options.ts';
import { openInteractiveBrokers } from '../../adapters/interactive-brokers/open.ts';
import type { InstrumentSpecification } from '../../core/domain/instrument.ts';
import { ALWAYS_OPEN, calendarNamed, isOpen } from '../../core/market/calendar.ts';
import type { FeedListener, PastCandle } from '../../core/market/market-feed.ts';
import type { OpenLook } from '../../core/market/market-look.ts';
import type { OrderBook } from '../../core/market/order-book.ts';
import type { Environment } from '../../core/operations/environment-guard.ts';
import type { VenueLink } from '../../core/trading/broker/venue-link.ts';
import { type CcxtConfig, type GatewayConfig, isGateway, type LiveConfig } from '../config.ts';
import { afterTheClose } from './after-the-close.ts';
import { openPaper } from './open-paper.ts';
import { sparingly } from './sparingly.ts';
import { type TimedLink, timedLink } from './timed-link.ts';

/** A link that has been started. */
export interface TraderLink extends VenueLink {
  /** As the venue tells them today. */
  instruments(): Promise<readonly InstrumentSpecification[]>;
  /** The venue's clock minus ours, ms. */
  readonly serverTimeOffsetMs: number;
  close(): void | Promise<void>;
}

export interface TraderFeed {
  /** News begin after this call. */
  start(listener: FeedListener): Promise<void>;
  /** Candles that are over, from a time on, oldest first. */
  history(instrument: string, timeframeMs: number, since: number): Promise<readonly PastCandle[]>;
  /** The order book as it is now; undefined where none is kept. */
  book?(instrument: string): OrderBook | undefined;
  /** Where the venue's adapter can. */
  readonly look?: OpenLook;
  close(): void | Promise<void>;
}

export interface OpenedVenue {
  readonly link: TimedLink;
  /** Subscribes to the candles of every instrument: to be called once, and to be closed before the link. */
  openFeed(): Promise<TraderFeed>;
  /** Whether the instrument's market is open, by its calendar: in closed hours no price is expected. */
  isOpen(instrument: string, at: number): boolean;
  /** When everything is compared next after an instant: half an hour after a close. Absent where there is no close: 00:30 UTC. */
  readonly fullComparisonAfter?: (at: number) => number;
  /** When the newest candle began, epoch ms; null where there is none. Absent where the venue's clock is that of its prices. */
  readonly newestCandle?: () => Promise<number | null>;
}

interface VenueParts {
  /** `paper`: an account of this machine on an exchange's prices, or the paper account of a gateway. */
  readonly mode: 'paper' | 'real';
  readonly dataFolder: string;
  readonly beginsAnew?: boolean;
  readonly environment: Environment;
  /** Timeframe of the candles that are subscribed to. */
  readonly pathMs: number;
  readonly key: () => string;
  readonly secret: () => string;
  readonly now: () => number;
  readonly say: (line: string) => void;
  /** How far the nonces of a key are ahead of the clock: beyond those of a trader that was deposed. */
  readonly nonceAhead: number;
}

/** Hours of a kind of security, where the configuration names none. */
const CALENDARS: Readonly<Record<GatewayConfig['instruments'][number]['type'], string>> = {
  STK: 'XNYS',
  IND: 'XNYS',
  CASH: 'FX',
  CFD: 'METALS',
  CRYPTO: '24/7',
};

/** Opens what the configuration names and starts its link. InputError where it can't be reached, or is not the account that was meant. */
export async function openVenue(config: LiveConfig, parts: VenueParts): Promise<OpenedVenue> {
  const venue = await openPlain(config, parts);
  return { ...venue, link: timedLink(venue.link) };
}

export type PlainVenue = Omit<OpenedVenue, 'link'> & { readonly link: TraderLink };

function openPlain(config: LiveConfig, parts: VenueParts): Promise<PlainVenue> {
  if (isGateway(config)) return openGateway(config, parts);
  return parts.mode === 'paper' ? openPaper(config, { ...parts, beginsAnew: parts.beginsAnew ?? false }) : openExchange(config, parts);
}

/** What the trader has of a link, whatever else it can do. */
function traderLink(link: Omit<TraderLink, 'instruments'>, instruments: TraderLink['instruments']): TraderLink {
  return {
    capabilities: link.capabilities,
    get serverTimeOffsetMs() {
      return link.serverTimeOffsetMs;
    },
    listen: (listener) => link.listen(listener),
    ask: (request, what, mayStillSend) => link.ask(request, what, mayStillSend),
    instruments,
    close: () => link.close(),
  };
}

async function openExchange(config: CcxtConfig, { pathMs, key, secret, now, say, nonceAhead }: VenueParts): Promise<PlainVenue> {
  const venue: CcxtLinkOptions = {
    venue: config.venue.name,
    instruments: config.instruments.map((one) => ({ ...one, category: config.venue.category })),
    ...(config.venue.url === undefined ? {} : { baseUrl: config.venue.url }),
    ...{ now, key, secret, nonceAhead, onNotice: sparingly(say, now) },
  };
  const link = await openCcxtLink(venue);
  // What fails to start closes itself.
  await link.start();
  return {
    link: traderLink(link, async () =>
      (await link.instruments()).map(({ specification, minimumQuantity }) => ({
        ...specification,
        ...(minimumQuantity !== null && { minimumQuantity: Number(minimumQuantity) }),
      })),
    ),
    openFeed: () =>
      openCcxtFeed({ ...venue, subscriptions: config.instruments.map(({ id }) => ({ instrument: id, timeframesMs: [pathMs] })) }),
    isOpen: () => true,
    newestCandle: () => link.newestCandle(),
  };
}

/** One connection for both: the gateway lets in one client of an id. */
async function openGateway(config: GatewayConfig, { mode, environment, now, say }: VenueParts): Promise<PlainVenue> {
  const { host, port, clientId, account, simulator } = config.venue;
  const link = openInteractiveBrokers({
    ...{ environment, mode, isSimulator: simulator, host, port, clientId, account, now },
    securities: config.instruments.map(({ id, type, calendar, ...named }) => ({ instrument: id, secType: type, ...named })),
    warn: say,
  });
  const calendars = new Map(config.instruments.map(({ id, type, calendar }) => [id, calendarNamed(calendar ?? CALENDARS[type])]));
  await link.start();
  return {
    link: traderLink(link, async () => link.instruments()),
    openFeed: async () => ({
      start: async (listener) => link.feed.listen(listener),
      history: (instrument, _, since) => link.feed.history(instrument, since),
      close: () => link.feed.listen(() => {}),
    }),
    isOpen: (instrument, at) => isOpen(calendars.get(instrument) ?? ALWAYS_OPEN, at),
    ...afterTheClose([...calendars.values()]),
  };
}
