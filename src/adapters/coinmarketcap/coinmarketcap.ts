/** CoinMarketCap: prices of coins by its own number of each, since letters such as BTC are borne by many. Its key goes in a header. */

import { z } from 'zod';
import type { Secret } from '../../core/domain/secret.ts';
import { wholePrice } from '../../core/portfolio/quotes/price-text.ts';
import { type AskProvider, type ProviderAnswer, ProviderTrouble, type QuoteProvider } from '../../core/portfolio/quotes/provider.ts';
import { jsonOf, quotaSpent } from '../support/ask-provider.ts';

const NAME = 'CoinMarketCap';
/** Its plan without cost: 10,000 credits a month, 30 questions a minute; up to a hundred coins are one credit. */
export const COINMARKETCAP_LIMITS = { minute: 30, month: 10_000 };
const MOST = 100;

const status = z.object({ error_code: z.coerce.number(), error_message: z.string().nullish() });
const price = z.object({ price: z.number().nullable(), last_updated: z.string() });
const coin = z.object({ id: z.number(), quote: z.record(z.string(), price) });
const latest = z.object({ status, data: z.record(z.string(), coin).optional() });
const mapped = z.object({
  status,
  data: z
    .array(z.object({ id: z.number(), rank: z.number().nullish(), name: z.string(), symbol: z.string(), is_active: z.number().optional() }))
    .optional(),
});

export interface CoinMarketCapOptions {
  readonly ask: AskProvider;
  /** https://pro-api.coinmarketcap.com */
  readonly baseUrl: string;
  readonly key: Secret;
}

export function openCoinMarketCap({ ask, baseUrl, key }: CoinMarketCapOptions): QuoteProvider {
  const headers = { 'X-CMC_PRO_API_KEY': key.reveal(), accept: 'application/json' };
  return {
    name: 'coinmarketcap',
    most: MOST,
    async quotes(asked) {
      const currencies = new Set(asked.map(({ currency }) => currency));
      const told = [];
      for (const currency of currencies) {
        const ids = asked.filter((one) => one.currency === currency).map(({ symbol }) => symbol);
        const url = `${baseUrl}/v2/cryptocurrency/quotes/latest?${new URLSearchParams({ id: ids.join(','), convert: currency })}`;
        const coins = await ask({ url, headers, read: (answer) => read(latest, answer).data ?? {} });
        for (const { id, quote } of Object.values(coins)) {
          const { price, last_updated: at } = quote[currency] ?? {};
          const whole = wholePrice(price, currency);
          if (whole !== null && at !== undefined) told.push({ symbol: String(id), ...whole, at: Date.parse(at) });
        }
      }
      return told;
    },
    async find({ symbol }) {
      const url = `${baseUrl}/v1/cryptocurrency/map?${new URLSearchParams({ symbol: symbol.toUpperCase() })}`;
      const coins = await ask({ url, headers, read: (answer) => read(mapped, answer).data ?? [] });
      return coins
        .filter((one) => one.is_active !== 0)
        .sort((a, b) => (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER))
        .map(({ id, name, symbol: letters, rank }) => ({
          provider: 'coinmarketcap' as const,
          ...{ symbol: String(id), name: `${name} (${letters}${rank ? `, #${rank}` : ''})`, kind: 'crypto' as const, currency: null },
        }));
    },
  };
}

/** Its errors come with a number of their own, also in an answer that says all is well. */
function read<T extends z.ZodType<{ status: z.infer<typeof status> }>>(shape: T, answer: ProviderAnswer): z.infer<T> {
  const read = shape.safeParse(jsonOf(NAME, answer));
  if (!read.success) throw new ProviderTrouble('PROVIDER_UNCLEAR', `expected coins of ${NAME}, found an answer without them`);
  const { error_code: code } = read.data.status;
  if (code === 0) return read.data;
  if (code >= 1001 && code <= 1007) throw new ProviderTrouble('PROVIDER_KEY', `${NAME} refuses the key (${code})`);
  if (code >= 1008 && code <= 1011) throw quotaSpent(NAME, null);
  throw new ProviderTrouble('PROVIDER_UNCLEAR', `${NAME} tells an error of its own (${code})`);
}
