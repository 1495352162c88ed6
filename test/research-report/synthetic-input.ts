/** A complete report input from a synthetic run, with every section filled. */

import { computeMetrics } from '../../src/core/research/metrics/metrics.ts';
import type { ReportInput } from '../../src/core/research/report/report-input.ts';
import type { BacktestRun } from '../../src/core/research/result.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { type SyntheticOptions, syntheticCandles, syntheticRun } from './synthetic-run.ts';

const HOUR = 3_600_000;

export interface InputOptions extends SyntheticOptions {
  readonly lang?: 'en' | 'es';
  readonly timeframe?: string;
}

/** `runParts` replaces parts of the run, `parts` of the input. */
export function syntheticInput(options: InputOptions, parts: Partial<ReportInput> = {}, runParts: Partial<BacktestRun> = {}): ReportInput {
  const candles = syntheticCandles(options);
  const run = { ...syntheticRun(options, candles), ...runParts };
  const step = options.timeframeMs ?? HOUR;
  const start = (candles.time[0] ?? 0) as number;
  const cash = options.cash ?? 10_000;
  const firstOpen = (candles.open[0] ?? 1) as number;
  const gapAt = Math.floor(candles.length / 2);
  return {
    lang: options.lang ?? 'en',
    strategy: { id: 'sma-cross', version: '1.0.0', title: { en: 'Moving-average cross', es: 'Cruce de medias móviles' } },
    parameters: { fast: options.fast ?? 12, slow: options.slow ?? 36, direction: 'long-short' },
    parameterTable: {
      fast: {
        kind: 'integer',
        min: 1,
        max: 500,
        step: 1,
        default: 10,
        help: { en: 'Fast average, in candles', es: 'Media rápida, en velas' },
      },
      slow: {
        kind: 'integer',
        min: 1,
        max: 2000,
        step: 1,
        default: 30,
        help: { en: 'Slow average, in candles', es: 'Media lenta, en velas' },
      },
      direction: {
        kind: 'choice',
        choices: ['long-only', 'long-short'],
        default: 'long-only',
        help: { en: 'Whether it sells short', es: 'Si vende en corto' },
      },
    },
    run,
    metrics: computeMetrics(run, { daysPerYear: 365, startedAt: start }),
    findings: [
      {
        id: 'look-ahead',
        severity: 'ok',
        title: '',
        detail: '',
        figures: { sampledDecisions: 12, changedDecisions: 0, changedIndicators: 0 },
      },
      {
        id: 'warm-up',
        severity: 'ok',
        title: '',
        detail: '',
        figures: { sampledDecisions: 12, changedDecisions: 0, largestChangeRatio: 0.00002 },
      },
      { id: 'costs', severity: 'warning', title: '', detail: '', figures: { returnRatio: 0.31, returnRatioAtHigherCosts: -0.142 } },
      { id: 'buy-and-hold', severity: 'note', title: '', detail: '', figures: { returnRatio: 0.31, buyAndHoldReturnRatio: 0.8 } },
    ],
    candles: [{ instrumentId: 'BTC/EUR', timeframe: options.timeframe ?? '1h', candles }],
    buyAndHold: {
      time: run.equityTime,
      equity: Float64Array.from({ length: candles.length }, (_, i) => (cash * (candles.close[i] as number)) / firstOpen),
    },
    data: [
      {
        instrumentId: 'BTC/EUR',
        timeframe: options.timeframe ?? '1h',
        source: 'btc-eur-1h.csv',
        fingerprint: '9f3c41d20c5b8ae7714f22d0a9b1e07b',
        from: start,
        to: start + candles.length * step,
        bars: candles.length,
        gaps: { count: 1, missingBars: 41, longest: [{ from: (candles.time[gapAt] ?? 0) - 41 * HOUR, to: candles.time[gapAt] ?? 0 }] },
      },
    ],
    settings: {
      feeRatio: options.feeRatio ?? 0.001,
      slippage: { kind: 'fixed', ratio: options.slippageRatio ?? 0.0005 },
      size: '0.9',
      finalize: 'none',
      seed: 42,
      instruments: [
        {
          id: 'BTC/EUR',
          venue: 'kraken',
          kind: 'perpetual',
          base: 'BTC',
          quote: 'EUR',
          tickSize: 0.01,
          lotSize: 0.0001,
          minimumNotional: 5,
          leverage: 1,
          takerFeeRatio: 0.001,
        },
      ],
      risk: builtInProfile('default'),
      fillRules: [
        { name: { en: 'Latency', es: 'Latencia' }, value: '0 ms' },
        { name: { en: 'Limit orders', es: 'Órdenes limitadas' }, value: { en: 'through by one tick', es: 'atravesadas por un tick' } },
      ],
    },
    trials: 1,
    versions: { atalaya: '0.1.0', engine: '1' },
    command:
      'atalaya backtest sma-cross --candles btc-eur-1h.csv \\\n  --param fast=12 --param slow=36 --param direction=long-short --size 0.9',
    timing: { durationMs: 42, barsPerSecond: 28_000_000 },
    ...parts,
  };
}
