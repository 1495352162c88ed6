/** All figures of a run, from its equity curve, trades and fills, by the definitions in `definitions.ts`. */

import type { BacktestRun } from '../result.ts';
import { METRIC_DEFINITIONS, type MetricId } from './definitions.ts';
import { downsideDeviation, mean, sampleDeviation } from './distribution.ts';
import {
  DAY_MS,
  type Drawdown,
  type DrawdownSummary,
  dailyEquity,
  drawdowns,
  type EquityCurve,
  type MonthReturn,
  monthlyReturns,
  returnsOf,
} from './equity-curve.ts';
import { type TradeStatistics, tradeStatistics } from './trade-statistics.ts';

const YEAR_MS = 365.25 * DAY_MS;

/** Why a figure has no value. */
export type Absence = 'no-trades' | 'no-wins' | 'no-losses' | 'no-variation' | 'no-drawdown' | 'no-profit' | 'too-short';

/** `value` is null when the figure is not defined, with the reason in `absent`. `insufficient`: given, but on less evidence than it needs. */
export interface MetricValue {
  readonly value: number | null;
  readonly absent?: Absence;
  readonly insufficient?: { readonly of: 'trades' | 'days'; readonly have: number; readonly need: number };
}

export interface Metrics {
  readonly values: Readonly<Record<MetricId, MetricValue>>;
  readonly daysPerYear: number;
  /** Daily returns counted. */
  readonly days: number;
  readonly dailyReturns: Float64Array;
  readonly months: readonly MonthReturn[];
  /** The five deepest falls. */
  readonly drawdowns: readonly Drawdown[];
}

export interface MetricOptions {
  /** 365 for markets that never close (crypto), 252 for exchanges. */
  readonly daysPerYear: 365 | 252;
  /** Start of the first candle, epoch ms; the first close when absent. */
  readonly startedAt?: number;
}

type Figure = number | Absence;

/** Figures of a run. Pure; about two passes over the equity curve. */
export function computeMetrics(run: BacktestRun, options: MetricOptions): Metrics {
  const curve: EquityCurve = {
    time: run.equityTime,
    equity: run.equity,
    startingCash: run.startingCash,
    startedAt: options.startedAt ?? run.equityTime[0] ?? 0,
  };
  const daily = dailyEquity(curve, options.daysPerYear === 365);
  const dailyReturns = returnsOf(daily.equity, run.startingCash);
  const months = monthlyReturns(daily, run.startingCash);
  const falls = drawdowns(curve);
  const trades = tradeStatistics(run.trades);
  const daysPerYear = periodsPerYear(daily.day, options.daysPerYear);
  const result = resultFigures(run, curve, dailyReturns, months, falls);
  const figures: Record<MetricId, Figure> = {
    ...result,
    ...qualityFigures(dailyReturns, daysPerYear, result, falls),
    ...tradeFigures(trades),
    ...costFigures(run, result.netProfit),
  };
  const evidence = { trades: trades.count, days: dailyReturns.length };
  const values = Object.fromEntries(METRIC_DEFINITIONS.map(({ id, needs }) => [id, metricValue(figures[id], needs, evidence)]));
  return {
    values: values as Record<MetricId, MetricValue>,
    daysPerYear,
    days: dailyReturns.length,
    dailyReturns,
    months,
    drawdowns: falls.deepest,
  };
}

/** The stated days per year, or, where candles are so long that fewer than half of those days have one, the number seen per year. */
function periodsPerYear(day: Float64Array, stated: number): number {
  if (day.length < 2) return stated;
  const seen = ((day.length - 1) / ((day[day.length - 1] as number) - (day[0] as number))) * 365.25;
  return seen < stated / 2 ? seen : stated;
}

function metricValue(
  figure: Figure,
  needs: { trades?: number; days?: number } | undefined,
  evidence: { trades: number; days: number },
): MetricValue {
  if (typeof figure === 'string') return { value: null, absent: figure };
  if (!Number.isFinite(figure)) return { value: null, absent: 'too-short' };
  for (const unit of ['trades', 'days'] as const) {
    const need = needs?.[unit];
    if (need !== undefined && evidence[unit] < need) return { value: figure, insufficient: { of: unit, have: evidence[unit], need } };
  }
  return { value: figure };
}

function resultFigures(run: BacktestRun, curve: EquityCurve, daily: Float64Array, months: readonly MonthReturn[], falls: DrawdownSummary) {
  const length = run.equity.length;
  const finalEquity = length > 0 ? (run.equity[length - 1] as number) : run.startingCash;
  const years = length > 0 ? ((run.equityTime[length - 1] as number) - curve.startedAt) / YEAR_MS : 0;
  let [best, worst] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (const value of daily) {
    if (value > best) best = value;
    if (value < worst) worst = value;
  }
  return {
    finalEquity,
    netProfit: finalEquity - run.startingCash,
    returnRatio: (finalEquity - run.startingCash) / run.startingCash,
    cagrRatio: years > 0 ? (Math.max(0, finalEquity) / run.startingCash) ** (1 / years) - 1 : Number.NaN,
    bestDayRatio: best,
    worstDayRatio: worst,
    positiveMonthsRatio: months.filter((month) => month.ratio > 0).length / months.length,
    maxDrawdownRatio: falls.deepest[0]?.ratio ?? 0,
    maxDrawdownMoney: falls.maxMoney,
    maxDrawdownMs: falls.deepest[0]?.durationMs ?? 0,
    longestDrawdownMs: falls.longestMs,
    exposureRatio: run.exposureRatio,
  };
}

function qualityFigures(daily: Float64Array, daysPerYear: number, result: ReturnType<typeof resultFigures>, falls: DrawdownSummary) {
  const centre = mean(daily);
  const deviation = sampleDeviation(daily);
  const yearly = Math.sqrt(daysPerYear);
  const fell = falls.deepest.length > 0;
  return {
    volatilityRatio: deviation * yearly,
    sharpe: ratioOr('no-variation', centre, deviation, yearly),
    sortino: ratioOr('no-losses', centre, downsideDeviation(daily), yearly),
    calmar: fell ? result.cagrRatio / result.maxDrawdownRatio : 'no-drawdown',
    recoveryFactor: fell ? result.netProfit / falls.maxMoney : 'no-drawdown',
  } as const;
}

/** mean / deviation * scale, or the absence where the deviation is zero but for rounding noise. */
function ratioOr(absence: Absence, centre: number, deviation: number, scale: number): Figure {
  return deviation <= Math.abs(centre) * 1e-12 ? absence : (centre / deviation) * scale;
}

function tradeFigures(trades: TradeStatistics) {
  const { count, wins, losses, won, lost } = trades;
  const winRate = wins / count;
  const averageWin = won / wins;
  const averageLoss = -lost / losses;
  const some = <T extends Figure>(figure: T): T | Absence => (count > 0 ? figure : 'no-trades');
  const both = (figure: number): Figure => some(wins === 0 ? 'no-wins' : losses === 0 ? 'no-losses' : figure);
  return {
    closedTrades: count,
    winRate: some(winRate),
    profitFactor: some(losses === 0 ? 'no-losses' : won / lost),
    expectancy: some(trades.mean),
    averageTradeRatio: some(trades.averageRatio),
    averageWin: some(wins === 0 ? 'no-wins' : averageWin),
    averageLoss: some(losses === 0 ? 'no-losses' : averageLoss),
    payoffRatio: both(averageWin / -averageLoss),
    bestTradeRatio: some(trades.bestRatio),
    worstTradeRatio: some(trades.worstRatio),
    sqn: some(ratioOr('no-variation', trades.mean, trades.deviation, Math.sqrt(count))),
    kellyRatio: both(winRate - (1 - winRate) / (averageWin / -averageLoss)),
    longestLosingStreak: trades.longestLosingStreak,
    averageHoldingMs: some(trades.averageHoldingMs),
    bestTradesShare: some(trades.net > 0 ? trades.bestFive / trades.net : 'no-profit'),
  } as const;
}

function costFigures(run: BacktestRun, netProfit: number) {
  const costs = run.feesPaid + run.fundingPaid;
  let traded = 0;
  for (const fill of run.fills) traded += fill.quantity * fill.price;
  return {
    feesPaid: run.feesPaid,
    fundingPaid: run.fundingPaid,
    costShareRatio: netProfit + costs > 0 ? costs / (netProfit + costs) : 'no-profit',
    turnoverRatio: traded / mean(run.equity),
  } as const;
}
