/** One change of the portfolio's book at a time, each with a number: whoever keeps the book in memory sees by it that there is something new. */

import type { Query } from '../database.ts';

/** Any fixed number. */
const BOOK_LOCK = 7_203_817;

/** Until the end of the transaction of `query`. */
export async function lockBook(query: Query): Promise<void> {
  await query("set local statement_timeout = '5min'");
  await query('select pg_advisory_xact_lock($1)', [BOOK_LOCK]);
}

/** In the transaction of the change. */
export async function countChange(query: Query): Promise<void> {
  await query(
    'insert into portfolio.book as b (is_one, revision) values (true, 1) on conflict (is_one) do update set revision = b.revision + 1',
  );
}

/** Rises with every change of the book; 0 before the first. */
export async function bookRevision(query: Query): Promise<number> {
  const [row] = await query<{ revision: number }>('select revision from portfolio.book');
  return row?.revision ?? 0;
}
