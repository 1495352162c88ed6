/** How many decisions a filter finds, by facet and over time: from the counts kept with the rows, and from rows where only they know. */

import type { DecisionCounts, DecisionFilter } from '../../api/archive.ts';
import { filtersConfidence, idRangeOf, inRange, inSpan, sourceOf, type TimeSpan, Values } from './archive-conditions.ts';
import { countAbout, countKinds, inCells, piecesOf } from './archive-kind-counts.ts';
import { admits, beginsWith, type CountedKind, facetsOf } from './archive-kinds.ts';
import { admittedOf } from './archive-page.ts';
import type { Query } from './database.ts';
import { ALL_KINDS, DAY_MS, REFUSED_KINDS } from './decision-tally.ts';

export const HOURS_UP_TO_MS = 3 * DAY_MS;
export const DAYS_UP_TO_MS = 400 * DAY_MS;

type Histogram = DecisionCounts['histogram'];

/** Rows that only rows can answer for: counted one by one up to `mostRead`, beyond it a sample of about a third of that stands for all. */
export async function countDecisions(
  query: Query,
  account: string,
  filter: DecisionFilter,
  mostRead: number,
): Promise<Omit<DecisionCounts, 'upTo'>> {
  const kinds = await countKinds(query, account, filter);
  const ids = idRangeOf(filter.prefix);
  const inAll = kinds.reduce((sum, { n }) => sum + n, 0);
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
  const admitted = named.filter((kind) => admits(filter, kind));
  const count = admitted.reduce((sum, { n }) => sum + n, 0);
  const isAll = admittedOf({ ...filter, sort: 'time', descending: true, limit: 1 }, kinds).kinds === null;
  return {
    total: { count, isExact: true },
    facets: facetsOf(filter, named),
    histogram: await histogramFromCells(query, account, filter, isAll ? null : admitted, inAll <= mostRead),
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
    ...(found === null ? [`d.kind = any(${values.add(numbersOf(kinds), 'integer[]')})`] : []),
  ];
  const rows = await query<{ kind: number; at: number; n: number }>(
    `select kind, ${bucketOf(span, 'd.at')} as at, count(*) as n from ${source} d where ${conditions.join(' and ') || 'true'} group by 1, 2`,
    values.list,
  );
  const scale = sample === null ? 1 : 1 / Math.min(1, sample);
  const byKind = new Map<number, number>();
  for (const { kind, n } of rows) byKind.set(kind, (byKind.get(kind) ?? 0) + n);
  const counted = kinds.map((kind) => ({ ...kind, n: Math.round((byKind.get(kind.kind) ?? 0) * scale) }));
  const admitted = new Map(counted.filter((kind) => admits(filter, kind)).map((kind) => [kind.kind, kind]));
  const bars = new Map<number, { at: number; count: number; refused: number }>();
  let count = 0;
  for (const { kind, at, n } of rows) {
    const traits = admitted.get(kind);
    if (traits === undefined) continue;
    count += n;
    const bar = bars.get(at) ?? { at, count: 0, refused: 0 };
    bar.count += n;
    if (traits.outcome === 'refused') bar.refused += n;
    bars.set(at, bar);
  }
  return {
    total: { count: Math.round(count * scale), isExact: sample === null },
    facets: facetsOf(filter, counted),
    histogram: {
      span,
      bars: [...bars.values()]
        .sort((a, b) => a.at - b.at)
        .map((bar) => ({ at: bar.at, count: Math.round(bar.count * scale), refused: Math.round(bar.refused * scale) })),
    },
  };
}

const numbersOf = (kinds: readonly CountedKind[]): number[] => kinds.map(({ kind }) => kind);

/** Start of the UTC hour, day or month. */
export const bucketOf = (span: Histogram['span'], column: string): string =>
  span === 'month' ? `date_trunc('month', ${column}, 'UTC')` : `date_bin('1 ${span}', ${column}, '1970-01-01Z')`;

/** Hours need rows; days and months are kept. */
async function spanOf(query: Query, account: string, { from, to }: TimeSpan, mayHours: boolean): Promise<Histogram['span']> {
  const lengthMs = from !== undefined && to !== undefined ? to - from : await lengthOf(query, account, { from, to });
  if (mayHours && lengthMs <= HOURS_UP_TO_MS) return 'hour';
  return lengthMs <= DAYS_UP_TO_MS ? 'day' : 'month';
}

async function lengthOf(query: Query, account: string, span: TimeSpan): Promise<number> {
  const [ends] = await query<{ first: number | null; last: number | null }>(
    'select min(at) as first, max(at) as last from trading.decisions where account = $1',
    [account],
  );
  const [first, last] = [ends?.first ?? 0, ends?.last ?? 0];
  return Math.max(0, (span.to ?? last) - (span.from ?? first));
}

/** `kinds` null: all. */
async function histogramFromCells(
  query: Query,
  account: string,
  filter: TimeSpan,
  kinds: readonly CountedKind[] | null,
  mayHours: boolean,
): Promise<Histogram> {
  const span = await spanOf(query, account, filter, mayHours);
  const values = new Values();
  const place = values.add(account);
  const all = kinds === null ? null : values.add(numbersOf(kinds), 'integer[]');
  const refusedKinds = kinds === null ? null : values.add(numbersOf(kinds.filter(({ outcome }) => outcome === 'refused')), 'integer[]');
  const rowsBy = (part: TimeSpan) =>
    `select ${bucketOf(span, 'at')} as at, count(*) as n, count(*) filter (where ${refusedKinds === null ? "outcome = 'refused'" : `kind = any(${refusedKinds})`}) as refused
     from trading.decisions where ${[`account = ${place}`, ...inSpan(values, part, 'at'), ...(all === null ? [] : [`kind = any(${all})`])].join(' and ')} group by 1`;
  const { cells, rest } = span === 'hour' ? { cells: [], rest: [filter] } : piecesOf(filter, span);
  const parts = [
    ...cells.map(
      (
        piece,
      ) => `select ${bucketOf(span, `to_timestamp(first_day * ${DAY_MS / 1000}::float8)`)}, sum(n) filter (where ${all === null ? `kind = ${ALL_KINDS}` : 'true'}),
        coalesce(sum(n) filter (where ${refusedKinds === null ? `kind = ${REFUSED_KINDS}` : `kind = any(${refusedKinds})`}), 0)
       from trading.decision_counts where account = ${place} and ${inCells(values, piece)}
       and ${all === null ? `kind in (${ALL_KINDS}, ${REFUSED_KINDS})` : `kind = any(${all})`} group by 1`,
    ),
    ...rest.map(rowsBy),
  ];
  const bars = await query<{ at: number; count: number; refused: number }>(
    `select at, sum(n)::float8 as count, sum(refused)::float8 as refused from (${parts.join(' union all ')}) part(at, n, refused) group by at order by at`,
    values.list,
  );
  return { span, bars };
}
