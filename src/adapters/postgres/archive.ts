/** The history of an account as the database holds it: what a web server asks for, as plain functions. */

import { createHash } from 'node:crypto';
import {
  type ArchivePage,
  type DecisionCounts,
  type DecisionFilter,
  type DecisionInFull,
  type DecisionSearch,
  type EventCounts,
  type EventFilter,
  type EventSearch,
  type FillCounts,
  type FillFilter,
  type FillSearch,
  MOST_EXPORTED_ROWS,
  type OrderCounts,
  type OrderFilter,
  type OrderInFull,
  type OrderSearch,
} from '../../api/archive.ts';
import type { Decision, Fill, Order, SessionEvent } from '../../api/records.ts';
import { countDecisions } from './archive-counts.ts';
import { questionHash } from './archive-cursor.ts';
import { allDecisions, pageOfDecisions } from './archive-decisions.ts';
import { decisionInFull, orderInFull } from './archive-in-full.ts';
import { READING_LIMITS, type ReadingLimits } from './archive-page.ts';
import { countRecords, EVENTS, FILLS, ORDERS, pageOfRecords } from './archive-records.ts';
import type { Database, Query } from './database.ts';
import { viewsPosition } from './projector.ts';

/** Raised when the same question on the same history is answered in another form. */
const ANSWER_FORM = 1;

export interface ArchiveLimits extends ReadingLimits {
  /** Above these, what only rows can answer is answered from a sample of them, or from the newest. */
  readonly readRows: number;
}

const LIMITS: ArchiveLimits = { ...READING_LIMITS, readRows: 150_000 };

/**
 * Questions are parsed already (`src/api/archive.ts`). An account the views do not know has no rows. Throws InputErrors: DATABASE_UNREACHABLE, and
 * for a cursor of another question CURSOR_INVALID.
 */
export interface Archive {
  decisions(account: string, search: DecisionSearch): Promise<ArchivePage<Decision>>;
  orders(account: string, search: OrderSearch): Promise<ArchivePage<Order>>;
  fills(account: string, search: FillSearch): Promise<ArchivePage<Fill>>;
  events(account: string, search: EventSearch): Promise<ArchivePage<SessionEvent>>;
  decisionCounts(account: string, filter: DecisionFilter): Promise<DecisionCounts>;
  orderCounts(account: string, filter: OrderFilter): Promise<OrderCounts>;
  fillCounts(account: string, filter: FillFilter): Promise<FillCounts>;
  eventCounts(account: string, filter: EventFilter): Promise<EventCounts>;
  /** Throws DECISION_UNKNOWN. */
  decision(account: string, decisionId: string): Promise<DecisionInFull>;
  /** Throws ORDER_UNKNOWN. */
  order(account: string, orderId: string): Promise<OrderInFull>;
  /** All rows in batches, in the order asked for; a reader that stops ends it. More than a million are EXPORT_TOO_LARGE, at the first batch where it is known. */
  exportDecisions(account: string, search: DecisionSearch): AsyncGenerator<Decision[]>;
  /** Value of the ETag header: changes when the answer to the question may have changed. `question` names it and holds its whole query. */
  etag(account: string, question: Readonly<Record<string, unknown>>): Promise<string>;
}

export function createArchive(database: Database, limits: ArchiveLimits = LIMITS): Archive {
  /** All of an answer from one moment of the history. */
  const atOnce = <T>(work: (query: Query) => Promise<T>): Promise<T> =>
    database.transaction(async (query) => {
      await query('set transaction isolation level repeatable read, read only');
      // Rows are found through indexes, also on a disk; what is added up stays in memory.
      await query("select set_config('random_page_cost', '1.1', true), set_config('work_mem', '16MB', true)");
      return work(query);
    });
  const counted = <T>(account: string, count: (query: Query) => Promise<T>): Promise<T & { upTo: number }> =>
    atOnce(async (query) => {
      const { sequence } = await viewsPosition({ query }, account);
      return { ...(await count(query)), upTo: sequence };
    });
  const { readRows } = limits;
  return {
    decisions: (account, search) => atOnce((query) => pageOfDecisions(query, account, search, limits)),
    orders: (account, search) => atOnce((query) => pageOfRecords(query, account, ORDERS, search)),
    fills: (account, search) => atOnce((query) => pageOfRecords(query, account, FILLS, search)),
    events: (account, search) => atOnce((query) => pageOfRecords(query, account, EVENTS, search)),
    decisionCounts: (account, filter) => counted(account, (query) => countDecisions(query, account, filter, readRows)),
    orderCounts: (account, filter) => counted(account, (query) => countRecords(query, account, ORDERS, filter, readRows)),
    fillCounts: (account, filter) => counted(account, (query) => countRecords(query, account, FILLS, filter, readRows)),
    eventCounts: (account, filter) => counted(account, (query) => countRecords(query, account, EVENTS, filter, readRows)),
    decision: (account, decisionId) => atOnce((query) => decisionInFull(query, account, decisionId)),
    order: (account, orderId) => atOnce((query) => orderInFull(query, account, orderId)),
    exportDecisions: (account, search) => allDecisions(database.query, account, search, limits, MOST_EXPORTED_ROWS),
    async etag(account, question) {
      const { sequence, beganAt, openedSequence, openedAt } = await viewsPosition(database, account);
      const version = [ANSWER_FORM, account, sequence, beganAt, openedSequence, openedAt, questionHash(question)];
      return `"${createHash('sha256').update(JSON.stringify(version)).digest('base64url').slice(0, 22)}"`;
    },
  };
}
