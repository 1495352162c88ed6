/** Keeps the exchange rates that the book needs: asked of the European Central Bank, and only where there is something in another currency than the euro. */

import { ECB_PROVIDER, fetchReferenceRates } from '../../adapters/ecb-rates/ecb-rates.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import { listBook } from '../../adapters/postgres/portfolio/operations.ts';
import { listRates, saveRates } from '../../adapters/postgres/portfolio/prices.ts';
import { listQuotes } from '../../adapters/postgres/portfolio/quotes.ts';
import { readSettings } from '../../adapters/postgres/portfolio/settings.ts';
import { isMoney } from '../../core/portfolio/currencies.ts';
import type { Entry } from '../../core/portfolio/entry.ts';
import type { Quote } from '../../core/portfolio/quotes/quote.ts';

const DAY_MS = 86_400_000;
/** Before the first operation, so that a first one on a holiday has a rate too. */
const DAYS_BEFORE = 10;
/** The bank tells once a working day, at 16:00 in Frankfurt. */
const AGAIN_MS = 6 * 3_600_000;

export interface RatesNeeded {
  readonly currencies: ReadonlySet<string>;
  /** `2024-01-31`. */
  readonly from: string;
}

/** Null where nothing is in another currency, or everything is known until yesterday. */
export async function neededRates(database: Database, now: number): Promise<RatesNeeded | null> {
  const [operations, { base }, known, quotes] = [
    await listBook(database.query),
    await readSettings(database.query),
    await listRates(database.query),
    await listQuotes<Quote>(database.query),
  ];
  const told = [...quotes.values()].map(({ currency }) => currency).filter(isMoney);
  const currencies = new Set([base, ...told, ...operations.flatMap(({ entry }) => currenciesIn(entry))]);
  currencies.delete('EUR');
  const [first] = operations.map(({ entry }) => entry.at.slice(0, 10)).sort();
  if (currencies.size === 0 || first === undefined) return null;
  const from = dayText(Date.parse(first) - DAYS_BEFORE * DAY_MS);
  const yesterday = dayText(now - DAY_MS);
  const isKnown = [...currencies].every((currency) => {
    const days = known.filter((rate) => rate.currency === currency).map(({ day }) => day);
    return days.some((day) => day >= yesterday) && days.some((day) => day <= first);
  });
  return isKnown ? null : { currencies, from };
}

const dayText = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function currenciesIn({ price, cash, fee, tax, value, otherCash }: Entry): string[] {
  return [price, cash, fee, tax, value, otherCash].flatMap((money) =>
    money !== undefined && isMoney(money.currency) ? [money.currency] : [],
  );
}

/** How many were told; 0 where none are needed. Throws as the bank's client does. */
export async function bringRates(database: Database, baseUrl: string, now: number): Promise<number> {
  const needed = await neededRates(database, now);
  if (needed === null) return 0;
  const rates = await fetchReferenceRates({ baseUrl, ...needed });
  await database.transaction((query) =>
    saveRates(
      query,
      rates.map((rate) => ({ ...rate, provider: ECB_PROVIDER, receivedAt: now })),
    ),
  );
  return rates.length;
}

/** Now and again; `say` hears each reason why there are none, once. */
export function keepRates(database: Database, baseUrl: string, say: (line: string) => void): { look(): void; stop(): void } {
  let [trouble, isLooking] = ['', false];
  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    try {
      await bringRates(database, baseUrl, Date.now());
      trouble = '';
    } catch (error) {
      const [reason = ''] = (error as Error).message.split('\n');
      if (reason !== trouble) say(`exchange rates: ${reason}`);
      trouble = reason;
    } finally {
      isLooking = false;
    }
  }
  const timer = setInterval(() => void look(), AGAIN_MS);
  timer.unref();
  void look();
  return { look: () => void look(), stop: () => clearInterval(timer) };
}
