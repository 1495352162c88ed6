/** Every indicator by its id. */

import { adx } from './adx.ts';
import { atr } from './atr.ts';
import { bollinger } from './bollinger.ts';
import { cci } from './cci.ts';
import { donchian } from './donchian.ts';
import { ema } from './ema.ts';
import { highest, lowest } from './highest-lowest.ts';
import { hma } from './hma.ts';
import { ichimoku } from './ichimoku.ts';
import { keltner } from './keltner.ts';
import { linearRegression } from './linear-regression.ts';
import { macd } from './macd.ts';
import { mfi } from './mfi.ts';
import { obv } from './obv.ts';
import { parabolicSar } from './parabolic-sar.ts';
import { previous } from './previous.ts';
import { roc } from './roc.ts';
import { rsi } from './rsi.ts';
import { sma } from './sma.ts';
import { standardDeviation } from './standard-deviation.ts';
import { stochastic } from './stochastic.ts';
import { stochasticRsi } from './stochastic-rsi.ts';
import { supertrend } from './supertrend.ts';
import { vwap } from './vwap.ts';
import { wma } from './wma.ts';
import { zScore } from './z-score.ts';

export const catalogue = {
  sma,
  ema,
  wma,
  hma,
  vwap,
  macd,
  adx,
  supertrend,
  parabolicSar,
  ichimoku,
  linearRegression,
  rsi,
  stochastic,
  stochasticRsi,
  cci,
  roc,
  mfi,
  obv,
  atr,
  bollinger,
  keltner,
  donchian,
  standardDeviation,
  zScore,
  highest,
  lowest,
  previous,
} as const;

export type IndicatorId = keyof typeof catalogue;
