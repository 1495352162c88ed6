/** What a report is made of. Everything is given: the report computes nothing about the market and reads no clock. */

import type { InstrumentSpecification } from '../../domain/instrument.ts';
import type { ParameterTable, Words } from '../../domain/parameters.ts';
import type { RiskProfile } from '../../trading/risk/profile.ts';
import type { SlippageModel } from '../../trading/venue-model/slippage.ts';
import type { Metrics } from '../metrics/metrics.ts';
import type { BacktestRun, Finding, ReportCandles } from '../result.ts';

export type ReportLanguage = 'en' | 'es';

/** Text in both languages, or one text shown in both. */
export type ReportText = Words | string;

/** Where one stream of candles came from. */
export interface ReportData {
  readonly instrumentId: string;
  readonly timeframe: string;
  /** File name or venue, as the owner knows it. */
  readonly source: string;
  /** Fingerprint of the candles used. */
  readonly fingerprint: string;
  /** Start of the first candle and end of the last, epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly bars: number;
  readonly gaps: {
    readonly count: number;
    readonly missingBars: number;
    /** The longest ones (any number): missing from `from` until `to`, epoch ms. */
    readonly longest: readonly { readonly from: number; readonly to: number }[];
  };
}

export interface ReportSettings {
  readonly feeRatio: number;
  readonly makerFeeRatio?: number;
  readonly slippage: SlippageModel;
  /** As it was asked for: `1`, `0.1`, `10u`, or `strategy` for the strategy's own rule. */
  readonly size: string;
  readonly finalize: 'none' | 'open' | 'close';
  readonly seed: number;
  readonly instruments: readonly InstrumentSpecification[];
  readonly risk: RiskProfile;
  /** Rules of the venue model that differ from run to run: latency, intrabar path, touch or through, volume cap. */
  readonly fillRules?: readonly { readonly name: ReportText; readonly value: ReportText }[];
}

export interface ReportInput {
  readonly lang: ReportLanguage;
  readonly strategy: { readonly id: string; readonly version: string; readonly title: ReportText; readonly description?: ReportText };
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The strategy's own table: help, range and default of each parameter. */
  readonly parameterTable?: ParameterTable;
  readonly run: BacktestRun;
  readonly metrics: Metrics;
  readonly findings: readonly Finding[];
  readonly candles: readonly ReportCandles[];
  /** Equity of buying at the start and holding, after the same costs; null where it is not defined. */
  readonly buyAndHold: { readonly time: Float64Array; readonly equity: Float64Array } | null;
  readonly data: readonly ReportData[];
  readonly settings: ReportSettings;
  /** Backtests made of this strategy on this data so far, this one included; null when nobody counted. */
  readonly trials: number | null;
  /** Money lost to slippage, as the venue measured it; absent: estimated from fixed settings, or not known. */
  readonly slippagePaid?: number;
  /** Names and versions of what made the result: engine, strategy contract, Node. */
  readonly versions: Readonly<Record<string, string>>;
  /** The command that makes this run again. */
  readonly command?: string;
  /** Shown, and no part of the report hash. */
  readonly timing?: { readonly durationMs: number; readonly barsPerSecond: number };
}
