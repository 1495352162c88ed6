/** Accounts of the book, and whether their cash is told: by all of their files, or, where they have none, by hand. */

import type { Entry } from '../../../core/portfolio/entry.ts';
import type { OperationKind } from '../../../core/portfolio/operation-kinds.ts';
import type { Query, Row } from '../database.ts';

export interface KeptAccount {
  readonly name: string;
  /** Where it does not, what purchases cost comes from outside. */
  readonly tellsCash: boolean;
}

export function listAccounts(query: Query): Promise<KeptAccount[]> {
  return query<KeptAccount & Row>('select name, tells_cash as "tellsCash" from portfolio.account order by name');
}

const namesOf = (entries: readonly Entry[]): string[] => [
  ...new Set(entries.flatMap(({ account, otherAccount }) => [account, otherAccount ?? account])),
];

/** Once the operations of a file are written. Of an account of several files the cash is known only if all of them tell it. */
export async function addAccountsOfFile(query: Query, entries: readonly Entry[], tellsCash: boolean): Promise<void> {
  const names = namesOf(entries);
  await query('insert into portfolio.account (name, tells_cash) select unnest($1::text[]), $2 on conflict do nothing', [names, tellsCash]);
  await query(
    `update portfolio.account a set tells_cash = told.by_all
     from (select o.entry->>'account' as name, bool_and(f.tells_cash) as by_all from portfolio.operation o join portfolio.file f using (file_id)
       where o.is_latest and o.ended_at is null and o.entry->>'account' = any($1) group by 1) as told
     where a.name = told.name and a.tells_cash <> told.by_all`,
    [names],
  );
}

/** Who writes these down keeps the cash too. */
const MOVES_CASH: ReadonlySet<OperationKind> = new Set(['deposit', 'withdrawal', 'cash-transfer', 'currency-conversion']);

/** Of an entry by hand: where a file has operations of the account, it is for files to say. */
export async function addAccountsByHand(query: Query, entry: Entry): Promise<void> {
  await query(
    `insert into portfolio.account as a (name, tells_cash) select unnest($1::text[]), $2
     on conflict (name) do update set tells_cash = true where $2 and not a.tells_cash and not exists (
       select from portfolio.operation o where o.is_latest and o.file_id is not null and o.entry->>'account' = a.name)`,
    [namesOf([entry]), MOVES_CASH.has(entry.kind)],
  );
}
