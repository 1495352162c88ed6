/** A backtest with what it may be hiding: the run itself, the same run under other assumptions, and the findings. */

import { builtInProfile } from '../trading/risk/profile.ts';
import { type Backtest, type BacktestOptions, backtest } from './backtest.ts';
import { cautionsOf, ruinedAt } from './cautions.ts';
import { finding } from './finding-text.ts';
import type { BacktestRun, Finding, Warning } from './result.ts';
import { runOf } from './run-of.ts';
import { selfChecks } from './self-checks.ts';

const FEW_TRADES = 30;
const BEST_TRADES = 5;

export interface StudyOptions extends BacktestOptions {
  readonly currency: string;
  readonly warnings: readonly Warning[];
  /** False leaves out the look-ahead and warm-up checks. */
  readonly selfChecks?: boolean;
}

export interface Study {
  readonly done: Backtest;
  readonly run: BacktestRun;
  readonly findings: readonly Finding[];
  /** Equity of holding the first instrument from its first open with all cash, after the same fee and slippage; same times as the run. */
  readonly buyAndHold: Float64Array;
  readonly buyAndHoldReturnRatio: number;
}

/** Runs a finished backtest's self-checks. The timed part is the caller's own call of `backtest`. */
export function study(options: StudyOptions, done: Backtest): Study {
  const run = runOf(done, {
    startingCash: options.cash,
    currency: options.currency,
    quantumDecimals: options.quantumDecimals,
    warnings: [...options.warnings, ...cautionsOf(done, options.risk)],
  });
  const held = buyAndHold(options, done);
  const holdReturn = held.length > 0 ? (held[held.length - 1] as number) / options.cash - 1 : 0;
  const findings = [
    ...ruinFinding(run, done),
    ...(options.selfChecks === false ? [] : selfChecks(options)),
    costsFinding(options, done),
    bestTradesFinding(run),
    fewTradesFinding(run),
    holdFinding(run, done, options, holdReturn),
    intrabarFinding(run),
    ...riskStopFinding(options, done),
  ];
  return { done, run, findings, buyAndHold: held, buyAndHoldReturnRatio: holdReturn };
}

function returnOf(done: Backtest, cash: number): number {
  return done.finalEquity / cash - 1;
}

function buyAndHold(options: StudyOptions, done: Backtest): Float64Array {
  const [market] = options.markets;
  const path = done.session.streams.find((stream) => stream.isPath && stream.instrument === 0);
  const { recorder } = done;
  const curve = new Float64Array(recorder.marks).fill(options.cash);
  if (!market || !path || path.candles.length === 0) return curve;
  const { slippage } = options;
  const slip = slippage.kind === 'fixed' ? slippage.ratio : slippage.kind === 'spread' ? slippage.ratio / 2 : 0;
  const units = options.cash / ((path.candles.open[0] as number) * (1 + slip) * (1 + (market.instrument.takerFeeRatio ?? 0)));
  const { equityTime } = recorder;
  let index = -1;
  for (let i = 0; i < recorder.marks; i++) {
    const at = equityTime[i] as number;
    while (index + 1 < path.candles.length && (path.candles.time[index + 1] as number) < at) index++;
    if (index >= 0) curve[i] = units * (path.candles.close[index] as number);
  }
  return curve;
}

/** No venue lends to an account that is worth nothing: a result that goes on from there must not be believed. */
function ruinFinding(run: BacktestRun, { recorder }: Backtest): Finding[] {
  const lostAt = ruinedAt(recorder);
  if (lostAt === null) return [];
  const lowestEquity = run.equity.reduce((lowest, value) => Math.min(lowest, value), Number.POSITIVE_INFINITY);
  return [finding({ id: 'ruin', severity: 'fault', figures: { lostAt, lowestEquity } })];
}

/** The same run with fees and slippage half as much again. */
function costsFinding(options: StudyOptions, done: Backtest): Finding {
  const dearer = backtest({
    ...options,
    slippage: scaled(options.slippage),
    markets: options.markets.map((market) => ({
      ...market,
      instrument: {
        ...market.instrument,
        takerFeeRatio: (market.instrument.takerFeeRatio ?? 0) * 1.5,
        makerFeeRatio: (market.instrument.makerFeeRatio ?? market.instrument.takerFeeRatio ?? 0) * 1.5,
      },
    })),
  });
  const before = returnOf(done, options.cash);
  const after = returnOf(dearer, options.cash);
  return finding({
    id: 'costs',
    severity: before > 0 && after <= 0 ? 'warning' : 'ok',
    figures: { returnRatio: before, returnRatioAtHigherCosts: after },
  });
}

function scaled(model: BacktestOptions['slippage']): BacktestOptions['slippage'] {
  if (model.kind === 'none') return model;
  return model.kind === 'volume-share' ? { ...model, impact: model.impact * 1.5 } : { ...model, ratio: model.ratio * 1.5 };
}

function bestTradesFinding(run: BacktestRun): Finding {
  const profits = run.trades
    .map(({ net }) => net)
    .filter((net) => net > 0)
    .sort((a, b) => b - a);
  const total = profits.reduce((sum, net) => sum + net, 0);
  const share = total > 0 ? profits.slice(0, BEST_TRADES).reduce((sum, net) => sum + net, 0) / total : 0;
  return finding({
    id: 'best-trades',
    severity: profits.length <= BEST_TRADES ? 'note' : share > 0.5 ? 'warning' : 'ok',
    figures: { shareOfProfit: share, winningTrades: profits.length },
  });
}

function fewTradesFinding(run: BacktestRun): Finding {
  return finding({
    id: 'few-trades',
    severity: run.trades.length < FEW_TRADES ? 'warning' : 'ok',
    figures: { closedTrades: run.trades.length, needed: FEW_TRADES },
  });
}

function holdFinding(run: BacktestRun, done: Backtest, options: StudyOptions, holdReturn: number): Finding {
  const own = returnOf(done, options.cash);
  return finding({
    id: 'buy-and-hold',
    severity: run.fills.length === 0 ? 'note' : own < holdReturn ? 'warning' : 'ok',
    figures: { returnRatio: own, buyAndHoldReturnRatio: holdReturn, fills: run.fills.length },
  });
}

function intrabarFinding({ assumedExits, intrabarExits }: BacktestRun): Finding {
  const share = intrabarExits > 0 ? assumedExits / intrabarExits : 0;
  return finding({
    id: 'intrabar-order',
    severity: share > 0.05 ? 'warning' : 'ok',
    figures: { assumedExits, intrabarExits, share },
  });
}

/** A run that risk has stopped stays stopped: said, with the run under no limits beside it. */
function riskStopFinding(options: StudyOptions, done: Backtest): Finding[] {
  const stop = done.recorder.modes.find(({ to }) => to === 'EMERGENCY');
  if (!stop) return [];
  const free = backtest({ ...options, risk: builtInProfile('none') });
  return [
    finding({
      id: 'risk-stop',
      severity: 'warning',
      figures: {
        stoppedAt: stop.at,
        returnRatioWithoutLimits: returnOf(free, options.cash),
        maxDrawdownRatioWithoutLimits: free.maxDrawdownRatio,
      },
      rung: stop.reason,
    }),
  ];
}
