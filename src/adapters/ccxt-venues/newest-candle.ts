/** When a venue's newest candle of a minute began: what day its prices are of. */

import type { BookEntry } from './instrument-book.ts';
import type { OpenExchange } from './open-exchange.ts';

/** Of any instrument, epoch ms; null where there is none. */
export async function newestCandleOf(
  { exchange }: OpenExchange,
  entries: readonly BookEntry[],
  again: <T>(ask: () => Promise<T>) => Promise<T>,
): Promise<number | null> {
  let newest: number | null = null;
  for (const { market } of entries)
    for (const [time] of await again(() => exchange.fetchOHLCV(market.symbol, '1m', undefined, 2)))
      newest = Math.max(newest ?? Number.NEGATIVE_INFINITY, Number(time));
  return newest;
}
