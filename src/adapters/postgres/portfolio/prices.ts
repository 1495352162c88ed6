/** Daily closes and euro rates, each kept with its provider: what one says never writes over what another said. */

import type { Query, Row } from '../database.ts';
import { insertRows } from './insert-rows.ts';

/** The owner's own word: counts before any provider's. */
export const BY_HAND = 'manual';

export interface DailyPrice {
  readonly instrumentId: string;
  /** `2024-01-31`. */
  readonly day: string;
  readonly price: string;
  readonly currency: string;
  readonly provider: string;
  /** Day it was told on, where the provider counts later splits back into it. */
  readonly adjustedOn: string | null;
  readonly receivedAt: number;
}

/** How much of a currency one euro was. */
export interface DailyRate {
  readonly currency: string;
  readonly day: string;
  readonly perEuro: string;
  readonly provider: string;
  readonly receivedAt: number;
}

/** Those that the provider has told before take the place of what it said then. */
export async function savePrices(query: Query, prices: readonly DailyPrice[]): Promise<void> {
  await query('create temporary table told (like portfolio.daily_price) on commit drop');
  const rows = prices.map(({ instrumentId, day, provider, price, currency, adjustedOn, receivedAt }) => ({
    ...{ instrument_id: instrumentId, day, provider, price, currency },
    ...{ adjusted_on: adjustedOn, received_at: new Date(receivedAt) },
  }));
  await insertRows(query, 'told', rows);
  await query(
    `insert into portfolio.daily_price select distinct on (instrument_id, day, provider) * from told order by instrument_id, day, provider, received_at desc
     on conflict (instrument_id, day, provider) do update set price = excluded.price, currency = excluded.currency,
       adjusted_on = excluded.adjusted_on, received_at = excluded.received_at`,
  );
  await query('drop table told');
}

export async function saveRates(query: Query, rates: readonly DailyRate[]): Promise<void> {
  await query('create temporary table told (like portfolio.rate) on commit drop');
  const rows = rates.map(({ currency, day, provider, perEuro, receivedAt }) => ({
    ...{ currency, day, provider, per_euro: perEuro },
    received_at: new Date(receivedAt),
  }));
  await insertRows(query, 'told', rows);
  await query(
    `insert into portfolio.rate select distinct on (currency, day, provider) * from told order by currency, day, provider, received_at desc
     on conflict (currency, day, provider) do update set per_euro = excluded.per_euro, received_at = excluded.received_at`,
  );
  await query('drop table told');
}

/** One for each day: by hand before any provider, else what came last. Of all instruments, or of one. */
export function listPrices(query: Query, instrumentId: string | null = null): Promise<DailyPrice[]> {
  return query<DailyPrice & Row>(
    `select distinct on (instrument_id, day) instrument_id as "instrumentId", day, price::text, currency, provider, adjusted_on as "adjustedOn",
       received_at as "receivedAt"
     from portfolio.daily_price where $1::text is null or instrument_id = $1
     order by instrument_id, day, (provider = '${BY_HAND}') desc, received_at desc`,
    [instrumentId],
  );
}

/** The same of rates. */
export function listRates(query: Query): Promise<DailyRate[]> {
  return query<DailyRate & Row>(
    `select distinct on (currency, day) currency, day, per_euro::text as "perEuro", provider, received_at as "receivedAt"
     from portfolio.rate order by currency, day, (provider = '${BY_HAND}') desc, received_at desc`,
  );
}
