/** Test support: a paper session over a shipped sample, with a fault put into its own side, and its parity report. */

import { type ReplayedSeries, ReplayFeed } from '../../src/adapters/replay-feed/replay-feed.ts';
import type { PaperConfig } from '../../src/apps/config.ts';
import { loadSources, sessionOptions } from '../../src/apps/trader/paper-session.ts';
import type { OrderTicket } from '../../src/core/domain/order.ts';
import type { Journal, JournalEntry } from '../../src/core/journal/journal.ts';
import { type Candles, pickCandles } from '../../src/core/market/candles.ts';
import { type AnyStrategy, type MarketInput, openSession, type Session } from '../../src/core/research/backtest.ts';
import { whileThere } from '../../src/core/research/parity/feed-gaps.ts';
import { type ParityReport, parityReport } from '../../src/core/research/parity/parity.ts';
import { readSession } from '../../src/core/research/parity/session-record.ts';
import { walkSession } from '../../src/core/research/parity/walk.ts';
import { type ArrivedCandles, type FeedPosition, JournaledSession } from '../../src/core/trading/engine/journaled-session.ts';
import { StepRecorder } from '../../src/core/trading/engine/step-recorder.ts';
import { SESSION_KIND } from '../../src/core/trading/engine/steps.ts';
import { prepareSlippage } from '../../src/core/trading/venue-model/slippage.ts';
import type { VenueModel } from '../../src/core/trading/venue-model/venue-model.ts';

export const CONFIG: PaperConfig = {
  account: 'parity',
  currency: 'USDT',
  cash: 10_000,
  samples: ['BTCUSDT-bybit-1m'],
  strategies: [
    { id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: { fast: 5, slow: 20 }, size: 0.1 },
    {
      id: 'bollinger-reversion',
      instrument: 'BTCUSDT',
      timeframe: '1m',
      parameters: { bbDev: 1.5, rsiLow: 45, adxMax: 30, stopLoss: 0.003 },
      size: 0.2,
    },
    { id: 'ema-breakout', instrument: 'BTCUSDT', timeframe: '5m', parameters: { stopLoss: 0.003 }, size: 0.1 },
  ],
  risk: 'none',
  feeRatio: 0.001,
  slippageRatio: 0.0005,
  latencyMs: 0,
  speed: 60,
  seed: 7,
};

/** Of the shipped day. */
const NOON = Date.UTC(2022, 11, 13, 12);

/** What is different in the session, and only there. */
export interface Fault {
  /** Ratio by which a fill's price is worse than by the model, for the numbered fills at a market price. */
  readonly slips?: (number: number) => number;
  /** True for an order that is lost on its way. */
  readonly swallows?: (ticket: OrderTicket, number: number) => boolean;
  /** The candles that the feed tells. */
  readonly feed?: (candles: Candles) => Candles;
  /** Done after the candles that close at a time. */
  readonly after?: (at: number, session: Session<StepRecorder>, journaled: JournaledSession) => void;
  readonly strategy?: (definition: AnyStrategy) => AnyStrategy;
  /** The owner may trade in this session. */
  readonly owner?: boolean;
}

class MemoryJournal implements Journal {
  readonly epoch = 1;
  readonly durable = Number.POSITIVE_INFINITY;
  readonly entries: JournalEntry[] = [];

  get last(): number {
    return this.entries.length;
  }

  append(kind: string, at: number, body: unknown): number {
    const sequence = this.entries.length + 1;
    this.entries.push({ sequence, at, epoch: 1, kind, body: JSON.parse(JSON.stringify(body)) } as JournalEntry);
    return sequence;
  }
}

async function open(sources: readonly MarketInput[], journal: Journal, { strategy, owner = false }: Pick<Fault, 'strategy' | 'owner'>) {
  const recorder = new StepRecorder({ environment: 'dev', accountId: CONFIG.account, quantumDecimals: 8 });
  const options = await sessionOptions(CONFIG, sources, true);
  const strategies = options.strategies.map((one) => (strategy ? { ...one, definition: strategy(one.definition) } : one));
  const session = openSession({ ...options, strategies, owner }, recorder);
  const { engine, venue } = session;
  return { session, journaled: new JournaledSession({ engine, venue, recorder, journal, quantumDecimals: 8 }) };
}

/** Plays the sample's morning, or until another market time, with the fault in it and reports on it. */
export async function reportOn(fault: Fault, until = NOON): Promise<ParityReport> {
  const sources = await loadSources(CONFIG);
  const journal = new MemoryJournal();
  const { session, journaled } = await open(sources, journal, fault);
  spoil(session.venue, fault);
  journal.append(SESSION_KIND, 0, CONFIG);
  await play(sources, fault, session, journaled, until);

  const paths = [{ hasVolume: true, hasAsk: false }];
  const record = readSession(journal.entries, paths);
  const walk = await walkSession(
    journal.entries,
    journal.last,
    async (kept) => (await open(sources, kept, { owner: fault.owner ?? false })).journaled,
  );
  const seen = sources.map((source, i) => ({
    ...source,
    series: source.series.map((path) => ({ ...path, candles: whileThere(path.candles, record.candles[i] as Candles) })),
  }));
  return parityReport({ session: record, walk, options: await sessionOptions(CONFIG, seen, false) });
}

/** Puts the faults of a venue where a venue has them: into how it takes orders and fills them. */
export function spoil(venue: VenueModel, { slips, swallows }: Pick<Fault, 'slips' | 'swallows'>): void {
  let [fills, orders] = [0, 0];
  const { slippage } = venue;
  const fillSlipped = venue.fillSlipped.bind(venue);
  venue.fillSlipped = (...parts) => {
    const ratio = slips?.(++fills) ?? 0;
    Object.assign(venue, { slippage: ratio === 0 ? slippage : prepareSlippage({ kind: 'fixed', ratio: CONFIG.slippageRatio + ratio }) });
    return fillSlipped(...parts);
  };
  const submit = venue.submit.bind(venue);
  venue.submit = (ticket, at) => {
    if (!swallows?.(ticket, ++orders)) submit(ticket, at);
  };
}

function play(
  sources: readonly MarketInput[],
  fault: Fault,
  session: Session<StepRecorder>,
  journaled: JournaledSession,
  until: number,
): Promise<void> {
  const series = sources.map(({ series: [path] }, instrument) => ({
    instrument,
    timeframeMs: 60_000,
    candles: fault.feed ? fault.feed(path?.candles as Candles) : (path?.candles as Candles),
  }));
  return playFeed(series, journaled, (at) => fault.after?.(at, session, journaled), { until });
}

/** Tells the session every candle, from where it was and up to a market time; settles when that has been done. */
export function playFeed(
  series: readonly ReplayedSeries[],
  journaled: JournaledSession,
  after: (at: number) => void,
  { from = null, until = Number.POSITIVE_INFINITY }: { readonly from?: FeedPosition | null; readonly until?: number } = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    /** Stops telling. The feed has this turn to end first, and sets its next timer in it. */
    const end = (settle: () => void) => {
      feed.pause();
      setImmediate(() => {
        feed.stop();
        settle();
      });
    };
    const tell = (event: 'opened' | 'closed', at: number, candles: ArrivedCandles) => {
      if (feed.state === 'paused') return;
      if (at > until) return end(resolve);
      try {
        journaled[event](at, candles);
        if (event === 'closed') after(at);
        if (feed.state === 'finished') end(resolve);
      } catch (error) {
        end(() => reject(error));
      }
    };
    const feed = new ReplayFeed(
      series,
      { opened: (at, candles) => tell('opened', at, candles), closed: (at, candles) => tell('closed', at, candles) },
      Number.POSITIVE_INFINITY,
      from,
    );
    feed.start();
  });
}

/** The candles without `count` of them from `from` on. */
export function without(candles: Candles, from: number, count: number): Candles {
  return pickCandles(
    candles,
    Uint32Array.from({ length: candles.length }, (_, i) => i).filter((i) => i < from || i >= from + count),
  );
}
