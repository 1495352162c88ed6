/** The market lake as a provider of prices: the last candle of a pair that is kept there. */

import { openLake } from '../../../adapters/market-lake/lake.ts';
import { InputError } from '../../../core/domain/result.ts';
import { formatFixed } from '../../../core/portfolio/fixed.ts';
import { fixedOf } from '../../../core/portfolio/ledger/market.ts';
import { ProviderTrouble, type QuoteProvider } from '../../../core/portfolio/quotes/provider.ts';

const DAY_MS = 86_400_000;

/** Symbols are pairs such as `BTC/EUR`. */
export function openLakePrices(dataFolder: string, now: () => number): QuoteProvider {
  async function daily(symbol: string, from: number) {
    try {
      return (await openLake(dataFolder).openCandles({ symbol, timeframe: '1d', from })).candles;
    } catch (error) {
      if (error instanceof InputError) throw new ProviderTrouble('PROVIDER_UNKNOWN', `the market lake: ${error.message}`);
      throw error;
    }
  }
  return {
    name: 'market-lake',
    most: 1,
    async quotes([asked]) {
      if (asked === undefined) return [];
      const { symbol } = asked;
      const { time, close, length } = await daily(symbol, now() - 30 * DAY_MS);
      const [start, price] = [time[length - 1] as number, close[length - 1] as number];
      // A day that has not ended yet is known until now at most.
      const at = Math.min(start + DAY_MS, now());
      return [{ symbol, price: formatFixed(fixedOf(price)), currency: symbol.split('/')[1] as string, at }];
    },
    async closes(symbol, from) {
      const { time, close, length } = await daily(symbol, Date.parse(from));
      const [currency, today] = [symbol.split('/')[1] as string, now() - (now() % DAY_MS)];
      return Array.from({ length }, (_, i) => i)
        .filter((i) => (time[i] as number) < today)
        .map((i) => ({
          day: new Date(time[i] as number).toISOString().slice(0, 10),
          price: formatFixed(fixedOf(close[i] as number)),
          ...{ currency, adjustedOn: null },
        }));
    },
  };
}
