/** A book on a real PostgreSQL for tests, and files as readers understand them. */

import { createHash } from 'node:crypto';
import { type Database, openDatabase } from '../../src/adapters/postgres/database.ts';
import { prepareQueue } from '../../src/adapters/postgres/job-queue.ts';
import { prepareDatabase } from '../../src/adapters/postgres/least-rights.ts';
import { listBook } from '../../src/adapters/postgres/portfolio/operations.ts';
import { startThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import { type TakenIn, type TakingIn, takeIn } from '../../src/apps/portfolio/import/take-in.ts';
import { checkedFile } from '../../src/core/portfolio/book/checked-file.ts';
import type { ReadFile, ReadRow } from '../../src/core/portfolio/book/read-file.ts';
import type { Entry } from '../../src/core/portfolio/entry.ts';

export const AT = Date.UTC(2024, 6, 1);
const TODAY = '2024-07-01';
export const HOW: TakingIn = { isPreview: false, isStrict: false, by: 'marta', address: '', at: AT };

/** A purchase: day, symbol, quantity, euros paid, and the broker's id where there is one. */
export type Purchase = readonly [day: string, symbol: string, quantity: string, euros: string, id?: string];

export function rowOf([at, symbol, quantity, amount, id]: Purchase, index: number, account = 'Broker'): ReadRow {
  const entry: Entry = { kind: 'buy', at, account, asset: { symbol }, quantity, cash: { amount, currency: 'EUR' } };
  const row = { row: index + 2, content: [at, symbol, quantity, amount, id].join('|'), entries: [entry], faults: [], warnings: [] };
  return id === undefined ? row : { ...row, id };
}

export const brokerFile = (purchases: readonly Purchase[], account = 'Broker'): ReadFile => ({
  format: 'broker',
  isLiving: false,
  tellsCash: false,
  rows: purchases.map((each, index) => rowOf(each, index, account)),
});
export const workbook = (purchases: readonly Purchase[]): ReadFile => ({
  ...brokerFile(purchases),
  format: 'workbook',
  isLiving: true,
  rows: purchases.map((each, index) => ({ ...rowOf(each, index), sheet: 'Operaciones' })),
});

/** Its bytes are what its rows say. */
export function take(database: Database, name: string, read: ReadFile, how: Partial<TakingIn> = {}, account = ''): Promise<TakenIn> {
  const hash = createHash('sha256')
    .update(JSON.stringify(read.rows.map(({ content }) => content)))
    .digest('hex');
  const given = { hash, name, sizeBytes: 1, account, mapping: null, formatName: read.format };
  return takeIn(database, given, checkedFile(read, TODAY), { ...HOW, ...how });
}

/** What is in the book, one line for each operation. */
export async function bookLines(database: Database): Promise<string[]> {
  const book = await listBook(database.query);
  return book.map(({ entry: { at, asset, quantity, cash } }) => `${at} ${asset?.symbol} ${quantity} for ${cash?.amount}`).sort();
}

export const counts = ({ report: { read, loaded, unchanged, rejected } }: TakenIn) => ({ read, loaded, unchanged, rejected });

const TABLES = ['book', 'file', 'file_row', 'operation', 'account', 'year_lock'].map((name) => `portfolio.${name}`);

/** Each row with the transaction that wrote it: the same twice where nothing was written. */
export async function written(database: Database): Promise<unknown> {
  const tables = await Promise.all(
    [...TABLES, 'audit.entry'].map((table) => database.query(`select xmin::text, ctid::text from ${table} order by ctid`)),
  );
  return tables;
}

export interface BookLab {
  /** As the web works with it, which changes no table. */
  readonly database: Database;
  readonly owner: Database;
  /** The owner's. */
  readonly url: string;
  empty(): Promise<void>;
  remove(): Promise<void>;
}

export async function startBook(): Promise<BookLab> {
  const throwAway = await startThrowAwayServer();
  const database = openDatabase(await prepareDatabase({ owner: throwAway.server.connection, user: undefined }, 'web', prepareQueue));
  const { host, user, password, port } = throwAway.server.connection;
  return {
    database,
    owner: throwAway.database,
    url: `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/postgres?host=${encodeURIComponent(host)}`,
    async empty() {
      await throwAway.database.query(`truncate ${TABLES.join(', ')} cascade`);
    },
    async remove() {
      await database.close();
      await throwAway.remove();
    },
  };
}
