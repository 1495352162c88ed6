/** Instruments and the prices and rates that were used, as the interface tells them. */

import type { Instrument as ToldInstrument } from '../../../api/portfolio/figures.ts';
import type { UsedPrice } from '../../../api/portfolio/money.ts';
import type { Words } from '../../../core/domain/parameters.ts';
import type { Instrument } from '../../../core/portfolio/instruments.ts';
import { lastSeen } from '../../../core/portfolio/ledger/market.ts';
import { isStale } from '../../../core/portfolio/quotes/freshness.ts';
import { type QuoteRules, quoteRules } from '../../../core/portfolio/quotes/quote-rules.ts';
import { dayText, type FigureBook } from './figure-book.ts';
import { priceMissing, rateMissing } from './words.ts';

const HOUR_MS = 3_600_000;

export const toldInstrument = ({ id, symbol, name, isin, kind, currency, classes, isResolved }: Instrument): ToldInstrument => ({
  ...{ id, symbol, name, isin, currency, isResolved },
  kind: kind ?? 'other',
  classes: [...classes],
});

/** Who is asked for an instrument's price, and when it is old. */
export const rulesOf = (book: FigureBook, index: number): QuoteRules => {
  const { id, kind } = book.instrument(index);
  return quoteRules(kind, book.state.known.find((one) => one.id === id)?.overrides);
};

/** The price of an instrument at the end of a day; null where none is known by then. */
export function priceUsed(book: FigureBook, index: number, day: number): UsedPrice | null {
  const seen = lastSeen(book.columns.prices[index], day);
  if (seen === null) return null;
  const { id, currency } = book.instrument(index);
  const quote = book.state.quotes.get(id);
  if (quote !== undefined && day >= book.today && book.quotePrices[index] === seen.value) {
    const { price, provider, at, receivedAt, isFallback } = quote;
    const stale = isStale(rulesOf(book, index), at, book.clock());
    return { price, currency: quote.currency, provider, day: null, at, receivedAt, isFallback, isStale: stale };
  }
  const close = book.state.closes.get(id)?.find((one) => one.day === seen.day);
  return {
    ...{ price: String(seen.value), currency: currency ?? 'EUR', day: dayText(seen.day), at: null, receivedAt: null, isFallback: false },
    provider: close?.provider ?? 'operation',
    // A close is as old as its day, which is told.
    isStale: day - seen.day > 7,
  };
}

/** One of a currency in base; null where there is no rate, and for base itself. */
export function rateUsed(book: FigureBook, currency: number, base: string, day: number): UsedPrice | null {
  const code = book.currencies[currency] as string;
  const market = book.market(base);
  const rate = market.rate(currency, day);
  const of = market.rateDay(currency, day);
  if (code === base || rate === null || of === null) return null;
  const provider = book.state.rates.get(code === 'EUR' ? base : code)?.[0]?.provider ?? 'ecb';
  return {
    ...{ price: (Number(rate) / 1e18).toPrecision(10).replace(/\.?0+$/, ''), currency: base, provider, day: dayText(of) },
    ...{ at: null, receivedAt: null, isFallback: false, isStale: day - of > 7 },
  };
}

/** How long ago a price was told. */
export function ageOf(book: FigureBook, { at, day }: UsedPrice): number {
  if (at !== null) return Math.max(0, book.clock() - at);
  return day === null ? 0 : Math.max(0, book.clock() - Date.parse(`${day}T00:00:00Z`) - 24 * HOUR_MS);
}

/** What `dailyValues` names as missing, with the words for it. */
export function missingTold(book: FigureBook, missing: ReadonlySet<string>): { instrument: string; text: Words }[] {
  return [...missing].sort().map((name) => {
    const [what, index = '0'] = name.split(' ');
    if (what === 'currency') {
      const code = book.currencies[Number(index)] as string;
      return { instrument: code, text: rateMissing(code) };
    }
    const { id, symbol } = book.instrument(Number(index));
    return { instrument: id, text: priceMissing(symbol) };
  });
}
