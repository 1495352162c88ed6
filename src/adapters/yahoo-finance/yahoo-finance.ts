/** Yahoo Finance: quotes of many symbols at once, daily closes, and the symbols of an ISIN. Unofficial: it may change or refuse at any time, and then says so here. */

import { z } from 'zod';
import type { AssetKind } from '../../core/portfolio/entry.ts';
import { wholePrice } from '../../core/portfolio/quotes/price-text.ts';
import { type AskProvider, type ProviderAnswer, ProviderTrouble, type QuoteProvider } from '../../core/portfolio/quotes/provider.ts';
import type { ToldQuote } from '../../core/portfolio/quotes/quote.ts';
import { jsonOf, shaped } from '../support/ask-provider.ts';
import { openYahooSession, YAHOO, YAHOO_HEADERS, type YahooSession } from './yahoo-session.ts';

/** It publishes none; so many are known to be borne. */
export const YAHOO_LIMITS = { minute: 60, day: 2_000 };
const MOST = 50;
/** Fewer are asked one by one, where no crumb is needed. */
const MANY = 4;
const DAY_MS = 86_400_000;

const figures = {
  symbol: z.string(),
  currency: z.string().nullish(),
  regularMarketPrice: z.number().nullish(),
  regularMarketTime: z.number().nullish(),
};
const quotes = z.object({ quoteResponse: z.object({ result: z.array(z.object(figures)) }) });
const chart = z.object({
  chart: z.object({
    result: z
      .array(
        z.object({
          meta: z.object({ ...figures, gmtoffset: z.number().default(0) }),
          timestamp: z.array(z.number()).default([]),
          indicators: z.object({ quote: z.array(z.object({ close: z.array(z.number().nullable()).default([]) })) }),
        }),
      )
      .nullable(),
    error: z.object({ code: z.string() }).nullish(),
  }),
});
const search = z.object({
  quotes: z.array(
    z.object({
      symbol: z.string().optional(),
      shortname: z.string().optional(),
      longname: z.string().optional(),
      quoteType: z.string().optional(),
      exchDisp: z.string().optional(),
    }),
  ),
});
type ChartResult = NonNullable<z.infer<typeof chart>['chart']['result']>[number];

export interface YahooOptions {
  readonly ask: AskProvider;
  /** https://query1.finance.yahoo.com */
  readonly baseUrl: string;
  /** https://fc.yahoo.com */
  readonly cookieUrl: string;
  readonly now: () => number;
}

export function openYahoo({ ask, baseUrl, cookieUrl, now }: YahooOptions): QuoteProvider {
  let session: YahooSession | null = null;

  async function chartOf(symbol: string, query: Record<string, string>): Promise<ChartResult> {
    const url = `${baseUrl}/v8/finance/chart/${encodeURIComponent(symbol)}?${new URLSearchParams(query)}`;
    return ask({
      ...{ url, headers: YAHOO_HEADERS },
      read(answer) {
        const [result] = parsed(chart, answer).chart.result ?? [];
        if (result === undefined) throw new ProviderTrouble('PROVIDER_UNKNOWN', `${YAHOO} does not know ${symbol}`);
        return result;
      },
    });
  }
  async function manyOf(symbols: readonly string[]): Promise<ToldQuote[]> {
    session ??= await openYahooSession(ask, baseUrl, cookieUrl);
    const { cookie, crumb } = session;
    const url = `${baseUrl}/v7/finance/quote?${new URLSearchParams({ symbols: symbols.join(','), crumb })}`;
    try {
      return await ask({
        ...{ url, headers: { ...YAHOO_HEADERS, cookie } },
        read: (answer) => parsed(quotes, answer).quoteResponse.result.flatMap(quoteIn),
      });
    } catch (error) {
      // Cookies end: the next question begins with a new one.
      session = null;
      throw error;
    }
  }
  async function oneByOne(symbols: readonly string[]): Promise<ToldQuote[]> {
    const told: ToldQuote[] = [];
    let last: unknown = null;
    for (const symbol of symbols) {
      try {
        told.push(...quoteIn((await chartOf(symbol, { range: '1d', interval: '1d' })).meta));
      } catch (error) {
        last = error;
        if (!(error instanceof ProviderTrouble) || error.code !== 'PROVIDER_UNKNOWN') break;
      }
    }
    if (told.length === 0 && last !== null) throw last;
    return told;
  }
  return {
    name: 'yahoo',
    most: MOST,
    async quotes(asked) {
      const symbols = asked.map(({ symbol }) => symbol);
      if (symbols.length < MANY) return oneByOne(symbols);
      try {
        return await manyOf(symbols);
      } catch (error) {
        if (!(error instanceof ProviderTrouble) || !NO_CRUMB.has(error.code)) throw error;
        return oneByOne(symbols);
      }
    },
    async closes(symbol, from) {
      const today = dayOf(now());
      const query = { period1: String(Date.parse(from) / 1000), period2: String(Math.floor(now() / 1000)), interval: '1d' };
      const { meta, timestamp, indicators } = await chartOf(symbol, query);
      const close = indicators.quote[0]?.close ?? [];
      return timestamp.flatMap((seconds, i) => {
        const day = dayOf((seconds + meta.gmtoffset) * 1000);
        const whole = wholePrice(close[i] == null ? null : asWritten(close[i] as number), meta.currency);
        return whole === null || day >= today ? [] : [{ day, ...whole, adjustedOn: today }];
      });
    },
    async find({ isin, symbol }) {
      const url = `${baseUrl}/v1/finance/search?${new URLSearchParams({ q: isin ?? symbol, newsCount: '0', quotesCount: '10' })}`;
      const found = await ask({ ...{ url, headers: YAHOO_HEADERS }, read: (answer) => parsed(search, answer).quotes });
      return found.flatMap(({ symbol: code, shortname, longname, quoteType = '', exchDisp }) => {
        const kind = KINDS[quoteType];
        const name = `${longname ?? shortname ?? code}${exchDisp ? ` (${exchDisp})` : ''}`;
        return code === undefined || kind === undefined ? [] : [{ provider: 'yahoo' as const, symbol: code, name, kind, currency: null }];
      });
    },
  };
}

/** Where many at once are refused, one by one may still be answered. */
const NO_CRUMB: ReadonlySet<string> = new Set(['PROVIDER_KEY', 'PROVIDER_UNCLEAR']);

const KINDS: Readonly<Record<string, AssetKind>> = {
  EQUITY: 'stock',
  ETF: 'etf',
  MUTUALFUND: 'fund',
  CRYPTOCURRENCY: 'crypto',
  CURRENCY: 'currency',
  FUTURE: 'commodity',
  INDEX: 'other',
};

function quoteIn({ symbol, currency, regularMarketPrice, regularMarketTime }: z.infer<z.ZodObject<typeof figures>>): ToldQuote[] {
  const whole = wholePrice(regularMarketPrice, currency);
  return whole === null || regularMarketTime == null ? [] : [{ symbol, ...whole, at: regularMarketTime * 1000 }];
}

const dayOf = (ms: number): string => new Date(ms - (((ms % DAY_MS) + DAY_MS) % DAY_MS)).toISOString().slice(0, 10);

/** Closes come as single precision widened to double (182.52000427246094): seven digits are what was meant. A true double stays. */
const asWritten = (close: number): number => (Math.fround(close) === close ? Number(close.toPrecision(7)) : close);

const parsed = <T extends z.ZodType>(shape: T, answer: ProviderAnswer): z.infer<T> => shaped(YAHOO, shape, jsonOf(YAHOO, answer));
