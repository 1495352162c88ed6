/** Test support: rows of the scripted session a page at a time, as they are asked for. */

import type { Page, RecordQuery } from '../../src/api/records.ts';

export function pageOf<Row extends { journalSequence: number; strategyId?: string; at?: number }>(
  rows: readonly Row[],
  query: RecordQuery,
): Page<Row> {
  const before = query.before ?? Number.POSITIVE_INFINITY;
  const matching = rows.filter((row) => row.journalSequence < before && (!query.strategyId || row.strategyId === query.strategyId));
  const page = matching.slice(0, query.limit);
  return { rows: page, next: matching.length > page.length ? (page.at(-1)?.journalSequence ?? null) : null };
}
