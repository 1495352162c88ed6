/** What a link or a feed is opened with, and what it answers about the account: shared by every dialect. */

import type { InstrumentSpecification } from '../../core/domain/instrument.ts';

/** One of our instruments and what the venue calls it: its id, its own short name or ccxt's unified symbol. */
export interface MappedInstrument {
  readonly id: string;
  readonly symbol: string;
  /** Bybit lists a perpetual and a spot pair under one name; the other venues ignore it. */
  readonly category?: 'linear' | 'spot';
}

export interface VenueOptions {
  /** A ccxt exchange id: bybit, kraken, or any other. */
  readonly venue: string;
  readonly instruments: readonly MappedInstrument[];
  /** Replaces scheme, host and port of every address, REST and streams, and comes before its path: a simulator, or a proxy. */
  readonly baseUrl?: string | BaseUrls;
  /** The receiver's clock, epoch ms. */
  readonly now: () => number;
  /** Default 10,000. */
  readonly requestTimeoutMs?: number;
  /** For the jitter of reconnecting; default Math.random. */
  readonly random?: () => number;
  /** Told of what was set aside: frames that can't be read, candles that came too late. No secrets in it. */
  readonly onNotice?: (notice: VenueNotice) => void;
}

/** Where a venue's several hosts become several places of one: Kraken's private streams have a host of their own and the same path. */
export interface BaseUrls {
  readonly rest: string;
  readonly publicStreams: string;
  readonly privateStreams: string;
}

export interface VenueNotice {
  readonly code: 'FRAME_UNREADABLE' | 'ORDER_INCOMPLETE' | 'CANDLE_LATE' | 'BACKFILL_FAILED' | 'STREAM_FAILED' | 'VENUE_ASKED_AGAIN';
  readonly message: string;
}

export interface CcxtLinkOptions extends VenueOptions {
  /** Asked at each signature, kept nowhere. */
  readonly key: () => string;
  readonly secret: () => string;
  /** Some ccxt exchanges want a third word. */
  readonly passphrase?: () => string;
  /** Bybit's recv_window: a request that arrives later dies there. Default 2,000. */
  readonly recvWindowMs?: number;
  /** Kraken's deadline for new and amended orders, 2,000 to 60,000; default 5,000. */
  readonly deadlineMs?: number;
  /** Other exchanges: leave ccxt's private streams alone, where they are not to be trusted; news then come by asking. */
  readonly newsByAsking?: boolean;
  /** Kraken: added to the clock's microseconds. A leader that takes over jumps ahead, and what the old one still sends is refused. */
  readonly nonceAhead?: number;
}

/** Rules of an instrument at the venue today. */
export interface InstrumentRules {
  readonly specification: InstrumentSpecification;
  /** Exact decimal text, null where the venue names none. */
  readonly minimumQuantity: string | null;
  readonly maximumQuantity: string | null;
  readonly minimumNotional: string | null;
  /** The account's own rates, or the venue's published first tier where it does not tell. */
  readonly feesFrom: 'account' | 'published';
}

export interface AccountReport {
  /** Null where the venue does not tell. */
  readonly canTrade: boolean | null;
  readonly canWithdraw: boolean | null;
  readonly ipBound: boolean | null;
  readonly accountType: 'unified' | 'classic' | 'spot' | 'unknown';
  readonly positionMode: 'one-way' | 'hedge' | 'none' | 'unknown';
  /** The venue's own word. */
  readonly marginMode: string;
}
