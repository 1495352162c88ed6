/** Accounts of the book. */

import type { Query, Row } from '../database.ts';

export interface KeptAccount {
  readonly name: string;
  /** Where it does not, what purchases cost comes from outside. */
  readonly tellsCash: boolean;
}

export function listAccounts(query: Query): Promise<KeptAccount[]> {
  return query<KeptAccount & Row>('select name, tells_cash as "tellsCash" from portfolio.account order by name');
}
