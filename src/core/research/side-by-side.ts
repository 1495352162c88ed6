/** Backtests over the same candles, played side by side a block of candles at a time: what depends on the candles alone is computed once for all of them. */

import { powerOfTen } from '../domain/decimal.ts';
import { BLOCK, IndicatorBank } from '../trading/engine/indicator-bank.ts';
import { Tally } from '../trading/engine/tally.ts';
import { VolatilityGauge } from '../trading/risk/volatility-gauge.ts';
import { type BacktestOptions, backtest, openSession, type Session, type StrategyInput } from './backtest.ts';

/** What came of one of them; money in account currency. */
export interface Outcome {
  readonly fills: number;
  readonly finalEquity: number;
  readonly maxDrawdownRatio: number;
}

/** For each strategy what `backtest` gives for it alone. Throws what it throws. */
export function backtestSideBySide(options: Omit<BacktestOptions, 'strategies'>, strategies: readonly StrategyInput[]): Outcome[] {
  const [market, ...others] = options.markets;
  const series = market?.series[0];
  if (series === undefined || others.length > 0 || market?.series.length !== 1 || (options.finalize ?? 'none') !== 'none')
    return strategies.map((strategy) => outcomeOf(backtest({ ...options, strategies: [strategy] })));
  const { candles } = series;
  const common = { bank: new IndicatorBank(candles, true), gauge: new VolatilityGauge() };
  const sessions = strategies.map((strategy) => openSession({ ...options, strategies: [strategy], common }, new Tally()));
  for (let end = BLOCK; end < candles.length; end += BLOCK) {
    // Up to right before the candle that begins the next block closes: all of them are then done with this one.
    for (const { timeline } of sessions) timeline.run(candles.time[end] as number);
  }
  const quantum = powerOfTen(options.quantumDecimals);
  return sessions.map((session) => finish(session, quantum));
}

function finish({ timeline, engine, observer }: Session<Tally>, quantum: number): Outcome {
  timeline.run();
  return { fills: observer.fillCount, finalEquity: engine.equity / quantum, maxDrawdownRatio: observer.equityWatch.maxDrawdownRatio };
}

function outcomeOf({ fills, finalEquity, maxDrawdownRatio }: Outcome): Outcome {
  return { fills, finalEquity, maxDrawdownRatio };
}
