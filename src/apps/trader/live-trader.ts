/** The trader of a session on a venue: link, feed, journal and recovery around one LiveSession, and what control sees of it. */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type CcxtFeed, openCcxtFeed } from '../../adapters/ccxt-venues/ccxt-feed.ts';
import { type CcxtLink, openCcxtLink } from '../../adapters/ccxt-venues/ccxt-link.ts';
import type { CcxtLinkOptions } from '../../adapters/ccxt-venues/options.ts';
import { type CandleRow, type ExchangeClient, openExchange } from '../../adapters/exchange-history/exchange-client.ts';
import { describeCut } from '../../adapters/journal-files/cut-tail.ts';
import { type FileJournal, journalFolder, openJournal } from '../../adapters/journal-files/open-journal.ts';
import type { VenueLinkStatus } from '../../api/control.ts';
import type { SessionStatus } from '../../api/session.ts';
import type { InstrumentSpecification } from '../../core/domain/instrument.ts';
import { InputError } from '../../core/domain/result.ts';
import { CandleBarrier } from '../../core/market/candle-barrier.ts';
import { createCandles } from '../../core/market/candles.ts';
import type { FeedNews } from '../../core/market/market-feed.ts';
import type { AuditEntry } from '../../core/operations/control-port.ts';
import type { Environment } from '../../core/operations/environment-guard.ts';
import type { VenueAnswer, VenueRequest } from '../../core/trading/broker/venue-link.ts';
import type { WatchDemand } from '../../core/trading/engine/journaled-session.ts';
import type { SessionOptions } from '../../core/trading/engine/open-session.ts';
import { createHistory } from '../../core/trading/engine/step-history.ts';
import { SESSION_KIND } from '../../core/trading/engine/steps.ts';
import { LiveSession } from '../../core/trading/live/live-session.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';
import { builtInProfile } from '../../core/trading/risk/profile.ts';
import { note } from '../cli/output.ts';
import type { LiveConfig } from '../config.ts';
import { createPaperSource, type PaperSource } from './live-source.ts';
import { strategyInputs } from './paper-session.ts';
import { appendAudit, healthOf, journalStatus, modeAnswer, modeCommandOf, stoppedStrategies } from './session-health.ts';
import { TraderRecorder } from './trader-recorder.ts';

const QUANTUM_DECIMALS = 8;
const PATH_MS = 60_000;
const STALE_AFTER_MS = 150_000;
const STRAGGLERS_MS = 2_000;
/** What Bybit and Kraken take at the least, with a third of it kept for exits and cancels. */
const BUDGET = { burst: 10, perSecond: 8, reservedShare: 0.3 };

export interface LiveTraderOptions {
  readonly config: LiveConfig;
  readonly environment: Environment;
  readonly dataFolder: string;
  readonly release: string;
  readonly key: () => string;
  readonly secret: () => string;
  /** Asked right before each change leaves: false while the account is not armed. */
  readonly maySend: () => boolean;
  readonly say?: (line: string) => void;
}

export interface LiveTrader {
  readonly source: PaperSource;
  readonly session: LiveSession;
  readonly journal: FileJournal;
  /** It goes on where it was. */
  readonly resumed: boolean;
  venueLink(): VenueLinkStatus;
  /** Compares with the venue as soon as there is time for it. */
  reconcile(): void;
  /** Writes an act or a refusal down in the journal. */
  audit(entry: AuditEntry): void;
  /** A watcher outside the session demands a mode, or no longer does. */
  watch(demand: WatchDemand): void;
  stop(): Promise<void>;
}

/** What a session was begun with: recorded, and held to at every start. */
interface Setup {
  readonly config: LiveConfig;
  readonly instruments: readonly InstrumentSpecification[];
  /** Deposit in account currency: what the venue held when the session began. */
  readonly cash: number;
  /** By the venue's clock. */
  readonly beganAt: number;
}

export async function openLiveTrader(options: LiveTraderOptions): Promise<LiveTrader> {
  const { config, say = note } = options;
  const venue: CcxtLinkOptions = {
    venue: config.venue.name,
    instruments: config.instruments.map((one) => ({ ...one, category: config.venue.category })),
    ...(config.venue.url === undefined ? {} : { baseUrl: config.venue.url }),
    now: Date.now,
    key: options.key,
    secret: options.secret,
    onNotice: ({ code, message }) => say(`${code}: ${message}`),
  };
  const opened: (() => void | Promise<void>)[] = [];
  try {
    const link = await openCcxtLink(venue);
    opened.push(() => link.close());
    await link.start();
    mkdirSync(join(options.dataFolder, 'journal'), { recursive: true, mode: 0o700 });
    const journal = await openJournal(journalFolder(options.dataFolder, config.account), { account: config.account, create: true });
    opened.push(() => journal.close());
    if (journal.opened.cut !== null) say(describeCut(journal.opened.cut, journal.last));
    const feed = await openCcxtFeed({
      ...venue,
      subscriptions: config.instruments.map(({ id }) => ({ instrument: id, timeframesMs: [PATH_MS] })),
    });
    opened.push(() => feed.close());
    const setup = await setupOf(options, link, journal);
    return await run({ options, link, journal, feed, setup, say });
  } catch (error) {
    for (const close of opened.reverse()) await close();
    throw error;
  }
}

/** As the session began, or, for a new one, as the venue is now. */
async function setupOf({ config }: LiveTraderOptions, link: CcxtLink, journal: FileJournal): Promise<Setup> {
  const instruments = (await link.instruments()).map(({ specification }) => ({ ...specification, leverage: config.leverage }));
  for (const { kind, body } of journal.readEntries(1)) {
    if (kind !== SESSION_KIND) continue;
    const begun = body as Setup;
    requireSameSteps(begun.instruments, instruments);
    return { ...begun, config };
  }
  const [time, answer] = [await askOnce(link, { kind: 'time' }), await askOnce(link, { kind: 'balances' })];
  if (!time.ok || time.kind !== 'time')
    throw new InputError('VENUE_TIME', `the venue did not tell its time: ${time.ok ? '' : time.message}`, 3);
  if (!answer.ok || answer.kind !== 'balances')
    throw new InputError('VENUE_BALANCE', `the venue did not tell what the account holds: ${answer.ok ? '' : answer.message}`, 3);
  const cash = Number(answer.balances.find(({ currency }) => currency === config.currency)?.total ?? 0);
  if (!(cash > 0))
    throw new InputError(
      'NO_FUNDS',
      `expected ${config.currency} in the account, found none; fund it, or name its currency in the configuration`,
      3,
    );
  return { config, instruments: [...instruments].sort((a, b) => (a.id < b.id ? -1 : 1)), cash, beganAt: time.venueTime };
}

/** Quantities in the journal are counted in lots and ticks: with other steps they would mean something else. */
function requireSameSteps(begun: readonly InstrumentSpecification[], now: readonly InstrumentSpecification[]): void {
  for (const { id, tickSize, lotSize } of begun) {
    const rules = now.find((one) => one.id === id);
    if (rules?.tickSize === tickSize && rules.lotSize === lotSize) continue;
    throw new InputError(
      'INSTRUMENT_CHANGED',
      `${id}: the session began with ticks of ${tickSize} and lots of ${lotSize}, the venue now has ${rules ? `${rules.tickSize} and ${rules.lotSize}` : 'no such instrument'}; close its positions and begin a new account`,
      3,
    );
  }
}

function askOnce(link: CcxtLink, request: VenueRequest): Promise<VenueAnswer> {
  return new Promise((resolve) => {
    link.listen({ answered: (_, answer) => resolve(answer), told: () => {} });
    link.ask(0, request, () => true);
  });
}

interface Parts {
  readonly options: LiveTraderOptions;
  readonly link: CcxtLink;
  readonly journal: FileJournal;
  readonly feed: CcxtFeed;
  readonly setup: Setup;
  readonly say: (line: string) => void;
}

async function sessionOptions({ options: { config }, setup }: Parts): Promise<SessionOptions> {
  const strategies = await strategyInputs(config.strategies);
  return {
    markets: setup.instruments.map((instrument) => {
      const larger = new Set(strategies.filter(({ instrumentId }) => instrumentId === instrument.id).flatMap(({ reads }) => reads));
      return { instrument, series: [...new Set([PATH_MS, ...larger])].map((ms) => ({ timeframeMs: ms, candles: createCandles(0) })) };
    }),
    strategies,
    owner: true,
    cash: setup.cash,
    quantumDecimals: QUANTUM_DECIMALS,
    slippage: { kind: 'none' },
    risk: builtInProfile(config.risk),
    accountCurrency: config.currency,
    seed: config.seed,
  };
}

async function run(parts: Parts): Promise<LiveTrader> {
  const { options, link, journal, feed, setup, say } = parts;
  const { config } = options;
  const recorder = new TraderRecorder({ environment: options.environment, accountId: config.account, quantumDecimals: QUANTUM_DECIMALS });
  const session = new LiveSession({
    session: await sessionOptions(parts),
    recorder,
    journal,
    link: {
      capabilities: link.capabilities,
      // What arrives is taken in, and then the journal and the clock are seen to.
      listen: (listener) =>
        link.listen({
          answered: (request, answer, at) => act(() => listener.answered(request, answer, at)),
          told: (news, at) => {
            if (news.kind === 'link') linkState = { state: news.state, since: at, reason: news.reason };
            act(() => listener.told(news, at));
          },
        }),
      ask: (request, what, mayStillSend) => link.ask(request, what, mayStillSend),
    },
    budget: BUDGET,
    maySend: options.maySend,
    externalTrades: config.externalTrades,
    beganAt: setup.beganAt,
  });
  recorder.watch(session.engine);
  let linkState: { state: 'up' | 'down'; since: number; reason: string } = { state: 'up', since: Date.now(), reason: 'started' };
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let feedAt = Number.NaN;
  let heardAt = Number.NaN;
  const startedAt = Date.now();

  /** Hands something to the session and sets the clock. */
  function act<T>(take: () => T): T {
    const taken = take();
    if (stopped) return taken;
    clearTimeout(timer);
    const next = Math.min(session.nextAt, barrier.nextAt);
    if (Number.isFinite(next)) timer = setTimeout(tick, Math.min(60_000, Math.max(0, next - Date.now())));
    return taken;
  }

  function tick(): void {
    const now = Date.now();
    act(() => {
      barrier.let(now);
      session.tick(now);
    });
  }

  journal.onDurable(() => act(() => session.durable(Date.now())));
  journal.onFailure(() => act(() => session.durable(Date.now())));
  const position = session.recover(journal.readEntries(1), setup);
  const indexOf = new Map(setup.instruments.map(({ id }, index) => [id, index]));
  const barrier = new CandleBarrier(
    {
      instruments: setup.instruments.length,
      timeframeMs: PATH_MS,
      waitMs: STRAGGLERS_MS,
      closed: (closesAt, candles, at) => session.closed(closesAt, candles, at),
      late: (instrument, closesAt) =>
        say(
          `candle of ${setup.instruments[instrument]?.id} that closed at ${new Date(closesAt).toISOString()} came too late and is missing`,
        ),
    },
    position?.at,
  );

  const hear = (news: FeedNews, receivedAt: number) => {
    heardAt = receivedAt;
    if (news.kind === 'link') say(`market feed ${news.state}: ${news.reason}`);
    if (news.kind !== 'candle' || news.timeframeMs !== PATH_MS) return;
    feedAt = Math.max(Number.isNaN(feedAt) ? 0 : feedAt, news.time);
    const instrument = indexOf.get(news.instrument);
    if (!news.closed || instrument === undefined) return;
    act(() => barrier.arrived([instrument, [news.time, news.open, news.high, news.low, news.close, news.volume]], receivedAt));
  };

  const feedStatus = (): SessionStatus['feed'] => ({
    source: `${config.venue.name} ${config.instruments.map(({ id }) => id).join(', ')} 1m`,
    replayed: false,
    replayDate: null,
    state: Number.isNaN(heardAt) ? 'starting' : Date.now() - heardAt > STALE_AFTER_MS ? 'stale' : 'running',
    at: Number.isNaN(feedAt) ? null : feedAt,
    endsAt: null,
    speed: null,
    ageMs: Number.isNaN(heardAt) ? null : Date.now() - heardAt,
    staleAfterMs: STALE_AFTER_MS,
  });

  const history = createHistory();
  const source = createPaperSource({
    history,
    slots: session.engine.slots,
    instruments: session.engine.instruments,
    streams: session.engine.streams,
    accountId: config.account,
    currency: config.currency,
    quantumDecimals: QUANTUM_DECIMALS,
    startingCash: setup.cash,
    startedAt,
    beginsAt: startedAt,
    profile: builtInProfile(config.risk),
    environment: options.environment,
    world: 'real',
    release: options.release,
    feed: feedStatus,
    journal: () => journalStatus(journal),
    // This process needs none: its journal is the record.
    database: () => ({ state: 'down', since: startedAt, lastError: null, projectedSequence: null }),
    now: Date.now,
    command: async (asked, { by }) => {
      if (asked.kind === 'feed-pause' || asked.kind === 'feed-resume' || asked.kind === 'feed-speed')
        return {
          ok: false,
          refusal: { code: 'FEED_LIVE', message: 'a live market can not be paused or sped up', measured: null, limit: null },
        };
      const done = act(() => session.requestMode(modeCommandOf(asked, by), Date.now()));
      return modeAnswer(journal, asked, done, session.journaled.unrecorded);
    },
    health: () =>
      healthOf(options.release, session.engine.risk.mode, [
        {
          name: 'trader',
          state: stoppedStrategies(history.state?.engine.risk as DeskState | undefined).length > 0 ? 'degraded' : 'ok',
          detail: `mode ${session.engine.risk.mode}`,
        },
        { name: 'feed', state: feedStatus().state === 'stale' ? 'degraded' : 'ok', detail: feedStatus().state },
        {
          name: 'journal',
          state: journal.state === 'open' ? 'ok' : 'failed',
          detail: journal.failure?.message ?? `entry ${journal.durable} durable`,
        },
        { name: 'venue', state: linkState.state === 'up' ? 'ok' : 'degraded', detail: linkState.reason },
      ]),
  });
  const subscription = journal.subscribe(1, (entries) => source.entriesArrived(entries));
  source.subscribe((message) => {
    if (message.type === 'event') say(`${message.event.code}: ${message.event.message}`);
  });

  await catchUp(parts, session, act, position?.at ?? null);
  await feed.start(hear);
  act(() => session.start(Date.now()));

  return {
    source,
    session,
    journal,
    resumed: position !== null,
    venueLink: () => ({ venue: config.venue.name, ...linkState }),
    reconcile: () => act(() => session.reconciliation.soon(Date.now())),
    audit: (entry) => act(() => appendAudit(journal, entry, say)),
    watch: ({ id, demands, reason, demanded }) => act(() => session.watch(id, demands, reason, demanded, Date.now())),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await feed.close();
      await link.close();
      subscription.stop();
      source.stop();
      journal.close();
    },
  };
}

/** Looks up the candles that closed before the feed was heard: the warm-up of a new session, or what a stopped one has missed. */
async function catchUp(
  { options: { config }, setup }: Parts,
  session: LiveSession,
  act: (take: () => void) => void,
  since: number | null,
): Promise<void> {
  const client = await openExchange({
    venue: config.venue.name,
    market: config.venue.category === 'linear' ? 'perpetual' : 'spot',
    ...(config.venue.url === undefined ? {} : { baseUrl: config.venue.url }),
  });
  const symbols = new Map(config.instruments.map(({ id, symbol }) => [id, symbol]));
  const byClose = new Map<number, (readonly [number, readonly number[]])[]>();
  for (const [index, { id }] of setup.instruments.entries()) {
    const first = since ?? Date.now() - config.warmupCandles * PATH_MS;
    for (const row of await candlesFrom(client, symbols.get(id) as string, first)) {
      const closesAt = row[0] + PATH_MS;
      if (since === null || closesAt > since) byClose.set(closesAt, [...(byClose.get(closesAt) ?? []), [index, row]]);
    }
  }
  for (const [closesAt, candles] of [...byClose].sort(([a], [b]) => a - b)) act(() => session.closed(closesAt, candles, Date.now()));
}

/** Candles from a time on, up to the one under way: the last the venue tells is not over, whatever the clock here says. */
async function candlesFrom(client: ExchangeClient, symbol: string, from: number): Promise<CandleRow[]> {
  const rows: CandleRow[] = [];
  for (let start = from; ; ) {
    const page = await client.candles(symbol, '1m', start, start + client.pageCandles * PATH_MS);
    rows.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < client.pageCandles) return rows.slice(0, -1);
    start = last[0] + PATH_MS;
  }
}
