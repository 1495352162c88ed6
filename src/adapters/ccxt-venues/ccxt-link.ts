/** Opens a venue through ccxt as the broker's link: asks once, answers once, tells what the private streams bring. */

import type { Exchange } from 'ccxt';
import { InputError } from '../../core/domain/result.ts';
import type {
  LinkListener,
  VenueCapabilities,
  VenueFailure,
  VenueLink,
  VenueNews,
  VenueRequest,
} from '../../core/trading/broker/venue-link.ts';
import { askingAgain } from './ask-again.ts';
import { readBybit } from './bybit/failures.ts';
import { bybitCapabilities, bybitCcxtOptions, bybitLink } from './bybit/link.ts';
import type { LinkDialect, LinkSession } from './dialect.ts';
import { failureOf } from './generic/failures.ts';
import { genericCapabilities, genericLink } from './generic/link.ts';
import { createBook } from './instrument-book.ts';
import { joinStreams } from './join-streams.ts';
import type { KeptStream } from './keep-stream.ts';
import { readKraken } from './kraken/failures.ts';
import { krakenCapabilities, krakenLink } from './kraken/link.ts';
import { bestOffset, type OffsetSample } from './link-time.ts';
import { newestCandleOf } from './newest-candle.ts';
import { type AnswerReader, type Call, openExchange } from './open-exchange.ts';
import type { AccountReport, CcxtLinkOptions, InstrumentRules } from './options.ts';
import { VenueError } from './venue-error.ts';

export interface CcxtLink extends VenueLink {
  /**
   * Loads the markets, measures the clock, checks the account, opens the private streams and waits until they are up.
   * What fails to start is closed. InputError: SYMBOL_UNKNOWN, KEY_CAN_WITHDRAW, HEDGE_MODE, ACCOUNT_NOT_UNIFIED, VENUE_UNREACHABLE, KEY_REFUSED.
   */
  start(): Promise<void>;
  close(): Promise<void>;
  /** InputError VENUE_UNREACHABLE, KEY_REFUSED. */
  instruments(): Promise<readonly InstrumentRules[]>;
  /** The same errors. */
  account(): Promise<AccountReport>;
  /** When the newest candle of a minute began, of any instrument, epoch ms; null where there is none. The same errors. */
  newestCandle(): Promise<number | null>;
  /** The venue's clock minus ours, ms, as last measured. */
  readonly serverTimeOffsetMs: number;
}

interface LinkKind {
  readonly read: ((now: () => number) => AnswerReader) | null;
  readonly ccxtOptions: (options: CcxtLinkOptions) => object;
  readonly capabilities: (options: CcxtLinkOptions, exchange: Exchange) => VenueCapabilities;
  readonly create: (session: LinkSession) => LinkDialect;
}

/** Bybit's national sites are the same machine under other names. */
const BYBIT: LinkKind = { read: () => readBybit, ccxtOptions: bybitCcxtOptions, capabilities: bybitCapabilities, create: bybitLink };
const KRAKEN: LinkKind = { read: readKraken, ccxtOptions: () => ({}), capabilities: krakenCapabilities, create: krakenLink };
const GENERIC: LinkKind = { read: null, ccxtOptions: () => ({}), capabilities: genericCapabilities, create: genericLink };
const KINDS = new Map([
  ['bybit', BYBIT],
  ['bybiteu', BYBIT],
  ['bybitid', BYBIT],
  ['kraken', KRAKEN],
]);
const TIME_SAMPLES = 3;
const STREAMS_UP_WITHIN_MS = 20_000;

/** The exchange is made at once, so that its capabilities can be read; nothing is asked before `start`. */
export async function openCcxtLink(options: CcxtLinkOptions): Promise<CcxtLink> {
  const kind = KINDS.get(options.venue) ?? GENERIC;
  const open = await openExchange(options, options, kind.read?.(options.now) ?? null, kind.ccxtOptions(options));
  let listener: LinkListener | null = null;
  let dialect: LinkDialect | null = null;
  let streams: KeptStream | null = null;
  let samples: readonly OffsetSample[] = [];
  let offsetMs = 0;
  let isClosed = false;

  const tell = (news: VenueNews) => {
    if (!isClosed) listener?.told(news, options.now());
  };
  const notice: LinkSession['notice'] = (code, message) => options.onNotice?.({ code, message: open.redact(message).slice(0, 300) });
  const measure = async (call: Call, asked: LinkDialect) => {
    const askedAt = options.now();
    const answer = await open.during(call, () => asked.answer({ kind: 'time' }));
    if (!answer.ok || answer.kind !== 'time') throw new Error('a time was asked and something else answered');
    return { answer, sample: { askedAt, answeredAt: options.now(), venueTime: answer.venueTime } satisfies OffsetSample };
  };
  const correctClock = (sample: OffsetSample) => {
    samples = [...samples, sample].slice(-TIME_SAMPLES);
    offsetMs = bestOffset(samples);
    // ccxt signs with its clock minus this.
    open.exchange.options.timeDifference = -offsetMs;
  };
  const failed = (error: unknown, call: Call): VenueFailure => {
    const failure = error instanceof VenueError ? error.failure : failureOf(error);
    // Something of this request has been done already: a later refusal is about a part of it.
    const outcome = call.changes > 0 ? 'unknown' : failure.outcome;
    return { ...failure, outcome, venueCode: open.redact(failure.venueCode), message: open.redact(failure.message) };
  };

  const asInputError = (error: unknown, what: string): InputError => {
    if (error instanceof InputError) return error;
    const { code, message } = failed(error, { mayStillSend: () => true, changes: 0 });
    return new InputError(code === 'KEY_REFUSED' ? code : 'VENUE_UNREACHABLE', `${options.venue}: ${what}: ${message}`, 3);
  };
  const asStarted = async <T>(what: string, work: (started: LinkDialect) => Promise<T>): Promise<T> => {
    try {
      if (!dialect) throw notStarted();
      return await work(dialect);
    } catch (error) {
      throw asInputError(error, what);
    }
  };

  const again = askingAgain(options, notice);

  const link: CcxtLink = {
    capabilities: kind.capabilities(options, open.exchange),
    get serverTimeOffsetMs() {
      return offsetMs;
    },
    listen: (to) => {
      listener = to;
    },
    ask: (request, what, mayStillSend) => {
      const call: Call = { mayStillSend, changes: 0 };
      const answer = dialect ? answered(dialect, what, call) : Promise.reject(notStarted());
      answer.then(
        (good) => listener?.answered(request, good, options.now()),
        (error: unknown) => listener?.answered(request, failed(error, call), options.now()),
      );
    },
    start: async () => {
      const free: Call = { mayStillSend: () => true, changes: 0 };
      try {
        // Bybit's list of coins needs a key with more rights than trading does.
        if (kind === BYBIT) open.exchange.has.fetchCurrencies = false;
        // ccxt keeps the promise of a load that has failed: it has to be told to load again.
        await again(() => open.during(free, () => open.exchange.loadMarkets(true)));
        const session: LinkSession = {
          open,
          options,
          book: createBook(options.venue, options.instruments, open.exchange.markets as never),
          venueTime: () => options.now() + offsetMs,
          tell,
          notice,
        };
        const created = kind.create(session);
        for (let count = 0; count < TIME_SAMPLES; count++) correctClock((await again(() => measure(free, created))).sample);
        refuseAccount(await again(() => open.during(free, () => created.account())), options.venue);
        dialect = created;
        await openStreams(created);
      } catch (error) {
        await link.close();
        throw asInputError(error, 'could not start');
      }
    },
    close: async () => {
      isClosed = true;
      streams?.close();
      await open.close();
    },
    instruments: () =>
      asStarted('could not tell its rules', async (started) => {
        const rules: InstrumentRules[] = [];
        for (const entry of started.entries) rules.push(await again(() => started.rules(entry)));
        return rules;
      }),
    account: () => asStarted('could not tell about the account', (started) => started.account()),
    newestCandle: () => asStarted('could not tell its newest prices', (started) => newestCandleOf(open, started.entries, again)),
  };

  const answered = async (asked: LinkDialect, what: VenueRequest, call: Call) => {
    if (what.kind !== 'time') return open.during(call, () => asked.answer(what));
    const { answer, sample } = await measure(call, asked);
    correctClock(sample);
    return answer;
  };

  /** Resolves when the streams are up for the first time. */
  const openStreams = (asked: LinkDialect): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let lastReason = 'no answer';
    const openers = asked.privateStreams();
    const up = (reason: string) => {
      tell({ kind: 'link', state: 'up', reason });
      resolve();
    };
    streams = joinStreams(openers, {
      up: () => up('subscribed'),
      down: (reason) => tell({ kind: 'link', state: 'down', reason: open.redact(reason) }),
      broke: (reason) => {
        lastReason = reason;
      },
      unreadable: (message) => notice('FRAME_UNREADABLE', message),
    });
    if (openers.length === 0) up('no stream: news come by asking');
    const timer = setTimeout(
      () => reject(new VenueError('unknown', 'CONNECTION_LOST', `its private stream did not open: ${lastReason}`)),
      STREAMS_UP_WITHIN_MS,
    );
    return promise.finally(() => clearTimeout(timer));
  };
  return link;
}

function notStarted(): VenueError {
  return new VenueError('not-sent', 'CONNECTION_LOST', 'the link has not been started');
}

/** Trading needs no withdrawals; hedge mode keeps two positions where the ledger has one. */
function refuseAccount(account: AccountReport, venue: string): void {
  if (account.canWithdraw === true)
    throw new InputError('KEY_CAN_WITHDRAW', `${venue}: expected a key without withdrawal permission, found one with it; make a new key`);
  if (account.positionMode === 'hedge')
    throw new InputError('HEDGE_MODE', `${venue}: expected one-way position mode, found hedge mode; switch it at the venue`);
  if (account.accountType === 'classic')
    throw new InputError(
      'ACCOUNT_NOT_UNIFIED',
      `${venue}: expected a unified trading account, found a classic one; upgrade it at the venue`,
    );
}
