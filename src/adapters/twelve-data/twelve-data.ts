/** Twelve Data: quotes and daily closes of shares, funds and currency pairs. Its key goes in a header; its errors come in answers that say all is well. */

import { z } from 'zod';
import type { Secret } from '../../core/domain/secret.ts';
import { wholePrice } from '../../core/portfolio/quotes/price-text.ts';
import { type AskProvider, type ProviderAnswer, ProviderTrouble, type QuoteProvider } from '../../core/portfolio/quotes/provider.ts';
import type { ToldQuote } from '../../core/portfolio/quotes/quote.ts';
import { jsonOf, quotaSpent, shaped } from '../support/ask-provider.ts';

const NAME = 'Twelve Data';
/** Its plan without cost; a symbol is a credit. */
export const TWELVE_DATA_LIMITS = { minute: 8, day: 800 };
/** As many as a minute has, less the one that is left untouched. */
const MOST = TWELVE_DATA_LIMITS.minute - 1;

const quote = z.object({
  symbol: z.string(),
  currency: z.string().optional(),
  close: z.string(),
  timestamp: z.number(),
  last_quote_at: z.number().optional(),
});
const series = z.object({
  meta: z.object({ currency: z.string().optional() }),
  values: z.array(z.object({ datetime: z.string(), close: z.string() })),
});
const found = z.object({
  data: z.array(
    z.object({
      symbol: z.string(),
      instrument_name: z.string(),
      exchange: z.string(),
      instrument_type: z.string(),
      currency: z.string().optional(),
    }),
  ),
});

export interface TwelveDataOptions {
  readonly ask: AskProvider;
  /** https://api.twelvedata.com */
  readonly baseUrl: string;
  readonly key: Secret;
  readonly now: () => number;
}

/** `EUR/USD` is told in what comes after the stroke. */
const currencyOf = (symbol: string, told: string | undefined) => told ?? symbol.split('/')[1];

export function openTwelveData({ ask, baseUrl, key, now }: TwelveDataOptions): QuoteProvider {
  const headers = { authorization: `apikey ${key.reveal()}` };
  const get = <Value>(path: string, query: Record<string, string>, cost: number, read: (told: unknown) => Value) =>
    ask({ url: `${baseUrl}/${path}?${new URLSearchParams(query)}`, headers, cost, read: (answer) => read(wellTold(answer)) });
  return {
    name: 'twelve-data',
    most: MOST,
    quotes: (asked) =>
      get('quote', { symbol: asked.map(({ symbol }) => symbol).join(',') }, asked.length, (told) => {
        // One alone is told as itself, several by their symbols; one of several that it does not know is an error in its place.
        const byCode = asked.length === 1 ? { [asked[0]?.symbol as string]: told } : (told as Record<string, unknown>);
        return asked.flatMap(({ symbol }) => quoteOf(symbol, byCode[symbol]));
      }),
    async closes(symbol, from) {
      const today = new Date(now()).toISOString().slice(0, 10);
      const query = { symbol, interval: '1day', start_date: from, outputsize: '5000', order: 'ASC' };
      const { meta, values } = await get('time_series', query, 1, (told) => shaped(NAME, series, told));
      return values.flatMap(({ datetime, close }) => {
        const [day, whole] = [datetime.slice(0, 10), wholePrice(close, currencyOf(symbol, meta.currency))];
        return whole === null || day >= today ? [] : [{ day, ...whole, adjustedOn: today }];
      });
    },
    async find({ isin, symbol }) {
      const { data } = await get('symbol_search', { symbol: isin ?? symbol }, 1, (told) => shaped(NAME, found, told));
      return data.map((one) => ({
        provider: 'twelve-data' as const,
        ...{ symbol: `${one.symbol}:${one.exchange}`, name: `${one.instrument_name} (${one.exchange})` },
        kind: /etf/i.test(one.instrument_type) ? 'etf' : /fund/i.test(one.instrument_type) ? 'fund' : 'stock',
        currency: one.currency ?? null,
      }));
    },
  };
}

function quoteOf(symbol: string, told: unknown): ToldQuote[] {
  const read = quote.safeParse(told);
  if (!read.success) return [];
  const { close, currency, timestamp, last_quote_at: last } = read.data;
  const whole = wholePrice(close, currencyOf(symbol, currency));
  return whole === null ? [] : [{ symbol, ...whole, at: (last ?? timestamp) * 1000 }];
}

function wellTold(answer: ProviderAnswer): unknown {
  const told = jsonOf(NAME, answer) as { status?: unknown; code?: unknown } | null;
  if (told?.status !== 'error') return told;
  const { code } = told;
  if (code === 429) throw quotaSpent(NAME, null);
  if (code === 401 || code === 403) throw new ProviderTrouble('PROVIDER_KEY', `${NAME} refuses the key (${code})`);
  if (code === 400 || code === 404) throw new ProviderTrouble('PROVIDER_UNKNOWN', `${NAME} does not know it (${code})`);
  throw new ProviderTrouble('PROVIDER_BUSY', `${NAME} tells an error of its own (${String(code)})`);
}
