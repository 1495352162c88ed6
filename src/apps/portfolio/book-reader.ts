/** The book, prices and settings as figures need them, read out of the database. */

import type { Query } from '../../adapters/postgres/database.ts';
import { listAccounts } from '../../adapters/postgres/portfolio/accounts.ts';
import { listInstruments } from '../../adapters/postgres/portfolio/instruments.ts';
import { type KeptOperation, listBook } from '../../adapters/postgres/portfolio/operations.ts';
import { listPrices, listRates } from '../../adapters/postgres/portfolio/prices.ts';
import { readSettings } from '../../adapters/postgres/portfolio/settings.ts';
import { dayNumber } from '../../core/portfolio/ledger/operation.ts';
import type { BookState } from './figures/book-state.ts';

export interface ReadBook {
  readonly state: BookState;
  /** In force, as they are kept. */
  readonly operations: readonly KeptOperation[];
}

/** Changes when the book, a price, a rate, an instrument or a setting does. */
export async function stampOf(query: Query): Promise<string> {
  const [row] = await query<{ stamp: string }>(
    `select concat_ws(' ', (select revision from portfolio.book), (select max(received_at) from portfolio.daily_price), (select max(received_at) from portfolio.rate),
       (select max(changed_at) from portfolio.instrument), (select max(changed_at) from portfolio.setting)) as stamp`,
  );
  return row?.stamp ?? '';
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
    known,
    accounts: accounts.map((one) => ({ ...one, world: null })),
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
    quotes: new Map(),
    targets: new Map(),
    settings,
    quality: { quarantined: 0 },
    changedAt: operations.reduce((last: number | null, { recordedAt }) => Math.max(last ?? 0, recordedAt), null),
    now,
  };
  return { state, operations };
}

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
