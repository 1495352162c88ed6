/** Parity of a session at a venue: its journal against the backtest of its setup, on the candles it recorded. */

import type { JournalEntry } from '../../core/journal/journal.ts';
import { aggregateCandles } from '../../core/market/aggregate.ts';
import { type Candles, createCandles } from '../../core/market/candles.ts';
import { walkOutside } from '../../core/research/parity/outside-walk.ts';
import { type ParityReport, parityReport } from '../../core/research/parity/parity.ts';
import { readSession } from '../../core/research/parity/session-record.ts';
import { riskOf } from '../config.ts';
import { PATH_MS, type Setup, sessionOptions } from './live-setup.ts';
import type { ParityPeriod } from './session-parity.ts';

/**
 * The market is what the session recorded: nobody else has its candles. Slippage is not configured at a venue: the model takes none, and what the venue
 * took is measured.
 */
export async function outsideParity(read: () => Iterable<JournalEntry>, setup: Setup, period: ParityPeriod): Promise<ParityReport> {
  const session = readSession(
    read(),
    setup.instruments.map(() => ({ hasVolume: true, hasAsk: false })),
  );
  const options = await sessionOptions(setup, riskOf(setup.config));
  /** Empty columns each time: they are filled while they are played. */
  const begin = () => ({
    ...options,
    markets: options.markets.map((market) => ({
      ...market,
      series: market.series.map(({ timeframeMs }) => ({ timeframeMs, candles: createCandles(0) })),
    })),
  });
  const walk = walkOutside(read(), session.lastSequence, begin);
  const markets = options.markets.map((market, i) => ({
    ...market,
    series: market.series.map((series) =>
      series.timeframeMs === PATH_MS
        ? { ...series, candles: session.candles[i] as Candles }
        : { ...series, candles: aggregateCandles(session.candles[i] as Candles, PATH_MS, series.timeframeMs) },
    ),
  }));
  return parityReport({ session, walk, options: { ...options, markets }, outside: true, ...period });
}
