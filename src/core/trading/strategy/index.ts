/** The one door for strategy files: everything a strategy may use. */

import { catalogue } from '../../market/indicators/catalogue.ts';

export { boolean, choice, decimal, integer, type ParameterValues } from '../../domain/parameters.ts';
export { defineIndicator } from '../../market/indicators/indicator.ts';
export { crossedAbove, crossedBelow, crossedDown, crossedUp, crossing, type Series } from './series.ts';
export {
  allowShortParameter,
  clip,
  commonParameters,
  confidence,
  mayEnter,
  stopLossParameter,
  takeProfitParameter,
  timeIsUp,
  trailParameter,
  warmupFor,
} from './shared-rules.ts';
export { type Bar, type Build, type Cell, defineStrategy, LONG, SHORT, type Side, type StrategyInstance } from './strategy.ts';

export const {
  adx,
  atr,
  bollinger,
  cci,
  donchian,
  ema,
  highest,
  hma,
  ichimoku,
  keltner,
  linearRegression,
  lowest,
  macd,
  mfi,
  obv,
  parabolicSar,
  previous,
  roc,
  rsi,
  sma,
  standardDeviation,
  stochastic,
  stochasticRsi,
  supertrend,
  vwap,
  wma,
  zScore,
} = catalogue;
