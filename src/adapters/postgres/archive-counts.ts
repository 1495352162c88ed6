/** How many decisions a filter finds, by facet and over time: from the counts kept with the rows, and from rows where only they know. */

import type { DecisionCounts, DecisionFilter } from '../../api/archive.ts';
import { filtersConfidence, idRangeOf, inRange, sourceOf, Values } from './archive-conditions.ts';
import { bucketOf, histogramFromCells, spanOf } from './archive-histogram.ts';
import { countAbout, countKinds } from './archive-kind-counts.ts';
import { admits, beginsWith, type CountedKind, facetsOf, numbersOf, rowsIn } from './archive-kinds.ts';
import type { Query } from './database.ts';

/** Rows that only rows can answer for: counted one by one up to `mostRead`, beyond it a sample of about a third of that stands for all. */
export async function countDecisions(
  query: Query,
  account: string,
  filter: DecisionFilter,
  mostRead: number,
): Promise<Omit<DecisionCounts, 'upTo'>> {
  const kinds = await countKinds(query, account, filter);
  const ids = idRangeOf(filter.prefix);
  const inAll = rowsIn(kinds);
  const { prefix } = filter;
  const named = prefix === undefined ? kinds : kinds.filter((kind) => beginsWith(kind, prefix));
  if (ids !== null) {
    const found = { ids, kinds: named.map(({ kind }) => kind) };
    return fromRows({ query, account, filter, kinds, found, sample: null });
  }
  if (filtersConfidence(filter)) {
    const sample = inAll > mostRead ? mostRead / 3 / (await countAbout(query, account, {})) : null;
    return fromRows({ query, account, filter, kinds: named, found: null, sample });
  }
  return {
    total: { count: rowsIn(named.filter((kind) => admits(filter, kind))), isExact: true },
    facets: facetsOf(filter, named),
    histogram: await histogramFromCells(query, account, filter, kinds, inAll <= mostRead),
  };
}

interface RowsPart {
  readonly query: Query;
  readonly account: string;
  readonly filter: DecisionFilter;
  readonly kinds: readonly CountedKind[];
  readonly found: Parameters<typeof sourceOf>[2];
  /** Share of the table that is read; null: every row. */
  readonly sample: number | null;
}

async function fromRows({ query, account, filter, kinds, found, sample }: RowsPart): Promise<Omit<DecisionCounts, 'upTo'>> {
  const span = await spanOf(query, account, filter, sample === null);
  const values = new Values();
  const source =
    sample === null
      ? sourceOf(values, account, found)
      : `(select * from trading.decisions tablesample system (${100 * Math.min(1, sample)}) repeatable (1) where account = ${values.add(account)})`;
  const conditions = [
    ...inRange(values, filter),
    ...(found === null && filter.prefix !== undefined ? [`d.kind = any(${values.add(numbersOf(kinds), 'integer[]')})`] : []),
  ];
  const admitted = kinds.filter((kind) => admits(filter, kind));
  const [wanted, refused] = [admitted, admitted.filter(({ outcome }) => outcome === 'refused')].map((some) =>
    values.add(numbersOf(some), 'integer[]'),
  );
  const rows = await query<{ kind: number | null; at: number; n: number; count: number; refused: number }>(
    `select kind, ${bucketOf(span, 'd.at')} as at, count(*) as n, count(*) filter (where kind = any(${wanted})) as count,
       count(*) filter (where kind = any(${refused})) as refused
     from ${source} d where ${conditions.join(' and ') || 'true'} group by grouping sets ((1), (2)) order by 2`,
    values.list,
  );
  const scaled = (n: number) => (sample === null ? n : Math.round(n / Math.min(1, sample)));
  const byKind = new Map(rows.map(({ kind, n }) => [kind, n]));
  const bars = rows.filter(({ kind, count }) => kind === null && count > 0);
  return {
    total: { count: scaled(bars.reduce((sum, bar) => sum + bar.count, 0)), isExact: sample === null },
    facets: facetsOf(
      filter,
      kinds.map((kind) => ({ ...kind, n: scaled(byKind.get(kind.kind) ?? 0) })),
    ),
    histogram: { span, bars: bars.map((bar) => ({ at: bar.at, count: scaled(bar.count), refused: scaled(bar.refused) })) },
  };
}
