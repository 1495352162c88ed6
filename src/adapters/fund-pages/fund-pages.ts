/** Values of funds off the pages that publish them. A page counts only with the fund's ISIN, a value, a day and a currency; otherwise its look has changed, and there is no price. */

import { load } from 'cheerio';
import { wholePrice } from '../../core/portfolio/quotes/price-text.ts';
import { type AskProvider, ProviderTrouble, type QuoteProvider } from '../../core/portfolio/quotes/provider.ts';
import type { ToldQuote } from '../../core/portfolio/quotes/quote.ts';
import type { FundSite } from './fund-sites.ts';

/** A page is asked at most so often for one fund. */
const ASKED_EVERY_MS = 6 * 3_600_000;
export const FUND_PAGE_LIMITS = { minute: 10 };

export interface FundPagesOptions {
  readonly ask: AskProvider;
  readonly sites: readonly FundSite[];
  readonly now: () => number;
}

/** Symbols are ISINs. The sites are asked in their order; the first that tells counts. */
export function openFundPages({ ask, sites, now }: FundPagesOptions): QuoteProvider {
  const kept = new Map<string, { readonly at: number; readonly quote: ToldQuote }>();
  return {
    name: 'fund-page',
    most: 1,
    async quotes([asked]) {
      if (asked === undefined) return [];
      const { symbol: isin } = asked;
      const known = kept.get(isin);
      if (known !== undefined && now() - known.at < ASKED_EVERY_MS) return [known.quote];
      let last: unknown = new ProviderTrouble('PROVIDER_UNKNOWN', 'no site of funds has rules here');
      for (const site of sites) {
        try {
          const url = site.url.replaceAll('{isin}', encodeURIComponent(isin));
          const quote = await ask({ url, headers: { accept: 'text/html' }, read: ({ text }) => quoteOn(text, site, isin) });
          kept.set(isin, { at: now(), quote });
          return [quote];
        } catch (error) {
          last = error;
        }
      }
      throw last;
    },
  };
}

function quoteOn(page: string, site: FundSite, isin: string): ToldQuote {
  const changed = (what: string) =>
    new ProviderTrouble('PROVIDER_LAYOUT', `${site.name}: expected ${what} for ${isin}, found none: the page looks different now`);
  const $ = load(page);
  if (!$.text().includes(isin)) throw changed('the ISIN on the page');
  const text = ({ selector, pattern }: FundSite['value']): string | null => {
    const found = $(selector).first().text().replace(/\s+/g, ' ').trim();
    return pattern === undefined ? found : (new RegExp(pattern).exec(found)?.[1] ?? null);
  };
  const whole = wholePrice(plainNumber(text(site.value) ?? '', site.decimal), text(site.currency));
  if (whole === null) throw changed('a value and its currency');
  const at = dayIn(text(site.day) ?? '', site.order);
  if (at === null) throw changed('the day of the value');
  return { symbol: isin, ...whole, at };
}

/** `1.234,56` with a comma, `1,234.56` with a point; null where it is neither. */
function plainNumber(text: string, decimal: ',' | '.'): string | null {
  const thousands = decimal === ',' ? '.' : ',';
  const [, digits] = /([\d.,]+)/.exec(text.replace(/[\s\u00a0\u202f']/g, '')) ?? [];
  if (digits === undefined) return null;
  const [whole = '', fraction, ...more] = digits.split(decimal);
  const grouped = new RegExp(`^\\d{1,3}(\\${thousands}\\d{3})*$|^\\d+$`);
  if (more.length > 0 || !grouped.test(whole) || (fraction !== undefined && !/^\d+$/.test(fraction))) return null;
  return `${whole.replaceAll(thousands, '')}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** First letters, in the languages of the sites. */
const MONTHS = ['ene jan', 'feb', 'mar', 'abr apr', 'may', 'jun', 'jul', 'ago aug', 'sep', 'oct', 'nov', 'dic dec'];

/** Midnight UTC of the day; null where it is none that there is. */
function dayIn(text: string, order: FundSite['order']): number | null {
  const parts = text.toLowerCase().match(/\d+|[a-z]{3,}/g) ?? [];
  const by = Object.fromEntries([...order].map((letter, i) => [letter, parts[i] ?? '']));
  const named = MONTHS.findIndex((names) => names.split(' ').some((name) => by.m?.startsWith(name)));
  const [year, month, day] = [Number(by.y), named === -1 ? Number(by.m) : named + 1, Number(by.d)];
  const at = Date.UTC(year, month - 1, day);
  const date = new Date(at);
  return year >= 1990 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? at : null;
}
