// The independent oracle: plays a script by the letter of docs/reference/fill-rules.md, in exact arithmetic, slowly on purpose.
import { booked, equity, makeAccount } from './account.ts';
import { playOpen } from './opening.ts';
import { ask, decide, type Moment, named, type World } from './orders.ts';
import { playPath } from './path.ts';
import type { Action, CandleTable, Outcome, Script } from './script.ts';

interface Run extends World {
  readonly script: Script;
}

/** What happens at one time: the path of a candle, the decisions at the close of one, or an open. */
interface Event {
  readonly phase: 'path' | 'decisions' | 'open';
  readonly timeMs: number;
  readonly instrument: number;
  readonly candle: number;
}

const PHASES: Event['phase'][] = ['path', 'decisions', 'open'];

/**
 * Plays a script to its end. `tally` counts `row | column` of section 11 as the rules are exercised.
 * Throws RangeError when an amount leaves ±2^53 quanta.
 */
export function runOracle(script: Script): Outcome & { tally: Map<string, number> } {
  const run: Run = {
    script,
    requests: [],
    account: makeAccount(script.account, script.instruments),
    orders: [],
    outcome: { fills: [], orders: [], funding: [], marks: [] },
    budgets: script.instruments.map(() => null),
    tally: new Map(),
  };
  for (const event of eventsOf(script)) {
    if (event.phase === 'open') playOpen(run, event as Moment);
    else if (event.phase === 'path') playClose(run, event as Moment);
    else decideAt(run, event);
  }
  run.outcome.orders.push(
    ...run.orders.map((order) => ({
      order: order.input.name,
      status: order.status,
      reason: order.reason,
      filledLots: Number(order.filled),
    })),
  );
  return { ...run.outcome, tally: run.tally };
}

/** Section 3: by time, closes before opens, then by instrument number. */
function eventsOf(script: Script): Event[] {
  const events = script.instruments.flatMap(({ candles, decisions }, instrument) => [
    ...candles.startMs.map((timeMs, candle): Event => ({ phase: 'open', timeMs, instrument, candle })),
    ...closes(candles).map((timeMs, candle): Event => ({ phase: 'path', timeMs, instrument, candle })),
    ...closes(decisions ?? candles).map((timeMs, candle): Event => ({ phase: 'decisions', timeMs, instrument, candle })),
  ]);
  const rank = ({ phase }: Event): number => PHASES.indexOf(phase);
  return events.sort((a, b) => a.timeMs - b.timeMs || rank(a) - rank(b) || a.instrument - b.instrument);
}

/** Section 3: a candle closes after its timeframe, or where the next one starts sooner, then. */
const closes = ({ startMs, timeframeMs }: CandleTable): number[] =>
  startMs.map((start, candle) => Math.min(start + timeframeMs, startMs[candle + 1] ?? Number.POSITIVE_INFINITY));

function playClose(run: Run, moment: Moment): void {
  const { instrument, candle, timeMs } = moment;
  const market = run.account.markets[instrument]!;
  playPath(run, moment);
  market.lastClose = BigInt(market.candles.close[candle]!);
  mark(run, timeMs);
}

function decideAt(run: Run, { instrument, candle, timeMs }: Event): void {
  mark(run, timeMs);
  for (const action of run.script.actions) {
    if (action.instrument !== instrument || action.at !== candle) continue;
    if (action.do === 'submit') decide(run, action.order, instrument, timeMs);
    else changeByOwner(run, action, timeMs);
  }
}

function changeByOwner(run: Run, action: Extract<Action, { do: 'cancel' | 'amend' }>, timeMs: number): void {
  const order = named(run, action.order);
  if (!order) return;
  const arrivalMs = timeMs + run.account.input.latencyMs;
  ask(run, order, action.do === 'cancel' ? null : action, arrivalMs, true);
}

function mark(run: Run, timeMs: number): void {
  const { marks } = run.outcome;
  if (marks.at(-1)?.timeMs === timeMs) marks.pop();
  marks.push({
    timeMs,
    walletQuanta: Number(run.account.wallet),
    equityQuanta: Number(booked(equity(run.account))),
    positions: run.account.markets.map(({ position }) => ({
      lots: Number(position.lots),
      costQuanta: Number(position.cost),
      marginQuanta: Number(position.margin),
    })),
  });
}
