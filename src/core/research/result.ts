/** What a backtest hands back: the run's facts in plain columns and rows, from which metrics, files and reports are made. */

import type { FillKind } from '../domain/order.ts';
import type { Words } from '../domain/parameters.ts';
import type { Candles } from '../market/candles.ts';
import type { Side } from '../trading/strategy/strategy.ts';

/** One execution. Prices and quantities in units, money in account currency. */
export interface FillRow {
  readonly at: number;
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly orderId: number;
  readonly side: Side;
  readonly quantity: number;
  readonly price: number;
  readonly fee: number;
  readonly liquidity: 'maker' | 'taker';
  readonly kind: FillKind;
  /** Realised result of a closing fill before fees; 0 for an opening. */
  readonly realised: number;
  /** Why: the strategy's reason, or stop, target, trail, liquidation, end. */
  readonly reason: string;
}

/** One round trip: from the fill that opened to the fill that closed (partial closes are joined; a reversal ends one and starts another). */
export interface TradeRow {
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly side: Side;
  readonly openedAt: number;
  readonly closedAt: number;
  readonly quantity: number;
  readonly entryPrice: number;
  readonly exitPrice: number;
  /** Result before fees, fees of both sides, funding paid (negative: received), and what is left. */
  readonly gross: number;
  readonly fees: number;
  readonly funding: number;
  readonly net: number;
  /** net / entry value. */
  readonly returnRatio: number;
  readonly candlesHeld: number;
  readonly entryReason: string;
  readonly exitReason: string;
  /** Worst and best price move against and for the position while open, as ratios of the entry price (>= 0). */
  readonly adverseRatio: number;
  readonly favourableRatio: number;
}

/** A wish that did not become an order. */
export interface RefusalRow {
  readonly at: number;
  readonly strategyId: string;
  readonly instrumentId: string;
  readonly side: Side;
  readonly code: string;
  readonly message: string;
  readonly measured?: number;
  readonly limit?: number;
}

export interface ModeRow {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
}

/** Everything a run produced. Equity has one value per close time in `equityTime`. */
export interface BacktestRun {
  readonly bars: number;
  readonly equityTime: Float64Array;
  readonly equity: Float64Array;
  readonly startingCash: number;
  readonly currency: string;
  readonly fills: readonly FillRow[];
  readonly trades: readonly TradeRow[];
  readonly refusals: readonly RefusalRow[];
  readonly refusalCounts: Readonly<Record<string, number>>;
  readonly modes: readonly ModeRow[];
  readonly feesPaid: number;
  readonly fundingPaid: number;
  /** Share of close times with a position open. */
  readonly exposureRatio: number;
  /** Exits whose order inside one candle had to be assumed, and all exits by stop or target. */
  readonly assumedExits: number;
  readonly intrabarExits: number;
  readonly openPositions: readonly {
    readonly instrumentId: string;
    readonly side: Side;
    readonly quantity: number;
    readonly entryPrice: number;
    readonly unrealised: number;
  }[];
  readonly warnings: readonly Warning[];
}

/** The single-instrument view a report draws: the candles of the strategy's own timeframe. */
export interface ReportCandles {
  readonly instrumentId: string;
  readonly timeframe: string;
  readonly candles: Candles;
}

/** A decision that a check saw change, at the close `at` (epoch ms): not made, made only then, or made with other figures. */
export interface DecisionChange {
  readonly kind: 'decision';
  readonly at: number;
  /** `entry long (cross-up)` */
  readonly act: string;
  readonly how: 'missing' | 'added' | 'other-figures';
}

/** What a check saw change when candles were taken away, and at which close (epoch ms). */
export type Change =
  | DecisionChange
  /** An indicator's value, and what it was without those candles (NaN: not defined). */
  | { readonly kind: 'indicator'; readonly at: number; readonly name: string; readonly value: number; readonly instead: number }
  /** The most an indicator's value changed, as a ratio. */
  | { readonly kind: 'drift'; readonly at: number; readonly name: string; readonly ratio: number }
  /** What the strategy wanted, and what it wanted without those candles; empty for nothing. */
  | { readonly kind: 'answer'; readonly at: number; readonly wanted: string; readonly instead: string }
  /** The strategy threw. */
  | { readonly kind: 'failure'; readonly at: number; readonly message: string };

/** One self-check of a backtest: what it may be hiding. Made by `finding` (finding-text.ts), which words it. */
export interface Finding {
  readonly id: 'look-ahead' | 'warm-up' | 'costs' | 'best-trades' | 'few-trades' | 'buy-and-hold' | 'intrabar-order' | 'risk-stop' | 'ruin';
  readonly severity: 'ok' | 'note' | 'warning' | 'fault';
  readonly title: string;
  /** English, for a terminal. */
  readonly detail: string;
  readonly figures: Readonly<Record<string, number>>;
  /** The strategies it is about, where it names them. */
  readonly strategies?: readonly string[];
  /** The first of each thing that changed. */
  readonly changes?: readonly Change[];
  /** The rung of the loss ladder that stopped the run. */
  readonly rung?: string;
  /** The sample it was found on, where the strategy was checked on samples. */
  readonly sample?: string;
}

/** Something the reader of a result has to know, in both languages, or in English where it comes from a file's own report. */
export type Warning = string | (Words & { readonly preventsEntries?: true });
