/** What a backtest hands back: the run's facts in plain columns and rows, from which metrics, files and reports are made. */

import type { FillKind } from '../domain/order.ts';
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
  readonly warnings: readonly string[];
}

/** The single-instrument view a report draws: the candles of the strategy's own timeframe. */
export interface ReportCandles {
  readonly instrumentId: string;
  readonly timeframe: string;
  readonly candles: Candles;
}

/** One self-check of a backtest: what it may be hiding. */
export interface Finding {
  readonly id: 'look-ahead' | 'warm-up' | 'costs' | 'best-trades' | 'few-trades' | 'buy-and-hold' | 'intrabar-order' | 'risk-stop';
  readonly severity: 'ok' | 'note' | 'warning' | 'fault';
  readonly title: string;
  readonly detail: string;
  readonly figures: Readonly<Record<string, number>>;
}
