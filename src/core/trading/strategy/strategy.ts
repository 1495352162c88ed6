/** The strategy contract: one file, one table of parameters, one class that answers each closed candle with a wish. */

import type { ParameterTable, ParameterValues, Words } from '../../domain/parameters.ts';
import type { IndicatorDefinition } from '../../market/indicators/indicator.ts';
import type { Series } from './series.ts';

export type Regime = 'bull' | 'bear' | 'range' | 'high-volatility' | 'crisis';
export const LONG = 1;
export const SHORT = -1;
export type Side = 1 | -1;

/** This strategy's own position in its instrument. Prices in quote units, quantities in base units. */
export interface PositionView {
  /** 1 long, -1 short, 0 flat. */
  readonly side: Side | 0;
  readonly units: number;
  /** Average fill price; NaN while flat. */
  readonly entryPrice: number;
  /** Closed candles of the strategy's timeframe since the entry fill: the candle that held the fill counts as 1; 0 while flat. */
  readonly candlesHeld: number;
  readonly openedAt: number;
  /** Working protective prices; NaN where there is none. */
  readonly stopPrice: number;
  readonly targetPrice: number;
}

/** How an entry is to be protected and sized. Ratios are of the average fill price: 0.01 is 1 %. Orders exist from the fill on. */
export interface EntryWish {
  /** 0 to 1: how sure. Rounded to 4 decimals by the engine. */
  confidence: number;
  /** Short stable text, kebab-case: why. */
  reason: string;
  /** Protective stop, as ratio of the average fill price or as a price. */
  stopRatio?: number;
  stopPrice?: number;
  /** Target (reduce-only limit order). */
  targetRatio?: number;
  targetPrice?: number;
  /** Ratchet stop: best close since entry x (1 -/+ ratio), starts at the fill price, amended after each candle, only tightens. */
  trailRatio?: number;
  /** Entry order; market by default. `limit` and `stop` rest for at most 300 s (or the path timeframe where that is longer). */
  type?: 'market' | 'limit' | 'stop';
  price?: number;
}

/** What onBar sees: the candle that just closed and everything before it. `back` counts candles, 0 is the one that just closed; below 0 is an error. */
export interface Bar {
  /** Start of the candle, epoch ms UTC. */
  readonly time: number;
  /** Candles of this stream seen so far, this one included. */
  readonly count: number;
  open(back?: number): number;
  high(back?: number): number;
  low(back?: number): number;
  close(back?: number): number;
  volume(back?: number): number;
  readonly position: PositionView;
  /** True while an entry order of this strategy is working. */
  readonly entryWorking: boolean;
  /** True when a candle is missing right before this one. */
  readonly gap: boolean;
  readonly regime: Regime;
  /** Closed candles since this strategy's last exit fill; Infinity before the first. */
  readonly candlesSinceExit: number;
  /** How far this strategy's own result of the last 30 days is below its own 30-day peak, as a ratio of the account's equity. */
  readonly ownDrawdownRatio: number;
  /** Whether this instrument and account may be sold short. */
  readonly shortable: boolean;
  /** Uniform in [0, 1), from the run's seed: the same in every world. */
  random(): number;
  /** Wish to open a position. Ignored while a position or an entry order exists. Filters, sizing and risk decide. */
  enter(side: Side, wish: EntryWish): void;
  /** Wish to be out: the position is closed at market, and an entry that is still working is withdrawn. */
  exit(reason: string): void;
  /** Move the protective stop; only tightening is carried out. */
  moveStop(price: number): void;
}

/** A stream of closed candles other than the strategy's own: a higher timeframe of the same instrument. */
export interface CandleStream {
  readonly count: number;
  open(back?: number): number;
  high(back?: number): number;
  low(back?: number): number;
  close(back?: number): number;
  volume(back?: number): number;
}

/** A number the strategy keeps between candles. Lives in the engine's arena, so snapshots can't forget it. */
export interface Cell {
  value: number;
}

export type SourceName = 'open' | 'high' | 'low' | 'close' | 'volume';

/** What indicators can be asked on: a stream's candles. Every call makes one indicator with its own memory. */
export interface IndicatorSource {
  /** Any indicator by its definition; the named output, or the first one. `source` is a candle column (close by default) or another series. */
  use<T extends ParameterTable>(
    definition: IndicatorDefinition<T>,
    parameters: Partial<ParameterValues<T>>,
    options?: { output?: string; source?: SourceName | Series },
  ): Series;
  /** The same with every output, by name. */
  useAll<T extends ParameterTable>(
    definition: IndicatorDefinition<T>,
    parameters: Partial<ParameterValues<T>>,
    options?: { source?: SourceName | Series },
  ): Readonly<Record<string, Series>>;
  /** 1 at a candle at which the first series crosses above the second, -1 where it crosses below, else 0. Both are series of this very source. */
  crossing(a: Series, b: Series): Series;
}

export interface Build extends IndicatorSource {
  /** A number kept between candles. */
  cell(initial: number): Cell;
  /** Closed candles of a larger timeframe of the same instrument (`1h`), with indicators of its own. */
  timeframe(timeframe: string): CandleStream & IndicatorSource;
}

/** Built by `create`: a class instance. It is frozen after construction; what changes lives in cells and indicators. */
export interface StrategyInstance {
  /** A series of the strategy's own timeframe: where there is one, `onBar` is only called at candles at which it is not 0. */
  readonly wakes?: Series;
  onBar(bar: Bar): void;
}

export interface StrategyDefinition<T extends ParameterTable = ParameterTable> {
  /** kebab-case, equal to the file's name. */
  readonly id: string;
  readonly version: string;
  readonly title: Words;
  readonly description: Words;
  /** Default timeframe; a backtest or session may choose another. */
  readonly timeframe: string;
  /** What it can't do its work without: where the data or the instrument lack it, that is said. */
  readonly needs?: { readonly shorting?: boolean; readonly volume?: boolean };
  /** Enters whatever the last candle's volume: RISK_VOLUME does not apply. */
  readonly anyVolume?: boolean;
  /** Regimes in which entries are allowed; all when absent. */
  readonly regimes?: readonly Regime[];
  readonly parameters: T;
  /** Rules between parameters, checked at load. */
  readonly constraints?: readonly { readonly holds: (parameters: ParameterValues<T>) => boolean; readonly message: Words | string }[];
  /** Candles before the first onBar. */
  warmup(parameters: ParameterValues<T>): number;
  /** `risk` sizes by 6.3 of the trading rules, capped at maxFraction of equity; `all` wishes all equity, `share` a part of it. A run's --size overrides. */
  size(
    parameters: ParameterValues<T>,
  ):
    | { readonly kind: 'risk'; readonly maxFraction: number }
    | { readonly kind: 'all' }
    | { readonly kind: 'share'; readonly share: number };
  create(parameters: ParameterValues<T>, build: Build): StrategyInstance;
  /** Test strategies are refused in production. */
  readonly testOnly?: boolean;
}

/** Declares a strategy; parameter types flow into create, warmup and size, so that a misspelt parameter does not compile. */
export function defineStrategy<const T extends ParameterTable>(definition: StrategyDefinition<T>): StrategyDefinition<T> {
  return definition;
}
