// Plays an oracle script the way a paper session lives it: candles come one by one, every step is journaled, and once on the way only the journal is left.
import { createMemoryJournal, type Journal, type JournalEntry } from '../../src/core/journal/journal.ts';
import { type Candles, createCandles } from '../../src/core/market/candles.ts';
import { openSession, type SessionOptions } from '../../src/core/research/backtest.ts';
import { type ArrivedCandles, JournaledSession } from '../../src/core/trading/engine/journaled-session.ts';
import type { EngineObserver } from '../../src/core/trading/engine/observer.ts';
import { StepRecorder } from '../../src/core/trading/engine/step-recorder.ts';
import { assertLedgerBalances } from './bookkeeping.ts';
import { sessionOptions } from './engine-inputs.ts';
import { drawFrom } from './random.ts';
import type { Outcome, Script } from './script.ts';
import { ScriptedOwner } from './scripted-owner.ts';

interface FeedEvent {
  readonly at: number;
  readonly event: 'open' | 'close';
  readonly candles: ArrivedCandles;
}

/** Plays a script; a fresh session takes over from the journal after a random event. */
export function runLive(script: Script): Outcome {
  const owner = new ScriptedOwner(script);
  const options = sessionOptions(script, owner);
  const events = eventsOf(script, options);
  const journal = createMemoryJournal();
  const crashed = drawFrom(script.actions.length).whole(0, events.length - 1);
  const told = play(open(owner, options, journal), events, 0, crashed);
  const session = open(owner, options, journal);
  const from = session.recover(journal.entries.slice(), null);
  // What an unrecorded open would tell again is nothing.
  const next =
    from === null ? 0 : events.findIndex(({ at, event }) => at > from.at || (at === from.at && event === 'open' && from.event === 'close'));
  play(session, events, next < 0 ? told : next, events.length);
  assertLedgerBalances(session.engine, false);
  return owner.outcome;
}

function play(session: JournaledSession, events: readonly FeedEvent[], from: number, to: number): number {
  for (const { event, at, candles } of events.slice(from, to)) session[event === 'open' ? 'opened' : 'closed'](at, candles);
  return to;
}

function open(owner: ScriptedOwner, options: SessionOptions, journal: Journal & { readonly entries: JournalEntry[] }): JournaledSession {
  const { quantumDecimals } = options;
  const recorder = new StepRecorder({ environment: 'dev', accountId: 'oracle', quantumDecimals });
  const empty = ({ hasVolume, ask }: Candles): Candles => createCandles(0, { hasVolume, hasAsk: ask !== undefined });
  const markets = options.markets.map((market) => ({
    ...market,
    series: market.series.map(({ timeframeMs, candles }) => ({ timeframeMs, candles: empty(candles) })),
  }));
  const session = openSession({ ...options, markets }, both(owner, recorder));
  owner.session = session;
  return new JournaledSession({ ...session, recorder, journal, quantumDecimals });
}

/** An observer that tells two. */
function both(first: EngineObserver, second: EngineObserver): EngineObserver {
  const names = ['marked', 'ordered', 'filled', 'amended', 'done', 'funded', 'refused', 'noticed', 'modeChanged'] as const;
  const telling =
    (name: (typeof names)[number]) =>
    (...all: unknown[]) => {
      for (const one of [first, second]) (one[name] as (...all: unknown[]) => void)(...all);
    };
  return Object.fromEntries(names.map((name) => [name, telling(name)])) as unknown as EngineObserver;
}

/** Opens and closes of every path candle by time, closes first, and at the end the close of the last larger candle. */
function eventsOf(script: Script, { markets }: SessionOptions): FeedEvent[] {
  const single = script.instruments.flatMap(({ candles: { startMs, timeframeMs } }, instrument) =>
    startMs.flatMap((start, index) => {
      const numbers = numbersOf(markets[instrument]!.series[0]!.candles, index);
      const end = Math.min(start + timeframeMs, startMs[index + 1] ?? Number.POSITIVE_INFINITY);
      return [{ at: start, event: 'open', instrument, numbers } as const, { at: end, event: 'close', instrument, numbers } as const];
    }),
  );
  const groups = Map.groupBy(single, ({ at, event }) => `${at} ${event}`);
  const events = [...groups.values()].map((group): FeedEvent => {
    const { at, event } = group[0]!;
    return { at, event, candles: group.map(({ instrument, numbers }) => [instrument, numbers]) };
  });
  const lastEnd = Math.max(
    0,
    ...script.instruments.map(({ decisions }) => (decisions ? decisions.startMs.at(-1)! + decisions.timeframeMs : 0)),
  );
  if (events.every(({ at }) => at < lastEnd)) events.push({ at: lastEnd, event: 'close', candles: [] });
  return events.sort((a, b) => a.at - b.at || (a.event < b.event ? -1 : 1));
}

function numbersOf({ time, open: opens, high, low, close, volume, ask }: Candles, index: number): number[] {
  const columns = [time, opens, high, low, close, volume, ...(ask ? [ask.open, ask.high, ask.low, ask.close] : [])];
  return columns.map((column) => column[index]!);
}
