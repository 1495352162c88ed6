/** Curves for charts: candles and the account's equity, as columns of plain numbers (drawing needs no exact decimals). */

import { z } from 'zod';
import { askedInstant, identifier, instant } from './values.ts';

const column = z.array(z.number());

/** Candles in ascending open time. A hole in the data is a hole in `time`; nothing is filled in. */
export const candleBatch = z.object({
  instrumentId: identifier,
  timeframe: identifier,
  intervalMs: z.number().int().positive(),
  /** Open times. */
  time: z.array(instant),
  open: column,
  high: column,
  low: column,
  close: column,
  volume: column,
  /** Whether the last candle is still forming; it will be sent again with the same time. */
  lastIsOpen: z.boolean(),
});

/** The last `limit` candles of the range; without `to`, up to the newest. */
export const candleQuery = z.object({
  instrumentId: identifier,
  timeframe: identifier,
  from: askedInstant.optional(),
  to: askedInstant.optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(600),
});

/** Equity in account currency and drawdown from the peak (0.02 is 2 % below it), in ascending time. */
export const equitySeries = z.object({
  time: z.array(instant),
  equity: column,
  drawdownRatio: column,
});

/** Thinned out by the server side to at most `points`, keeping extremes. */
export const equityQuery = z.object({
  from: askedInstant.optional(),
  points: z.coerce.number().int().min(10).max(5000).default(1500),
});

export type CandleBatch = z.infer<typeof candleBatch>;
export type CandleQuery = z.infer<typeof candleQuery>;
export type EquitySeries = z.infer<typeof equitySeries>;
export type EquityQuery = z.infer<typeof equityQuery>;
