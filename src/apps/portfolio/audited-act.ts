/** Something the owner does to the portfolio: done and audited in one transaction, and seen by whatever is asked next. */

import type { PortfolioActor } from '../../adapters/http/portfolio-desk.ts';
import { appendAudit } from '../../adapters/postgres/audit-log.ts';
import type { Database, Query } from '../../adapters/postgres/database.ts';
import type { BookKeeper } from './open-book.ts';

export type AuditedAct = <Value>(
  name: string,
  target: string,
  actor: PortfolioActor,
  work: (query: Query, at: number) => Promise<Value>,
  detail?: object,
) => Promise<Value>;

export function auditedActs(database: Database, book: BookKeeper, now: () => number): AuditedAct {
  return async (name, target, { by, address }, work, detail = {}) => {
    const at = now();
    const value = await database.transaction(async (query) => {
      const done = await work(query, at);
      const entry = { at, actor: by, address, act: `portfolio.${name}`, target, outcome: 'done' as const, detail: { ...detail } };
      await appendAudit(query, entry);
      return done;
    });
    book.lookAgain();
    return value;
  };
}
