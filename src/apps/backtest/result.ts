/** What a finished backtest hands out: its JSON document and the input of its report. */

import { powerOfTen } from '../../core/domain/decimal.ts';
import { timeframeText } from '../../core/market/timeframe.ts';
import type { AnyStrategy } from '../../core/research/backtest.ts';
import { computeMetrics, type Metrics } from '../../core/research/metrics/metrics.ts';
import { inBoth } from '../../core/research/report/html.ts';
import { reportHash } from '../../core/research/report/report-hash.ts';
import type { ReportData, ReportInput, ReportSettings } from '../../core/research/report/report-input.ts';
import type { Finding } from '../../core/research/result.ts';
import type { Study } from '../../core/research/study.ts';
import type { LoadedMarket } from '../load-market.ts';
import { RELEASE } from '../strategy-registry.ts';
import { countTrial } from '../trials.ts';
import type { BacktestRequest, Settings } from './settings.ts';

interface Finished {
  /** The command that makes this run again. */
  readonly command: string;
  readonly options: BacktestRequest;
  readonly definition: AnyStrategy;
  readonly settings: Settings;
  readonly studied: Study;
  readonly durationMs: number;
}

/** Counts the trial and puts everything together. The keys of `json` up to `warnings` are promised to scripts. */
export function assembleResult(finished: Finished) {
  const { options, definition, settings, studied, durationMs } = finished;
  const { market, study } = settings;
  const { run, done, findings } = studied;
  const metrics = computeMetrics(run, {
    daysPerYear: market.daysPerYear,
    ...(market.candles.length > 0 && { startedAt: market.candles.time[0] as number }),
  });
  const slippagePaid = done.session.venue.slippagePaid / powerOfTen(study.quantumDecimals);
  const barsPerSecond = Math.round(done.bars / (durationMs / 1000));
  const report: ReportInput = {
    lang: options.lang,
    strategy: { id: definition.id, version: definition.version, title: definition.title, description: definition.description },
    parameters: done.session.slots[0]?.parameters as Record<string, unknown>,
    parameterTable: definition.parameters,
    run,
    metrics,
    findings,
    candles: [{ instrumentId: market.input.instrument.id, timeframe: timeframeText(market.timeframeMs), candles: market.candles }],
    buyAndHold: { time: run.equityTime, equity: studied.buyAndHold },
    data: [reportData(market)],
    settings: reportSettings(finished),
    trials: null,
    slippagePaid,
    versions: { atalaya: RELEASE, [definition.id]: definition.version, Node: process.version },
    command: finished.command,
    timing: { durationMs, barsPerSecond },
  };
  const hash = reportHash(report);
  const trials = countTrial(options.dataDir, { strategy: definition.id, data: market.fingerprint, result: hash });
  const figure = (id: keyof Metrics['values']) => metrics.values[id].value;
  const json = {
    strategy: definition.id,
    symbol: market.input.instrument.id,
    timeframe: timeframeText(market.timeframeMs),
    parameters: report.parameters,
    bars: run.bars,
    fills: run.fills.length,
    closedTrades: run.trades.length,
    startingCash: run.startingCash,
    finalEquity: done.finalEquity,
    returnRatio: done.finalEquity / run.startingCash - 1,
    buyAndHoldReturnRatio: studied.buyAndHoldReturnRatio,
    maxDrawdownRatio: done.maxDrawdownRatio,
    winRate: figure('winRate'),
    profitFactor: figure('profitFactor'),
    sharpe: figure('sharpe'),
    sortino: figure('sortino'),
    calmar: figure('calmar'),
    feesPaid: run.feesPaid,
    fundingPaid: run.fundingPaid,
    slippagePaid,
    exposureRatio: run.exposureRatio,
    insufficient: insufficientOf(metrics),
    openPositions: run.openPositions,
    refusals: run.refusalCounts,
    trials,
    dataFingerprint: market.fingerprint,
    reportHash: hash,
    findings,
    settings: settingsJson(finished),
    barsPerSecond,
    durationMs,
    warnings: [...run.warnings.map((warning) => inBoth(warning).en), ...faultsOf(findings).map(({ id, detail }) => `${id}: ${detail}`)],
  };
  return { json, report: { ...report, trials } };
}

function reportData(market: LoadedMarket): ReportData {
  const { candles, timeframeMs, source, fingerprint, gaps, input } = market;
  return {
    instrumentId: input.instrument.id,
    timeframe: timeframeText(timeframeMs),
    source,
    fingerprint,
    from: candles.time[0] ?? 0,
    to: (candles.time[candles.length - 1] ?? 0) + timeframeMs,
    bars: candles.length,
    gaps,
  };
}

/** Figures that are given on too little evidence, with what they have and need. */
function insufficientOf({ values }: Metrics) {
  const shown = ['winRate', 'profitFactor', 'sharpe', 'sortino', 'calmar'] as const;
  return Object.fromEntries(shown.flatMap((id) => (values[id].insufficient ? [[id, values[id].insufficient]] : [])));
}

/** What it was run under. */
function settingsJson({ options, settings: { study, market, feeRatio } }: Finished) {
  return {
    feeRatio,
    slippage: study.slippage,
    latencyMs: options.latency,
    limitOrders: options.touch ? 'touch' : 'through',
    filledOn: timeframeText(pathMs(market)),
    hasVolume: market.candles.hasVolume,
    leverage: options.leverage,
    size: options.size?.text ?? 'strategy',
    risk: study.risk.name,
    finalize: options.finalize,
    seed: options.seed,
  };
}

const pathMs = ({ input }: LoadedMarket) => Math.min(...input.series.map(({ timeframeMs }) => timeframeMs));

function reportSettings({ options, settings: { study, market, feeRatio } }: Finished): ReportSettings {
  return {
    feeRatio,
    slippage: study.slippage,
    size: options.size?.text ?? 'strategy',
    finalize: options.finalize,
    seed: options.seed,
    instruments: [market.input.instrument],
    risk: study.risk,
    fillRules: fillRules(options, market),
  };
}

/** The choices of docs/reference/fill-rules.md that differ from run to run. */
function fillRules(options: BacktestRequest, market: LoadedMarket): NonNullable<ReportSettings['fillRules']> {
  const path = timeframeText(pathMs(market));
  const finer = pathMs(market) < market.timeframeMs;
  return [
    {
      name: { en: 'Inside a candle', es: 'Dentro de una vela' },
      value: finer
        ? { en: `its ${path} candles, one by one`, es: `sus velas de ${path}, una a una` }
        : { en: 'the worst order: liquidation, stop, target', es: 'el peor orden: liquidación, stop, objetivo' },
    },
    { name: { en: 'Filled on candles of', es: 'Ejecutado sobre velas de' }, value: path },
    {
      name: { en: 'Limit orders fill when the price', es: 'Las órdenes límite se ejecutan cuando el precio' },
      value: options.touch ? { en: 'touches them', es: 'las toca' } : { en: 'goes through them by a tick', es: 'las atraviesa un tick' },
    },
    {
      name: { en: 'Limit orders fill at most', es: 'Las órdenes límite se ejecutan como mucho' },
      value: market.candles.hasVolume
        ? { en: '10 % of a candle’s volume', es: 'por el 10 % del volumen de la vela' }
        : { en: 'whole: the volume is not known', es: 'enteras: no se conoce el volumen' },
    },
    { name: { en: 'Time an order takes', es: 'Tiempo que tarda una orden' }, value: `${options.latency} ms` },
  ];
}

export type BacktestJson = ReturnType<typeof assembleResult>['json'];

export const faultsOf = (findings: readonly Finding[]) => findings.filter(({ severity }) => severity === 'fault');
