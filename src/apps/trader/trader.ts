/** The trader of `up`: journal, recovery, feed, commands, and what the web interface and the database see of them. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandResult, OrderSource } from '../../adapters/http/live-source.ts';
import { type CutTail, describeCut } from '../../adapters/journal-files/cut-tail.ts';
import { type FileJournal, journalFolder, openJournal } from '../../adapters/journal-files/open-journal.ts';
import { UnrecordedDemandFile } from '../../adapters/journal-files/unrecorded-demand.ts';
import { ReplayFeed } from '../../adapters/replay-feed/replay-feed.ts';
import { makeFolder } from '../../adapters/support/make-folder.ts';
import type { SessionCommand } from '../../api/commands.ts';
import type { Health } from '../../api/health.ts';
import type { SessionStatus } from '../../api/session.ts';
import type { Refusal } from '../../core/domain/result.ts';
import { timeframeText } from '../../core/market/timeframe.ts';
import type { AuditEntry } from '../../core/operations/control-port.ts';
import type { SessionParts, WatchDemand } from '../../core/trading/engine/journaled-session.ts';
import { multipliersOf } from '../../core/trading/engine/net-result.ts';
import { createHistory } from '../../core/trading/engine/step-history.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';
import type { SignalDecision, SignalWish } from '../../core/trading/signals/signal-wish.ts';
import { note } from '../cli/output.ts';
import type { PaperConfig } from '../config.ts';
import { PROJECT_FOLDER } from '../strategy-registry.ts';
import type { AnswerApproval } from './control-desk.ts';
import type { DatabaseRole } from './database-role.ts';
import { createDepthDesk } from './depth-desk.ts';
import { feedControlIn, recordFeed, takenUp } from './feed-control.ts';
import { carryOutKeptStops, stopsOnce } from './kept-stops.ts';
import { NO_DEPTH } from './market-depth.ts';
import { createOrderDesk, waitingApprovals } from './order-desk.ts';
import { openPaperSession, type PaperSession, QUANTUM_DECIMALS } from './paper-session.ts';
import { failureNotice, untoldNotice } from './rows.ts';
import { keepSnapshots, newestSaved } from './saved-session.ts';
import {
  appendAudit,
  databaseHealth,
  healthOf,
  journalStatus,
  type ModeRequest,
  modeAnswer,
  modeCommandOf,
  notedAnswer,
  recordedDecision,
  stoppedStrategies,
  streamOf,
} from './session-health.ts';
import { createSessionSource, eachMessage, type SessionSource } from './session-source.ts';
import { startAgainCommand } from './start-again.ts';
import { steeringAnswer, strategyCommandOf } from './steering.ts';
import { demandFile, unrecordedDemands } from './unrecorded-demands.ts';
import { watchViews } from './views-watch.ts';

const STALE_AFTER_MS = 60_000;
const FEED_EVENTS = { 'feed-pause': 'FEED_PAUSED', 'feed-resume': 'FEED_RESUMED', 'feed-speed': 'FEED_SPEED' } as const;

export interface TraderOptions {
  readonly config: PaperConfig;
  readonly dataFolder: string;
  readonly release: string;
  readonly speed: number;
  readonly database: DatabaseRole;
  /** The command line that this start was asked for with: its options are kept by the one that starts afresh. */
  readonly begunWith: readonly string[];
  /** Tells whoever sits at the terminal; stderr by default. */
  readonly say?: (line: string) => void;
}

export interface Trader {
  readonly source: SessionSource;
  readonly paper: PaperSession;
  readonly feed: ReplayFeed;
  start(): void;
  /** A signal from outside: settles when its decision is on disk. */
  signal(wish: SignalWish): Promise<SignalDecision>;
  readonly answerApproval: AnswerApproval;
  /** Orders by hand. */
  readonly orders: OrderSource;
  /** Writes an act or a refusal down in the journal. */
  audit(entry: AuditEntry): void;
  /** A watcher outside the session demands a mode, or no longer does. */
  watch(demand: WatchDemand): void;
  /** The end of the journal that this start cut off. */
  readonly cut: CutTail | null;
  /** Settles when the feed has told everything. */
  readonly finished: Promise<void>;
  stop(): Promise<void>;
}

async function recovered(
  { config, dataFolder, say = note }: TraderOptions,
  journal: FileJournal,
  onUnrecorded: SessionParts['onUnrecorded'],
) {
  const demands = await UnrecordedDemandFile.open(demandFile(dataFolder, config.account));
  try {
    const saved = newestSaved(journal, say);
    return { paper: await openPaperSession(config, journal, saved, onUnrecorded), saved, demands };
  } catch (error) {
    await demands.close();
    throw error;
  }
}

const REPLAY_OVER: Refusal = {
  code: 'REPLAY_OVER',
  message: 'the replay has ended: no price comes any more that an order could be filled at; begin another session',
};

export async function openTrader(options: TraderOptions): Promise<Trader> {
  const { config, database, say = note } = options;
  const folder = journalFolder(options.dataFolder, config.account);
  makeFolder(join(options.dataFolder, 'journal'));
  // A paper account may begin by itself; a real one is only ever begun by an explicit command.
  const journal = await openJournal(folder, { account: config.account, create: true, check: 'since-snapshot' });
  const { cut } = journal.opened;
  if (cut !== null) say(describeCut(cut, journal.last));
  // What nobody can read in the journal is told all the same, and a kill among it is put aside.
  const onUnrecorded: SessionParts['onUnrecorded'] = ({ notices = [] }) => {
    for (const notice of notices) source.tell(untoldNotice(notice, sessionTime()));
    unrecorded.look();
  };
  const { paper, saved, demands } = await recovered(options, journal, onUnrecorded).catch((error: unknown) => {
    journal.close();
    throw error;
  });
  const { session, journaled } = paper;
  const startedAt = Date.now();
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });

  let feedControl = feedControlIn(journal.readEntries(Math.max(journal.first, (saved?.sequence ?? 0) + 1)), saved?.feed ?? null);
  const replay = takenUp(feedControl, options.speed);
  const feed = new ReplayFeed(
    paper.sources.map((source, instrument) => ({ instrument, ...(source.series[0] as (typeof source.series)[number]) })),
    {
      opened: (at, candles) => journaled.opened(at, candles),
      closed: (at, candles) => {
        journaled.closed(at, candles);
        if (feed.state === 'finished') ended();
      },
    },
    replay.speed,
    paper.position,
    replay.paused,
  );
  /** The session's own clock: market time. */
  const sessionTime = () => (Number.isNaN(feed.lastAt) ? feed.startsAt : feed.lastAt);

  function ended(): void {
    const command = startAgainCommand(options.begunWith, options.dataFolder, PROJECT_FOLDER, existsSync);
    const message = `the replay has ended: its last candle ended at ${new Date(sessionTime()).toISOString()}; start afresh with: ${command}`;
    source.tell({ at: sessionTime(), kind: 'feed', severity: 'info', code: 'FEED_FINISHED', message, data: { command } });
    say(message);
    finish();
  }

  const feedStatus = (): SessionStatus['feed'] => ({
    source: paper.sources
      .map(({ instrument, series }) => `${instrument.venue} ${instrument.id} ${timeframeText(series[0]?.timeframeMs ?? 60_000)}`)
      .join(', '),
    replayed: true,
    replayDate: new Date(feed.startsAt).toISOString().slice(0, 10),
    state:
      feed.state === 'running' && Date.now() - (Number.isNaN(feed.lastWallAt) ? startedAt : feed.lastWallAt) > STALE_AFTER_MS
        ? 'stale'
        : feed.state,
    at: Number.isNaN(feed.lastAt) ? null : feed.lastAt,
    endsAt: feed.endsAt,
    speed: Number.isFinite(feed.speed) ? feed.speed : null,
    ageMs: Number.isNaN(feed.lastWallAt) ? null : Date.now() - feed.lastWallAt,
    staleAfterMs: STALE_AFTER_MS,
  });
  const history = saved?.past.history ?? createHistory();
  const source = createSessionSource({
    history,
    stream: streamOf(config.account, journal),
    before: saved === null ? undefined : { past: saved.past, paths: saved.session.paths },
    slots: session.slots,
    instruments: session.instruments,
    streams: session.streams,
    accountId: config.account,
    currency: config.currency,
    quantumDecimals: QUANTUM_DECIMALS,
    startingCash: config.cash,
    startedAt,
    beginsAt: feed.startsAt,
    profile: paper.profile,
    riskDesk: session.engine.risk,
    environment: 'dev',
    world: 'paper',
    release: options.release,
    feed: feedStatus,
    journal: () => journalStatus(journal),
    database: () => database.status(),
    byHand: () => ({ approvals: waitingApprovals(session.engine, session.observer.approvals), byHand: paper.config.manualOrders === true }),
    now: Date.now,
    command: stopsOnce(command),
    health,
  });

  const unrecorded = unrecordedDemands(demands, {
    ...{ journaled, journal, now: Date.now, say },
    requestMode: (asked) => journaled.requestMode(asked),
  });
  unrecorded.begin();
  journal.onFailure((failure) => {
    source.tell(failureNotice(failure, sessionTime()));
    unrecorded.failed(failure);
    // The attempt to write this down is what stops entries.
    journaled.watch({ id: 'journal', demands: 'PAUSE', reason: `the journal can't be written: ${failure.message}`, demanded: true });
    unrecorded.look();
  });

  const answerApproval: AnswerApproval = async (answer) => {
    const { sequence, refusal, order } = journaled.answerApproval({ ...answer, at: session.engine.at });
    await journal.whenDurable(sequence);
    return { journalSequence: sequence, refusal, order };
  };
  const orders = createOrderDesk({
    ...{ engine: session.engine, journal, answerApproval, quantumDecimals: QUANTUM_DECIMALS, currency: config.currency },
    manual: (asked) => journaled.manual(asked, sessionTime()),
    wasAsked: (asked) => journaled.acts.find(asked) !== null,
    found: (commandId, after) => journaled.acts.found(commandId, after),
    opens: paper.config.manualOrders === true,
    slippageRatio: config.slippageRatio,
    book: () => null,
    depth: createDepthDesk(NO_DEPTH, Date.now),
    quiet: () => (feed.state === 'finished' ? REPLAY_OVER : null),
    away: () => null,
    lapsed: () => null,
    now: Date.now,
  });

  source.subscribe(
    eachMessage((message) => {
      if (message.type === 'event' && message.event.code === 'STRATEGY_FAILED') say(message.event.message);
    }),
  );

  /** What was recorded before this start is shown at once; from then on entries come as they become durable. */
  const subscription = journal.subscribe(history.lastSequence + 1, (entries) => source.entriesArrived(entries));
  const captured = () => ({ session: journaled.capture(paper.setup), past: source.past(), ...(feedControl && { feed: feedControl }) });
  const snapshots = keepSnapshots(journal, captured, { say, ...(saved && { taken: saved.sequence }) });
  const views = watchViews({
    database,
    journal,
    account: {
      account: config.account,
      world: 'paper',
      currency: config.currency,
      environment: 'dev',
      release: options.release,
      multiplierOf: multipliersOf(session.instruments),
    },
    say,
    tell: (event) => source.tell({ at: sessionTime(), ...event }),
    mode: () => session.engine.risk.mode,
    requestMode: (asked) => void journaled.requestMode(asked),
  });

  async function command(asked: SessionCommand, origin: { by: string }): Promise<CommandResult> {
    switch (asked.kind) {
      case 'feed-pause':
        feed.pause();
        break;
      case 'feed-resume':
        feed.resume();
        break;
      case 'feed-speed':
        feed.setSpeed(asked.speed);
        break;
      case 'strategy-disable':
      case 'strategy-enable':
      case 'strategy-weights':
        return steeringAnswer(journal, asked, journaled.steer(strategyCommandOf(asked, origin.by), sessionTime()), journaled.unrecorded);
      default:
        return modeCommand(asked, origin.by);
    }
    const isPaused = asked.kind === 'feed-speed' ? feed.state === 'paused' : asked.kind === 'feed-pause';
    const left = { paused: isPaused, speed: feed.speed, begunAt: options.speed, by: origin.by };
    const { sequence, control } = await recordFeed(journal, sessionTime(), left);
    feedControl = control;
    source.tell({
      at: sessionTime(),
      kind: 'feed',
      severity: 'info',
      code: FEED_EVENTS[asked.kind],
      message: `${asked.kind} by ${origin.by}`,
      data: { by: origin.by, ...(asked.kind === 'feed-speed' && { speed: asked.speed }) },
    });
    return { ok: true, done: { commandId: asked.commandId, journalSequence: sequence } };
  }

  async function modeCommand(asked: ModeRequest, by: string): Promise<CommandResult> {
    // Paper money: being let in by the one-time link stands for the PIN.
    const done = journaled.requestMode(modeCommandOf(asked, by));
    const answer = await notedAnswer(unrecorded, asked, by, await modeAnswer(journal, asked, done, journaled.unrecorded));
    if (done.refusal === null && asked.kind === 'resume') views.resumed();
    return answer;
  }

  function health(): Health {
    const stopped = stoppedStrategies(history.state?.engine.risk as DeskState | undefined);
    return healthOf(options.release, session.engine.risk.mode, [
      {
        name: 'trader',
        state: stopped.length > 0 ? 'degraded' : 'ok',
        detail: [`mode ${session.engine.risk.mode}`, ...stopped].join('; '),
      },
      { name: 'feed', state: feedStatus().state === 'stale' ? 'degraded' : 'ok', detail: feed.state },
      {
        name: 'journal',
        state: journal.state !== 'open' ? 'failed' : views.lost !== null ? 'degraded' : 'ok',
        detail: journal.failure?.message ?? views.lost ?? `entry ${journal.durable} durable`,
      },
      ...databaseHealth(database.status()),
    ]);
  }

  const keptStops = carryOutKeptStops({ dataFolder: options.dataFolder, command: source.command, say });

  return {
    source,
    paper,
    feed,
    cut,
    finished,
    async signal(wish) {
      return recordedDecision(journal, wish, journaled.signal(wish));
    },
    answerApproval,
    orders,
    audit: (entry) => appendAudit(journal, entry, say),
    watch: (demand) => journaled.watch(demand),
    start() {
      if (feed.state === 'finished') ended();
      else feed.start();
    },
    async stop() {
      feed.stop();
      keptStops.close();
      await snapshots.stop();
      subscription.stop();
      source.stop();
      await database.stop();
      journal.close();
      await demands.close();
    },
  };
}
