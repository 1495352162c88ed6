/** Brings daily closes: of each instrument since its first operation, then what is new, once a day and only of who can tell them. */

import type { Database } from '../../../adapters/postgres/database.ts';
import { savePrices } from '../../../adapters/postgres/portfolio/prices.ts';
import { ProviderTrouble } from '../../../core/portfolio/quotes/provider.ts';
import type { RefreshOptions } from './refresh.ts';
import type { QuoteTarget } from './targets.ts';

const DAY_MS = 86_400_000;
/** Before the first operation, for what a holiday needs. */
const DAYS_BEFORE = 10;
/** Told again: a provider may mend its last days. */
const DAYS_AGAIN = 3;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** `from`: first day of each instrument in the book. How many closes were kept. */
export async function bringCloses(
  targets: readonly QuoteTarget[],
  from: ReadonlyMap<string, string>,
  { database, providers, now, heard }: RefreshOptions,
): Promise<number> {
  const known = await lastDays(database);
  let count = 0;
  for (const target of targets) {
    const first = from.get(target.id);
    if (first === undefined) continue;
    for (const [name, symbol] of target.symbols) {
      const provider = providers.get(name);
      if (provider?.closes === undefined) continue;
      const last = known.get(`${target.id} ${name}`);
      const since = last === undefined ? Date.parse(first) - DAYS_BEFORE * DAY_MS : Date.parse(last) - DAYS_AGAIN * DAY_MS;
      try {
        const closes = await provider.closes(symbol, dayOf(since));
        const receivedAt = now();
        await database.transaction((query) =>
          savePrices(
            query,
            closes.map((close) => ({ ...close, instrumentId: target.id, provider: name, receivedAt })),
          ),
        );
        count += closes.length;
        if (closes.length > 0) break;
      } catch (error) {
        if (!(error instanceof ProviderTrouble)) throw error;
        heard(name, error, [target]);
      }
    }
  }
  return count;
}

async function lastDays({ query }: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await query<{ key: string; day: string }>(
    `select instrument_id || ' ' || provider as key, max(day) as day from portfolio.daily_price group by instrument_id, provider`,
  );
  return new Map(rows.map(({ key, day }) => [key, day]));
}
