/** A paper session from its configuration: instruments, strategies, risk, venue model and journal, recovered to where it was. */

import type { DurableJournal } from '../../core/journal/durable-journal.ts';
import { aggregateCandles } from '../../core/market/aggregate.ts';
import { createCandles } from '../../core/market/candles.ts';
import { timeframeMs } from '../../core/market/timeframe.ts';
import { type AnyStrategy, type MarketInput, openSession, type Session, type SessionOptions } from '../../core/research/backtest.ts';
import { type FeedPosition, JournaledSession } from '../../core/trading/engine/journaled-session.ts';
import { StepRecorder } from '../../core/trading/engine/step-recorder.ts';
import { SESSION_KIND } from '../../core/trading/engine/steps.ts';
import { builtInProfile } from '../../core/trading/risk/profile.ts';
import type { RiskProfile } from '../../core/trading/risk/profile-figures.ts';
import type { PaperConfig } from '../config.ts';
import { openSampleMarket } from '../market-data.ts';
import { loadStrategy } from '../strategy-registry.ts';

/** 10^-8 for crypto and stablecoins. */
export const QUANTUM_DECIMALS = 8;

export interface PaperSession {
  readonly config: PaperConfig;
  readonly session: Session<StepRecorder>;
  readonly journaled: JournaledSession;
  readonly profile: RiskProfile;
  /** The samples as they are, for the feed: one per instrument, in the session's order. */
  readonly sources: readonly MarketInput[];
  /** Where the feed goes on; null at the beginning. */
  readonly position: FeedPosition | null;
}

/** The options of a session, with the given candles or, live, with empty columns that the feed fills. */
export async function sessionOptions(config: PaperConfig, sources: readonly MarketInput[], live: boolean): Promise<SessionOptions> {
  const strategies = await Promise.all(
    config.strategies.map(async ({ id, instrument, timeframe, parameters, size }) => ({
      definition: withSize(await loadStrategy(id), size),
      instrumentId: instrument,
      timeframe,
      parameters,
    })),
  );
  const wanted = (instrumentId: string) =>
    strategies.filter((strategy) => strategy.instrumentId === instrumentId).map(({ timeframe }) => timeframeMs(timeframe));
  return {
    markets: sources.map((source) => {
      const [path] = source.series;
      if (!path) throw new RangeError(`${source.instrument.id} has no candles`);
      const larger = [...new Set(wanted(source.instrument.id))].filter((ms) => ms !== path.timeframeMs);
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
    risk: builtInProfile(config.risk),
    latencyMs: config.latencyMs,
    seed: config.seed,
    accountCurrency: config.currency,
  };
}

/** A strategy with the session's own size rule. */
function withSize(definition: AnyStrategy, share: number | undefined): AnyStrategy {
  return share === undefined ? definition : { ...definition, size: () => ({ kind: 'share', share }) };
}

export async function loadSources(config: PaperConfig): Promise<MarketInput[]> {
  const sources = await Promise.all(config.samples.map((name) => openSampleMarket(name)));
  return sources.sort((a, b) => (a.instrument.id < b.instrument.id ? -1 : 1));
}

/** Opens the session over a journal: folds what the journal holds, or begins it. */
export async function openPaperSession(config: PaperConfig, journal: DurableJournal): Promise<PaperSession> {
  const sources = await loadSources(config);
  const recorder = new StepRecorder({ environment: 'dev', accountId: config.account, quantumDecimals: QUANTUM_DECIMALS });
  const options = await sessionOptions(config, sources, true);
  const session = openSession(options, recorder);
  const journaled = new JournaledSession({
    engine: session.engine,
    venue: session.venue,
    recorder,
    journal,
    quantumDecimals: QUANTUM_DECIMALS,
  });
  // How fast it is replayed is no part of what the session is.
  const { speed: _speed, ...setup } = config;
  const position = journaled.recover(journal.readEntries(1), setup);
  journal.append(
    SESSION_KIND,
    Number.isFinite(session.engine.at) ? session.engine.at : (sources[0]?.series[0]?.candles.time[0] ?? 0),
    setup,
  );
  return { config, session, journaled, profile: options.risk, sources, position };
}
