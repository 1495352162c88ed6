/** The trader of a session on a venue: link, feed, journal and recovery around one LiveSession, and what control sees of it. */

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describeCut } from '../../adapters/journal-files/cut-tail.ts';
import { type FileJournal, journalFolder, openJournal } from '../../adapters/journal-files/open-journal.ts';
import { UnrecordedDemandFile } from '../../adapters/journal-files/unrecorded-demand.ts';
import { makeFolder } from '../../adapters/support/make-folder.ts';
import { multipliersOf } from '../../core/trading/engine/net-result.ts';
import { decisionOf } from '../../core/trading/engine/signal-slot.ts';
import type { Slot } from '../../core/trading/engine/slot.ts';
import { createHistory } from '../../core/trading/engine/step-history.ts';
import { LiveSession } from '../../core/trading/live/live-session.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';
import { note } from '../cli/output.ts';
import { riskOf, venueAddresses } from '../config.ts';
import { followLeadership } from '../standby/leadership.ts';
import { openComparisonReports } from './comparison-reports.ts';
import type { AnswerApproval } from './control-desk.ts';
import { createDepthDesk } from './depth-desk.ts';
import { expectBeginning } from './earlier-session.ts';
import { carryOutKeptStops, stopsOnce } from './kept-stops.ts';
import { liveCommands } from './live-commands.ts';
import { liveHealth } from './live-health.ts';
import { liveMarket } from './live-market.ts';
import type { LiveTraderOptions } from './live-options.ts';
import { begunWith, PATH_MS, QUANTUM_DECIMALS, type Setup, sessionOptions, setupOf, withMinima } from './live-setup.ts';
import { stopIsOver, stopLive } from './live-stop.ts';
import { LiveWatch, WATCH_TIMES } from './live-watch.ts';
import type { LiveTrader } from './opened-trader.ts';
import { awayWords, createOrderDesk, waitingApprovals } from './order-desk.ts';
import { failureNotice, untoldNotice } from './rows.ts';
import { keepSnapshots, newestSaved } from './saved-session.ts';
import { sayEvents } from './say-events.ts';
import { appendAudit, journalStatus, recordedDecision, stoppedStrategies, streamOf } from './session-health.ts';
import { createSessionSource } from './session-source.ts';
import { lapseOf } from './signal-door.ts';
import { signalMemory } from './signal-memory.ts';
import { type SteadyClock, steadyClock } from './steady-clock.ts';
import type { TimedLink } from './timed-link.ts';
import { TraderRecorder } from './trader-recorder.ts';
import { demandFile, unrecordedDemands } from './unrecorded-demands.ts';
import { type OpenedVenue, openVenue, type TraderFeed } from './venue-openers.ts';
import { requireToday } from './venue-today.ts';
import { watchViews } from './views-watch.ts';

export type { LiveTrader } from './opened-trader.ts';

const LOOK_EVERY_MS = 1_000;
/** Levels of an order book that a preview walks through. */
const DEPTH = 50;
const CONFIRMED_WITHIN_MS = 2_000;
/** Kraken, microseconds: whatever a trader that was deposed has signed before, its successor's requests are ahead of, the clocks of two machines being what they are. */
const NONCE_AHEAD_PER_EPOCH = 10_000_000;
/** What Bybit and Kraken take at the least, with a third of it kept for exits and cancels. */
const BUDGET = { burst: 10, perSecond: 8, reservedShare: 0.3 };

interface Parts {
  readonly options: LiveTraderOptions;
  readonly link: TimedLink;
  readonly isOpen: OpenedVenue['isOpen'];
  readonly fullComparisonAfter: OpenedVenue['fullComparisonAfter'];
  readonly journal: FileJournal;
  readonly demands: UnrecordedDemandFile;
  readonly feed: TraderFeed;
  readonly setup: Setup;
  /** Those of the setup, with what may have changed since. */
  readonly instruments: Setup['instruments'];
  /** Where recovery goes on from; null: from the journal's beginning. */
  readonly saved: ReturnType<typeof newestSaved>;
  readonly clock: SteadyClock;
  readonly say: (line: string) => void;
}

export async function openLiveTrader(options: LiveTraderOptions): Promise<LiveTrader> {
  const { config, leadership, say = note, clock = steadyClock() } = options;
  expectBeginning(options.dataFolder, config.account, options.beginsAnew ?? false);
  const nonceAhead = leadership === undefined ? 0 : leadership.epoch * NONCE_AHEAD_PER_EPOCH;
  const opened: (() => void | Promise<void>)[] = [];
  try {
    const venue = await openVenue(config, { ...options, pathMs: PATH_MS, now: clock.now, say, nonceAhead });
    const { link, openFeed, isOpen, fullComparisonAfter } = venue;
    opened.push(() => link.close());
    await requireToday(venue, venueAddresses(config), clock.now());
    makeFolder(join(options.dataFolder, 'journal'));
    const folder = journalFolder(options.dataFolder, config.account);
    const held = leadership && { takesOver: leadership.holds, confirm: leadership.confirm };
    const journal = await openJournal(folder, {
      ...{ account: config.account, create: true, check: 'since-snapshot', now: clock.now },
      ...held,
    });
    opened.push(() => journal.close());
    if (journal.opened.cut !== null) say(describeCut(journal.opened.cut, journal.last));
    const demands = await UnrecordedDemandFile.open(demandFile(options.dataFolder, config.account));
    opened.push(() => demands.close());
    const feed = await openFeed();
    opened.push(() => feed.close());
    const saved = newestSaved(journal, say);
    const rules = await link.instruments();
    const setup = await setupOf(config, link, rules, saved === null ? begunWith(journal) : (saved.session.setup as Setup), options.mode);
    const instruments = withMinima(setup.instruments, rules);
    return await run({ options, link, isOpen, fullComparisonAfter, journal, demands, feed, setup, instruments, saved, clock, say });
  } catch (error) {
    for (const close of opened.reverse()) await close();
    throw error;
  }
}

async function run(parts: Parts): Promise<LiveTrader> {
  const { options, link, isOpen, fullComparisonAfter, journal, demands, feed, setup, instruments, saved, clock, say } = parts;
  const { config, leadership, times = WATCH_TIMES } = options;
  const { now } = clock;
  const byHand = config.manualOrders ?? true;
  const profile = riskOf(config);
  const recorder = new TraderRecorder({
    environment: options.environment,
    // A new journal begins to count anew, and the venue remembers the ids of the one before: when it began is a part of them.
    accountId: `${config.account}:${setup.beganAt}`,
    quantumDecimals: QUANTUM_DECIMALS,
  });
  const reports = openComparisonReports(options.dataFolder, config.account, say);
  const session = new LiveSession({
    session: await sessionOptions({ ...setup, instruments }, profile),
    recorder,
    journal,
    link: {
      capabilities: link.capabilities,
      // What arrives is taken in, and then the journal and the clock are seen to.
      listen: (listener) =>
        link.listen({
          answered: (request, answer, at) => {
            watch.answered(answer, at);
            act(() => listener.answered(request, answer, at));
          },
          told: (news, at) => {
            if (news.kind === 'link') linkState = { state: news.state, since: at, reason: news.reason };
            if (news.kind !== 'link' || news.state === 'up') watch.venueHeard(at);
            act(() => listener.told(news, at));
          },
        }),
      ask: (request, what, mayStillSend) => link.ask(request, what, mayStillSend),
    },
    budget: BUDGET,
    maySend: () => !stopped && (leadership?.holds() ?? true),
    isUnconfirmed: () => journal.isUnconfirmed,
    mayOpen: options.armed,
    journalPendingMs: () => journal.oldestPendingMs(now()),
    externalTrades: config.externalTrades,
    ...{ ignored: reports.ignored, ...(fullComparisonAfter && { fullComparisonAfter }) },
    beganAt: setup.beganAt,
    // What nobody can read in the journal is told all the same.
    onUnrecorded: ({ notices = [] }) => {
      for (const notice of notices) source.tell(untoldNotice(notice, now()));
    },
  });
  recorder.watch(session.engine);
  const startedAt = now();
  let linkState: { state: 'up' | 'down'; since: number; reason: string } = { state: 'up', since: startedAt, reason: 'started' };
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let compared = session.lastComparison;

  /** Hands something to the session and sets the clock. */
  function act<T>(take: () => T): T {
    const taken = take();
    if (stopped) return taken;
    clearTimeout(timer);
    unrecorded.look();
    if (compared !== session.lastComparison) tellComparison();
    const next = Math.min(session.nextAt, market.nextAt);
    if (Number.isFinite(next)) timer = setTimeout(tick, Math.min(60_000, Math.max(0, next - now())));
    return taken;
  }

  function tick(): void {
    const at = now();
    act(() => {
      market.look(at);
      session.tick(at);
    });
  }

  /** Each change, and the first one: clean ones come every minute. */
  function tellComparison(): void {
    const before = compared;
    compared = session.lastComparison;
    if (compared !== null) reports.take(compared);
    const found = compared?.differences.length ?? 0;
    if (before !== null && found === before.differences.length) return;
    say(found === 0 ? 'compared with the venue: clean' : `compared with the venue: ${found} ${found === 1 ? 'difference' : 'differences'}`);
  }

  const unrecorded = unrecordedDemands(demands, {
    ...{ journaled: session.journaled, journal, now, say },
    requestMode: (asked) => session.requestMode(asked, now()),
  });

  const watch = new LiveWatch({
    session,
    notice: (code, message) => recorder.noticed(code, message),
    instruments: setup.instruments.map(({ id }) => id),
    isOpen,
    linkUp: () => linkState.state === 'up',
    armed: options.armed,
    ...(options.arming && { arming: options.arming }),
    venueOffsetMs: () => link.serverTimeOffsetMs,
    clockSetMs: clock.setBackMs,
    journalPendingMs: (at) => (journal.state === 'open' && !journal.isUnconfirmed ? journal.oldestPendingMs(at) : 0),
    times,
    startedAt,
  });

  const market = liveMarket({ config, feed, instruments: setup.instruments, session, watch, now, act, say });

  const history = saved?.past.history ?? createHistory();

  const databaseStatus = () =>
    options.database?.status() ?? { state: 'none' as const, since: startedAt, lastError: null, projectedSequence: null };

  const health = () =>
    liveHealth({
      database: databaseStatus(),
      release: options.release,
      mode: session.engine.risk.mode,
      troubles: watch.troubles(),
      stopped: leadership?.lapse() ?? stoppedStrategies(history.state?.engine.risk as DeskState | undefined).join('; '),
      feed: market.status().state,
      journal,
      now: now(),
      journalLateMs: times.journalLateMs,
      link: { ...venueLine(), offsetMs: link.serverTimeOffsetMs },
    });

  /** On paper the account is here, and what there is of the venue is its prices. */
  const venueLine = () => (options.mode === 'paper' && watch.lineDown !== null ? { state: 'down' as const, ...watch.lineDown } : linkState);

  const source = createSessionSource({
    history,
    stream: streamOf(config.account, journal),
    before: saved === null ? undefined : { past: saved.past, paths: saved.session.paths },
    slots: session.engine.slots,
    instruments: session.engine.instruments,
    streams: session.engine.streams,
    accountId: config.account,
    currency: config.currency,
    quantumDecimals: QUANTUM_DECIMALS,
    startingCash: setup.cash,
    startedAt,
    beginsAt: setup.beganAt,
    profile,
    riskDesk: session.engine.risk,
    environment: options.environment,
    world: options.mode,
    release: options.release,
    feed: market.status,
    byHand: () => ({ approvals: waitingApprovals(session.engine, recorder.approvals), byHand }),
    journal: () => journalStatus(journal),
    // Trading needs none: the journal is the record.
    database: databaseStatus,
    now,
    command: stopsOnce(liveCommands({ session, journal, act, unrecorded, now, resumed: () => views?.resumed() })),
    health,
  });

  const answerApproval: AnswerApproval = async (answer) => {
    // As an entry by hand: nothing is opened at a price that is old. It may still be answered when prices are back.
    const waiting = answer.approved ? recorder.approvals.get(answer.decisionId) : undefined;
    const silence = waiting && watch.silence((session.engine.slots[waiting.slot] as Slot).instrument.id, now());
    if (silence)
      return { journalSequence: journal.last, refusal: { ...silence, message: `${silence.message}; it goes on waiting for an answer` } };
    const { sequence, refusal, order } = act(() => session.answerApproval(answer, now()));
    await journal.whenDurable(sequence);
    return { journalSequence: sequence, refusal, order };
  };
  const orders = createOrderDesk({
    ...{ engine: session.engine, journal, answerApproval, quantumDecimals: QUANTUM_DECIMALS, currency: config.currency, now },
    manual: (asked) => act(() => session.manual(asked, now())),
    wasAsked: (asked) => session.acts.find(asked) !== null,
    found: (commandId, after) => session.acts.found(commandId, after),
    opens: byHand,
    slippageRatio: null,
    book: (instrument, side) => market.depth.book(instrument)?.levels(side, DEPTH) ?? null,
    depth: createDepthDesk(market.depth, now),
    quiet: (instrument) => watch.silence(instrument, now()),
    away: () => awayWords(venueLine()),
    lapsed: () => lapseOf({ leadership: leadership ?? null }),
  });

  const known = journal.last;
  const signals = signalMemory(journal, now, saved?.signals);
  const position = session.recover(signals.noting(journal.readEntries((saved?.sequence ?? 0) + 1)), setup, saved?.session);
  // Before any candle is decided on: what the past suggests is recorded, never sent.
  session.watch('starting', 'OBSERVATION', 'the venue has not been compared yet', true, startedAt);
  stopIsOver(session, startedAt);
  unrecorded.begin();
  // What a session in prod has left behind: without an arming nothing is counted, nor kept small.
  if (!options.arming) session.act(startedAt, ({ risk }) => risk.armed(null, 0));
  if (leadership) followLeadership(leadership, { session, recorder, now, act, tell: (event) => source.tell(event) });
  watch.begin(startedAt);
  watch.look(startedAt);
  const keptStops = carryOutKeptStops({ dataFolder: options.dataFolder, command: source.command, say });
  journal.onDurable(() => act(() => session.durable(now())));
  journal.onFailure((failure) => {
    const { message } = failure;
    source.tell(failureNotice(failure, now()));
    unrecorded.failed(failure);
    // The attempt to write this down is what lets exits go without being written down.
    act(() => session.watch('journal', 'PAUSE', `the journal can't be written: ${message}`, true, now()));
  });
  const subscription = journal.subscribe(history.lastSequence + 1, (entries) => source.entriesArrived(entries));
  sayEvents(source, known, say);

  const captured = () => ({ session: session.capture(setup), past: source.past(), signals: signals.state });
  const snapshots = keepSnapshots(journal, captured, { say, ...(saved && { taken: saved.sequence }) });

  const hold = (reason: string | null) =>
    act(() => session.watch('unchecked-journal', 'OBSERVATION', reason ?? '', reason !== null, now()));
  if (!options.database) hold(null);
  const views =
    options.database &&
    watchViews({
      database: options.database,
      journal,
      entries: { wasCut: journal.opened.cut !== null, hold },
      account: {
        account: config.account,
        world: options.mode,
        currency: config.currency,
        environment: options.environment,
        release: options.release,
        multiplierOf: multipliersOf(session.engine.instruments),
      },
      say,
      tell: (event) => source.tell({ at: now(), ...event }),
      mode: () => session.engine.risk.mode,
      requestMode: (asked) => void act(() => session.requestMode(asked, now())),
    });

  await market.start(position?.at ?? null);
  act(() => session.start(now()));
  const looks = setInterval(() => act(() => watch.look(now())), Math.min(LOOK_EVERY_MS, times.feedMs / 4, times.clockEveryMs));

  return {
    source,
    session,
    journal,
    now,
    resumed: position !== null,
    leadership: leadership ?? null,
    venueLink: () => ({ venue: config.venue.name, ...venueLine() }),
    orderLatency: link.orderLatency,
    venueTrouble: () => watch.failing(now()),
    reports,
    correct: (difference, as) => act(() => session.correct(difference, as, now())),
    reconcile: () => act(() => session.reconciliation.soon(now(), true)),
    joinReconciliation: () => act(() => session.reconciliation.join(now())),
    signalMemory: signals,
    async signal(wish) {
      // A strategy decides at a candle; a signal comes at any time, also when the last price is old.
      const silence = wish.kind === 'entry' ? watch.silence(wish.symbol, now()) : null;
      if (silence !== null) return decisionOf(wish, silence, undefined, undefined, '');
      const decision = act(() => session.signal(wish, now()));
      return recordedDecision(journal, wish, decision);
    },
    answerApproval,
    orders,
    audit: (entry) => act(() => appendAudit(journal, entry, say)),
    watch: ({ id, demands, reason, demanded }) => act(() => session.watch(id, demands, reason, demanded, now())),
    armed: () => act(() => watch.lookAtArming(now())),
    retire: () => stopLive(session, now, (work) => act(work)),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearInterval(looks);
      keptStops.close();
      await feed.close();
      await link.close();
      await options.database?.stop();
      await snapshots.stop();
      subscription.stop();
      source.stop();
      // The one that stands by goes on from what it has, and what it has is what was confirmed.
      if (leadership) await Promise.race([journal.whenDurable(journal.last).catch(() => {}), pause(CONFIRMED_WITHIN_MS)]);
      journal.close();
      await demands.close();
    },
  };
}
