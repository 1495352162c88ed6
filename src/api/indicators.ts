/** The indicators that a running strategy declares, over its own candles: what the chart draws of what a strategy goes by. */

import { z } from 'zod';
import { askedInstant, identifier, instant } from './values.ts';

const words = z.object({ en: z.string(), es: z.string() });

/** The last `limit` candles of the range in the timeframe that the strategy runs on; without `to`, up to the newest. */
export const indicatorQuery = z.object({
  instrumentId: identifier,
  strategyId: identifier,
  from: askedInstant.optional(),
  to: askedInstant.optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(600),
});

const indicatorOutput = z.object({
  /** As the indicator names it: upper, plusDi. */
  name: z.string(),
  /** Of the price, or a scale of its own. */
  scale: z.enum(['price', 'own']),
  /** One per candle; null while it is not defined, and of candles too old to have theirs at hand. */
  values: z.array(z.number().nullable()),
});

/** Values as the engine has them when the candle has closed, from the session's first candle on, with this run's own parameters. */
export const indicatorBatch = z.object({
  instrumentId: identifier,
  strategyId: identifier,
  timeframe: identifier,
  intervalMs: z.number().int().positive(),
  /** Open times of the candles. */
  time: z.array(instant),
  indicators: z.array(
    z.object({
      /** As `sma` and with its parameters, those of a larger timeframe with it before: `4h ema(200)`. */
      id: z.string(),
      name: z.string(),
      title: words,
      /** What it is computed of, where that is not the close: a column of the candles, or another indicator. */
      of: z.string().nullable(),
      outputs: z.array(indicatorOutput),
    }),
  ),
});

export type IndicatorQuery = z.infer<typeof indicatorQuery>;
export type IndicatorBatch = z.infer<typeof indicatorBatch>;
