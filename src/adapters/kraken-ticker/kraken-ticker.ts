/** Kraken's public ticker: the last trade of a pair of a coin and a currency, without a key. */

import { z } from 'zod';
import { wholePrice } from '../../core/portfolio/quotes/price-text.ts';
import { type AskProvider, ProviderTrouble, type QuoteProvider } from '../../core/portfolio/quotes/provider.ts';
import { jsonOf, quotaSpent } from '../support/ask-provider.ts';

const NAME = 'Kraken';
/** Its public counter lets one question a second through. */
export const KRAKEN_LIMITS = { minute: 60 };
/** Letters that it has of its own. */
const ITS_OWN: Readonly<Record<string, string>> = { BTC: 'XBT', DOGE: 'XDG' };

const ticker = z.object({
  error: z.array(z.string()),
  result: z.record(z.string(), z.object({ c: z.tuple([z.string(), z.string()]) })).optional(),
});

export interface KrakenTickerOptions {
  readonly ask: AskProvider;
  /** https://api.kraken.com */
  readonly baseUrl: string;
  readonly now: () => number;
}

/** Symbols are pairs such as `BTC/EUR`. It tells no time of the last trade: a ticker is of the moment it is asked in. */
export function openKrakenTicker({ ask, baseUrl, now }: KrakenTickerOptions): QuoteProvider {
  return {
    name: 'kraken',
    // Its answer names pairs in another way than they are asked for.
    most: 1,
    async quotes([asked]) {
      if (asked === undefined) return [];
      const { symbol } = asked;
      const [coin = '', currency = ''] = symbol.split('/');
      const url = `${baseUrl}/0/public/Ticker?${new URLSearchParams({ pair: `${ITS_OWN[coin] ?? coin}${currency}` })}`;
      return ask({
        url,
        read(answer) {
          const read = ticker.safeParse(jsonOf(NAME, answer));
          if (!read.success) throw new ProviderTrouble('PROVIDER_UNCLEAR', `expected a ticker of ${NAME}, found something else`);
          const { error, result = {} } = read.data;
          if (error.some((one) => one.includes('Unknown asset pair')))
            throw new ProviderTrouble('PROVIDER_UNKNOWN', `${NAME} has no pair ${symbol}`);
          if (error.some((one) => one.includes('Rate limit') || one.includes('Too many'))) throw quotaSpent(NAME, null);
          if (error.length > 0) throw new ProviderTrouble('PROVIDER_BUSY', `${NAME} tells an error of its own (${error[0]?.slice(0, 60)})`);
          const [last] = Object.values(result);
          const whole = wholePrice(last?.c[0], currency);
          return whole === null ? [] : [{ symbol, ...whole, at: answer.date ?? now() }];
        },
      });
    },
  };
}
