/** What is wrong with prices and with whom: providers and their allowances, what is old, missing, unresolved or in doubt. */

import type { Database } from '../../../adapters/postgres/database.ts';
import { listDoubted } from '../../../adapters/postgres/portfolio/quotes.ts';
import { summariseTimings } from '../../../adapters/postgres/portfolio/timings.ts';
import type { QuoteCounts } from '../../../adapters/prometheus/metrics.ts';
import type { ProviderTold, Quality } from '../../../api/portfolio/quotes.ts';
import type { Words } from '../../../core/domain/parameters.ts';
import type { Quote } from '../../../core/portfolio/quotes/quote.ts';
import { type FigureBook, heldIn } from '../figures/figure-book.ts';
import { ageOf, priceUsed, toldInstrument } from '../figures/told.ts';
import type { OpenBook } from '../open-book.ts';
import type { QuoteKeeper, Trouble } from './keep-quotes.ts';
import type { OpenProvider } from './providers.ts';

/** A provider's allowance is low from here on (additions.md G18). */
const LOW = 0.2;

export async function qualityAnswer({ query }: Database, opened: OpenBook, quotes: QuoteKeeper | null, now: number): Promise<Quality> {
  const { book, instruments } = opened;
  const { all } = book.instruments;
  const held = heldIn(book);
  const priced = all.flatMap((one, index) => (held.has(index) ? [{ one, price: priceUsed(book, index, book.today) }] : []));
  const kept = new Map(instruments.map((one) => [one.id, one]));
  const why = (id: string) => troubleWords(quotes?.trouble(id) ?? null);
  return {
    providers: (quotes?.providers() ?? []).map((one) => providerTold(one, now)),
    stale: priced.flatMap(({ one, price }) =>
      price?.isStale ? [{ instrument: toldInstrument(one), price, ageMs: ageOf(book, price), why: why(one.id) }] : [],
    ),
    missing: priced.flatMap(({ one, price }) => (price === null ? [{ instrument: toldInstrument(one), why: why(one.id) }] : [])),
    unresolved: all
      .filter(({ isResolved }) => !isResolved)
      .map((one) => ({
        instrument: toldInstrument(one),
        candidates: (kept.get(one.id)?.candidates ?? []) as Quality['unresolved'][number]['candidates'],
      })),
    quarantined: (await listDoubted<Quote>(query)).flatMap(({ quarantineId, instrumentId, quote, kept: last, ratio, why: words }) => {
      const one = all.find(({ id }) => id === instrumentId);
      const { price, currency, provider, at } = quote;
      return one === undefined
        ? []
        : [{ id: quarantineId, instrument: toldInstrument(one), price, currency, provider, at, kept: last, ratio, why: words }];
    }),
    timings: await summariseTimings(query),
    refreshedAt: quotes?.refreshedAt() ?? null,
  };
}

/** How many prices of what is held are old or missing, and how many are put aside. */
export function quoteCounts(book: FigureBook): QuoteCounts {
  const prices = [...heldIn(book)].map((index) => priceUsed(book, index, book.today));
  return {
    stale: prices.filter((price) => price?.isStale).length,
    missing: prices.filter((price) => price === null).length,
    quarantined: book.state.quality.quarantined.size,
  };
}

function providerTold({ name, title, provider, line, variable, hasKey }: OpenProvider, now: number): ProviderTold {
  const { lastGoodAt = null, restsUntil = 0, trouble = null } = line?.state() ?? {};
  const budget = line?.budget() ?? [];
  const isSpent = budget.some(({ used, limit }) => used >= limit - 1);
  const rests = restsUntil > now || isSpent || line?.breaker() === 'OPEN';
  const state = () => {
    if (!hasKey) return 'no-key';
    if (provider === null) return 'off';
    if (rests) return 'resting';
    if (trouble !== null) return 'failing';
    return lastGoodAt === null ? 'not-asked' : 'ok';
  };
  const spent = budget.find(({ used, limit }) => used >= limit - 1);
  return {
    ...{ name, title, state: state(), variable, budget: [...budget], lastGoodAt },
    isLow: budget.some(({ used, limit }) => used > (1 - LOW) * limit),
    restsUntil: restsUntil > now ? restsUntil : (spent?.renewsAt ?? null),
    trouble: hasKey ? troubleWords(trouble && { ...trouble, provider: name }) : keyAbsent(title, variable ?? ''),
  };
}

const keyAbsent = (title: string, variable: string): Words => ({
  en: `${title} needs a key: put it in the variable ${variable} and start anew. Until then others are asked, and what is known stays.`,
  es: `${title} necesita una clave: ponla en la variable ${variable} y reinicia. Hasta entonces se pregunta a otros, y lo conocido se queda.`,
});

/** The same for every provider, in the owner's terms. */
const REASONS: Readonly<Record<string, Words>> = {
  PROVIDER_UNREACHABLE: { en: 'does not answer', es: 'no responde' },
  PROVIDER_BUSY: { en: 'has an error of its own', es: 'tiene un error propio' },
  PROVIDER_QUOTA: { en: 'says its allowance is spent', es: 'dice que su cupo está agotado' },
  PROVIDER_BUDGET: {
    en: 'is not asked: the allowance is spent, one before its limit',
    es: 'no se le pregunta: el cupo está agotado, uno antes de su límite',
  },
  PROVIDER_KEY: { en: 'refuses the key', es: 'rechaza la clave' },
  PROVIDER_UNCLEAR: {
    en: 'has answered with something that is no figure (an error text, a page for consent, half an answer); nothing of it was taken',
    es: 'ha respondido con algo que no es una cifra (un texto de error, una página de consentimiento, media respuesta); no se ha tomado nada',
  },
  PROVIDER_LAYOUT: {
    en: 'has a page that looks different now; no price was taken from it',
    es: 'tiene una página que ahora es distinta; no se ha tomado ningún precio de ella',
  },
  PROVIDER_UNKNOWN: { en: 'does not know it', es: 'no lo conoce' },
  PROVIDER_RESTING: { en: 'has failed several times and rests for a minute', es: 'ha fallado varias veces y descansa un minuto' },
};

function troubleWords(trouble: Trouble | null): Words | null {
  if (trouble === null) return null;
  const { provider, code } = trouble;
  const reason = REASONS[code] ?? { en: code, es: code };
  return { en: `${provider} ${reason.en}`, es: `${provider} ${reason.es}` };
}
