/** The parity report: a session's recorded inputs and decisions replayed through the backtest, trade by trade, every difference with one cause. */

import type { Fraction } from '../../domain/instrument.ts';
import { openSession, type SessionOptions } from '../backtest.ts';
import { BacktestRecorder } from './account-record.ts';
import { CAUSES, type Cause } from './causes.ts';
import { type CostLine, costLines } from './cost-model.ts';
import { type Daily, dailyOf } from './daily.ts';
import { type Difference, differencesOf } from './differences.ts';
import { feedFaults } from './feed-gaps.ts';
import { openModelled } from './modelled-session.ts';
import { playWithInputs } from './session-inputs.ts';
import type { SessionRecord } from './session-record.ts';
import { pairTrades, type TradePair, tradeKey, tripOf } from './trade-pairs.ts';
import { tripsOf } from './trips.ts';
import type { Walk } from './walk.ts';

/** Alerts (trading rules 10.7). */
const UNEXPLAINED_LIMIT = 0.05;
const CORRELATION_LIMIT = 0.7;

export interface ParityAlert {
  readonly code: 'PARITY_UNEXPLAINED' | 'PARITY_CORRELATION';
  readonly message: string;
}

export interface ParityTrade extends TradePair {
  readonly state: 'equal' | 'differs' | 'missed' | 'extra';
  /** Numbers of the differences about it. */
  readonly differences: readonly number[];
}

export interface ParityReport {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  readonly starts: number;
  readonly counts: Readonly<Record<ParityTrade['state'], number>>;
  readonly trades: readonly ParityTrade[];
  readonly differences: readonly Difference[];
  readonly causes: Partial<Readonly<Record<Cause, number>>>;
  /** Trades, and differences about no trade, that have no cause, of all there are. */
  readonly unexplainedRatio: number;
  readonly costs: readonly CostLine[];
  readonly daily: Daily;
  readonly alerts: readonly ParityAlert[];
}

export interface ParityInput {
  readonly session: SessionRecord;
  readonly walk: Walk;
  /** The session's setup over the candles it is compared on: those of the market where they are known, else those it recorded. */
  readonly options: SessionOptions;
  /** It traded at an outside venue: orders were sized when they were sent, and fills have the venue's own times. */
  readonly outside?: boolean;
  /** Decided from this market time on, and up to that one. */
  readonly from?: number;
  readonly to?: number;
}

export function parityReport({ session, walk, options, outside = false, ...period }: ParityInput): ParityReport {
  const recorder = new BacktestRecorder(options.quantumDecimals);
  const { engine, timeline, instruments } = outside ? openModelled(options, recorder) : openSession(options, recorder);
  playWithInputs(engine, timeline, session, outside);
  const backtest = recorder.record();
  const faults = options.markets.flatMap(({ instrument, series }, i) => {
    const [path] = series;
    const recorded = session.candles[i];
    return path && recorded ? feedFaults(instrument.id, path.candles, recorded) : [];
  });
  const pairs = pairTrades(tripsOf(session), tripsOf(backtest));
  const stepsOf = (id: string) => {
    const one = instruments.find((instrument) => instrument.id === id);
    return { tick: one?.tickSize ?? 0, lot: one?.lotSize ?? 0 };
  };
  const candlesOf = (id: string) => session.candles[instruments.findIndex((one) => one.id === id)];
  const candleMs = Math.max(...options.markets.map(({ series }) => Math.min(...series.map((one) => one.timeframeMs))));
  const all = differencesOf({
    session,
    backtest,
    walk,
    faults,
    pairs,
    evidence: { session, outside, stepsOf, candlesOf },
    timeToleranceMs: outside ? candleMs : 0,
  });
  const from = Math.max(period.from ?? Number.NEGATIVE_INFINITY, session.equityAt[0] ?? Number.NEGATIVE_INFINITY);
  const to = Math.min(period.to ?? Number.POSITIVE_INFINITY, session.lastAt);
  const isWithin = (at: number) => at >= (period.from ?? Number.NEGATIVE_INFINITY) && at <= (period.to ?? Number.POSITIVE_INFINITY);
  const differences = all.filter(({ at }) => isWithin(at));
  const trades = pairs.filter((pair) => isWithin(tripOf(pair).decidedAt)).map((pair) => tradeOf(pair, differences));
  const unknown = new Set(all.filter(({ cause }) => cause === 'unexplained').map(({ number }) => number));
  const unexplainedRatio = unexplainedOf(trades, differences, unknown);
  const daily = dailyOf(session, backtest, options.cash);
  const fees = new Map(instruments.map((one) => [one.id, { taker: ratioOf(one.takerFee), maker: ratioOf(one.makerFee) }]));
  return {
    ...{ from, to, steps: session.steps, starts: session.starts.length, trades, differences, unexplainedRatio, daily },
    counts: countsOf(trades),
    causes: causesOf(differences),
    costs: costLines(
      walk.pairs.filter(({ session: fill }) => isWithin(fill.at)),
      session,
      {
        slippage: options.slippage,
        latencyMs: options.latencyMs ?? 0,
        feesOf: (id) => fees.get(id) ?? { taker: Number.NaN, maker: Number.NaN },
      },
    ),
    alerts: alertsOf(unexplainedRatio, daily),
  };
}

const ratioOf = ({ numerator, denominator }: Fraction) => numerator / denominator;

function tradeOf(pair: TradePair, differences: readonly Difference[]): ParityTrade {
  const key = tradeKey(tripOf(pair));
  const numbers = differences.filter(({ trade }) => trade === key).map(({ number }) => number);
  const state = pair.session === null ? 'missed' : pair.backtest === null ? 'extra' : numbers.length > 0 ? 'differs' : 'equal';
  return { ...pair, state, differences: numbers };
}

function countsOf(trades: readonly ParityTrade[]): Record<ParityTrade['state'], number> {
  const counts = { equal: 0, differs: 0, missed: 0, extra: 0 };
  for (const { state } of trades) counts[state]++;
  return counts;
}

function causesOf(differences: readonly Difference[]): Partial<Record<Cause, number>> {
  const counts: Partial<Record<Cause, number>> = {};
  for (const cause of Object.keys(CAUSES) as Cause[]) {
    const count = differences.filter((one) => one.cause === cause).length;
    if (count > 0) counts[cause] = count;
  }
  return counts;
}

/**
 * What has no cause is counted once per trade; what is about no trade of either side counts as one of its own. A trade that only one side has because of
 * something unexplained is unexplained as well; where only its figures follow (a size, by the equity) it is not.
 */
function unexplainedOf(trades: readonly ParityTrade[], differences: readonly Difference[], unknown: ReadonlySet<number>): number {
  const known = new Set(trades.map((pair) => tradeKey(tripOf(pair))));
  const open = differences.filter(
    ({ number, follows, aspect }) =>
      unknown.has(number) || (follows !== null && unknown.has(follows) && (aspect === 'missed' || aspect === 'extra')),
  );
  const within = new Set(open.flatMap(({ trade }) => (trade !== null && known.has(trade) ? [trade] : []))).size;
  const alone = open.filter(({ trade }) => trade === null || !known.has(trade)).length;
  const all = trades.length + alone;
  return all === 0 ? 0 : (within + alone) / all;
}

function alertsOf(unexplainedRatio: number, { correlation }: Daily): ParityAlert[] {
  const alerts: ParityAlert[] = [];
  if (unexplainedRatio > UNEXPLAINED_LIMIT)
    alerts.push({
      code: 'PARITY_UNEXPLAINED',
      message: `expected at most 5 % of the trades unexplained, found ${(unexplainedRatio * 100).toFixed(1)} %`,
    });
  if (correlation !== null && correlation < CORRELATION_LIMIT)
    alerts.push({
      code: 'PARITY_CORRELATION',
      message: `expected daily returns correlated by 0.7 at least, found ${correlation.toFixed(2)}`,
    });
  return alerts;
}
