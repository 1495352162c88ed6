/** A paper session from its configuration: instruments, strategies, risk, venue model and journal, recovered to where it was. */

import type { DurableJournal } from '../../core/journal/durable-journal.ts';
import type { Journal } from '../../core/journal/journal.ts';
import { aggregateCandles } from '../../core/market/aggregate.ts';
import { createCandles } from '../../core/market/candles.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import {
  type AnyStrategy,
  type MarketInput,
  openSession,
  type Session,
  type SessionOptions,
  type StrategyInput,
} from '../../core/research/backtest.ts';
import { requirementsOf } from '../../core/research/requirements.ts';
import { type FeedPosition, JournaledSession, type SessionParts } from '../../core/trading/engine/journaled-session.ts';
import type { SessionSnapshot } from '../../core/trading/engine/session-snapshot.ts';
import { SESSION_KIND } from '../../core/trading/engine/steps.ts';
import type { RiskProfile } from '../../core/trading/risk/profile-figures.ts';
import { guarded } from '../check-strategy.ts';
import { type PaperConfig, riskOf } from '../config.ts';
import { openSampleMarket } from '../market-data.ts';
import { loadStrategy } from '../strategy-registry.ts';
import { caught, liftMended, type OnThrow, stopStrategy } from './strategy-stop.ts';
import { TraderRecorder } from './trader-recorder.ts';

/** 10^-8 for crypto and stablecoins. */
export const QUANTUM_DECIMALS = 8;

/** A session whose steps go to a journal. */
export interface RecordedSession {
  readonly session: Session<TraderRecorder>;
  readonly journaled: JournaledSession;
  readonly profile: RiskProfile;
}

export interface PaperSession extends RecordedSession {
  readonly config: PaperConfig;
  /** The samples as they are, for the feed: one per instrument, in the session's order. */
  readonly sources: readonly MarketInput[];
  /** Where the feed goes on; null at the beginning. */
  readonly position: FeedPosition | null;
  /** What the session was begun with, as the journal has it. */
  readonly setup: unknown;
}

/** Where recovery goes on from. */
interface SavedState {
  readonly sequence: number;
  readonly session: SessionSnapshot;
}

/**
 * The options of a session: with the given candles, as for a backtest, or, live, with empty columns that the feed fills. Live, what a strategy throws
 * while it runs goes to `onThrow`. Every larger timeframe a strategy reads is built from the instrument's path.
 */
export async function sessionOptions(
  config: PaperConfig,
  sources: readonly MarketInput[],
  live: boolean,
  onThrow?: OnThrow,
): Promise<SessionOptions> {
  const strategies = await strategyInputs(config.strategies, onThrow);
  const readOf = (instrumentId: string) =>
    strategies.filter((strategy) => strategy.instrumentId === instrumentId).flatMap(({ reads }) => reads);
  return {
    markets: sources.map((source) => {
      const [path] = source.series;
      if (!path) throw new RangeError(`${source.instrument.id} has no candles`);
      const larger = [...new Set(readOf(source.instrument.id))].filter((ms) => ms !== path.timeframeMs);
      const empty = () => createCandles(0, { hasVolume: path.candles.hasVolume, hasAsk: path.candles.ask !== undefined });
      return {
        ...source,
        instrument: { ...source.instrument, takerFeeRatio: config.feeRatio, makerFeeRatio: config.feeRatio },
        series: live
          ? [{ timeframeMs: path.timeframeMs, candles: empty() }, ...larger.map((ms) => ({ timeframeMs: ms, candles: empty() }))]
          : [path, ...larger.map((ms) => ({ timeframeMs: ms, candles: aggregateCandles(path.candles, path.timeframeMs, ms) }))],
      };
    }),
    strategies,
    cash: config.cash,
    quantumDecimals: QUANTUM_DECIMALS,
    slippage: config.slippageRatio === 0 ? { kind: 'none' } : { kind: 'fixed', ratio: config.slippageRatio },
    risk: riskOf(config),
    latencyMs: config.latencyMs,
    seed: config.seed,
    owner: config.manualOrders ?? false,
    signals: config.signals ?? false,
    approvals: config.approvals ?? false,
    accountCurrency: config.currency,
  };
}

/** The strategies of a configuration, each with the timeframes it reads. Live, what one throws while it runs goes to `onThrow`. */
export async function strategyInputs(
  strategies: PaperConfig['strategies'],
  onThrow?: OnThrow,
): Promise<(StrategyInput & { readonly reads: readonly number[] })[]> {
  return Promise.all(
    strategies.map(async ({ id, instrument, timeframe, parameters, size }) => {
      const definition = withSize(await loadStrategy(id), size);
      const { timeframes } = guarded(definition, () => requirementsOf(definition, parameters));
      return {
        definition: onThrow ? caught(definition, onThrow) : definition,
        instrumentId: instrument,
        timeframe,
        parameters,
        reads: [timeframe, ...timeframes].map(timeframeMs),
      };
    }),
  );
}

/** A strategy with the session's own size rule. */
function withSize(definition: AnyStrategy, share: number | undefined): AnyStrategy {
  return share === undefined ? definition : { ...definition, size: () => ({ kind: 'share', share }) };
}

export async function loadSources(config: PaperConfig): Promise<MarketInput[]> {
  const sources = await Promise.all(config.samples.map((name) => openSampleMarket(name)));
  return sources.sort((a, b) => (a.instrument.id < b.instrument.id ? -1 : 1));
}

/** A session that has consumed nothing yet, the same for `up` and for the replay of its journal. */
export async function openRecordedSession(
  config: PaperConfig,
  sources: readonly MarketInput[],
  journal: Journal,
  onUnrecorded: SessionParts['onUnrecorded'] = () => {},
): Promise<RecordedSession> {
  const recorder = new TraderRecorder({ environment: 'dev', accountId: config.account, quantumDecimals: QUANTUM_DECIMALS });
  const onThrow: OnThrow = (slot, error) => stopStrategy({ slot, error, engine: session.engine, recorder });
  const options = await sessionOptions(config, sources, true, onThrow);
  const session = openSession(options, recorder);
  recorder.watch(session.engine);
  const { engine, venue } = session;
  // What the owner demands before the first candle has a time too.
  engine.at = Math.min(...sources.map(({ series }) => series[0]?.candles.time[0] ?? Number.POSITIVE_INFINITY));
  return {
    session,
    journaled: new JournaledSession({ engine, venue, recorder, journal, quantumDecimals: QUANTUM_DECIMALS, onUnrecorded }),
    profile: options.risk,
  };
}

function begunWith(journal: DurableJournal): unknown {
  for (const { kind, body } of journal.readEntries(journal.first)) if (kind === SESSION_KIND) return body;
  return null;
}

/** Whether there is a place for the owner's orders is a part of what a session is: one that was begun without goes on without. */
function asBegun({ manualOrders = true, ...config }: PaperConfig, begun: unknown): PaperConfig {
  return begun === null || Object.hasOwn(begun as object, 'manualOrders') ? { ...config, manualOrders } : config;
}

/** Opens the session over a journal: folds what the journal holds (after a snapshot, where there is one), or begins it. */
export async function openPaperSession(
  given: PaperConfig,
  journal: DurableJournal,
  saved: SavedState | null = null,
  onUnrecorded?: SessionParts['onUnrecorded'],
): Promise<PaperSession> {
  const config = asBegun(given, saved?.session.setup ?? begunWith(journal));
  const sources = await loadSources(config);
  const recorded = await openRecordedSession(config, sources, journal, onUnrecorded);
  const { session, journaled } = recorded;
  // How fast it is replayed is no part of what the session is.
  const { speed: _speed, ...setup } = config;
  const position = journaled.recover(journal.readEntries((saved?.sequence ?? 0) + 1), setup, saved?.session);
  liftMended(session.engine);
  journal.append(SESSION_KIND, session.engine.at, setup);
  return { ...recorded, config, sources, position, setup };
}
