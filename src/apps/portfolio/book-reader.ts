/** The book, prices and settings as figures need them, read out of the database. */

import type { Query } from '../../adapters/postgres/database.ts';
import { listAccounts } from '../../adapters/postgres/portfolio/accounts.ts';
import { type KeptInstrument, listInstruments } from '../../adapters/postgres/portfolio/instruments.ts';
import { type KeptOperation, listBook } from '../../adapters/postgres/portfolio/operations.ts';
import { listPrices, listRates } from '../../adapters/postgres/portfolio/prices.ts';
import { listDoubted, listQuotes } from '../../adapters/postgres/portfolio/quotes.ts';
import { listVersions, readSettings } from '../../adapters/postgres/portfolio/settings.ts';
import type { Targets } from '../../api/portfolio/settings.ts';
import type { Wanted } from '../../core/portfolio/figures/allocation.ts';
import { dayNumber } from '../../core/portfolio/ledger/operation.ts';
import type { Quote } from '../../core/portfolio/quotes/quote.ts';
import type { BookState } from './figures/book-state.ts';
import { overridesOf } from './quotes/targets.ts';

export interface ReadBook {
  readonly state: BookState;
  /** In force, as they are kept. */
  readonly operations: readonly KeptOperation[];
  readonly instruments: readonly KeptInstrument[];
}

/** Changes when the book, a close, a rate, an instrument, a target or a setting does. */
export async function stampOf(query: Query): Promise<string> {
  // Of tables of few rows the number of the last transaction that wrote one: two changes may be of one millisecond.
  const [row] = await query<{ stamp: string }>(
    `select concat_ws(' ', (select revision from portfolio.book), (select max(received_at) from portfolio.daily_price), (select max(received_at) from portfolio.rate),
       (select max(xmin::text::bigint) from portfolio.instrument), (select max(xmin::text::bigint) from portfolio.setting),
       (select max(version) from portfolio.target_version)) as stamp`,
  );
  return row?.stamp ?? '';
}

/** Changes when a quote does, or one is put aside or judged. */
export async function quotesStamp(query: Query): Promise<string> {
  const [row] = await query<{ stamp: string }>(
    `select concat_ws(' ', (select max(received_at) from portfolio.last_quote), (select count(*) from portfolio.quarantined_quote where judged_at is null),
       (select max(quarantine_id) from portfolio.quarantined_quote)) as stamp`,
  );
  return row?.stamp ?? '';
}

export async function readQuotes(query: Query): Promise<Pick<BookState, 'quotes' | 'quality'>> {
  const doubted = await listDoubted<Quote>(query);
  return { quotes: await listQuotes<Quote>(query), quality: { quarantined: new Set(doubted.map(({ instrumentId }) => instrumentId)) } };
}

/** `now`: epoch milliseconds UTC. */
export async function readBook(query: Query, now: number): Promise<ReadBook> {
  const operations = await listBook(query);
  const [known, accounts, prices, rates, settings] = [
    await listInstruments(query),
    await listAccounts(query),
    await listPrices(query),
    await listRates(query),
    await readSettings(query),
  ];
  const state: BookState = {
    booked: operations.map((one) => ({ id: one.operationId, entry: one.entry, origin: originText(one) })),
    known: known.map((one) => ({ ...one, overrides: overridesOf(one) })),
    accounts,
    closes: grouped(
      prices,
      ({ instrumentId }) => instrumentId,
      ({ day, price, provider, adjustedOn }) => ({
        ...{ day: dayNumber(day), price: Number(price), provider },
        adjustedOn: adjustedOn === null ? null : dayNumber(adjustedOn),
      }),
    ),
    rates: grouped(
      rates,
      ({ currency }) => currency,
      ({ day, perEuro, provider }) => ({ day: dayNumber(day), perEuro: Number(perEuro), provider }),
    ),
    ...(await readQuotes(query)),
    targets: targetsOf((await listVersions<Targets>(query, 'target'))[0]?.value),
    settings,
    changedAt: operations.reduce((last: number | null, { recordedAt }) => Math.max(last ?? 0, recordedAt), null),
    now,
  };
  return { state, operations, instruments: known };
}

const targetsOf = (targets: Targets | undefined): ReadonlyMap<string, Wanted> =>
  new Map((targets?.rows ?? []).map(({ by, band, weights }) => [by, { band, weights }]));

/** `operaciones.xlsx, Operaciones!7`. */
function originText({ file, sheet, row }: KeptOperation): string | null {
  if (file === null) return null;
  return `${file}, ${sheet === null ? `line ${row}` : `${sheet}!${row}`}`;
}

function grouped<Row, Value>(rows: readonly Row[], keyOf: (row: Row) => string, valueOf: (row: Row) => Value): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(valueOf(row));
    else groups.set(keyOf(row), [valueOf(row)]);
  }
  return groups;
}
