/** Decisions over time, in bars of a UTC hour, day or month, from the counts of the days. */

import type { DecisionCounts, DecisionFilter } from '../../api/archive.ts';
import { inSpan, type TimeSpan, Values } from './archive-conditions.ts';
import { inCells, piecesOf } from './archive-kind-counts.ts';
import { admits, beginsWith, type CountedKind, numbersOf, rowsIn } from './archive-kinds.ts';
import type { Query } from './database.ts';
import { ALL_KINDS, DAY_MS, REFUSED_KINDS } from './decision-tally.ts';

const HOURS_UP_TO_MS = 3 * DAY_MS;
const DAYS_UP_TO_MS = 400 * DAY_MS;

type Histogram = DecisionCounts['histogram'];

/** Start of the UTC hour, day or month. */
export const bucketOf = (span: Histogram['span'], column: string): string =>
  span === 'month' ? `date_trunc('month', ${column}, 'UTC')` : `date_bin('1 ${span}', ${column}, '1970-01-01Z')`;

/** Hours need rows; days and months are kept. */
export async function spanOf(query: Query, account: string, { from, to }: TimeSpan, mayHours: boolean): Promise<Histogram['span']> {
  return barSpan(from !== undefined && to !== undefined ? to - from : await lengthOf(query, account, { from, to }), mayHours);
}

export function barSpan(lengthMs: number, mayHours: boolean): Histogram['span'] {
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

/** What the cells of some kinds add to the bars, and to what was refused of them. */
interface Weights {
  readonly kinds: number[];
  readonly counted: number[];
  readonly refused: number[];
}

/** Of the admitted kinds; of all without the others, where those have fewer rows. */
function weightsOf(admitted: readonly CountedKind[], others: readonly CountedKind[]): Weights {
  const isRefused = ({ outcome }: CountedKind) => (outcome === 'refused' ? 1 : 0);
  if (rowsIn(admitted) <= rowsIn(others))
    return { kinds: numbersOf(admitted), counted: admitted.map(() => 1), refused: admitted.map(isRefused) };
  return {
    kinds: [ALL_KINDS, REFUSED_KINDS, ...numbersOf(others)],
    counted: [1, 0, ...others.map(() => -1)],
    refused: [0, 1, ...others.map((kind) => -isRefused(kind))],
  };
}

export async function histogramFromCells(
  query: Query,
  account: string,
  filter: DecisionFilter,
  kinds: readonly CountedKind[],
  mayHours: boolean,
): Promise<Histogram> {
  const span = await spanOf(query, account, filter, mayHours);
  const values = new Values();
  const place = values.add(account);
  const isAdmitted = new Set(
    kinds.filter((kind) => kind.n > 0 && admits(filter, kind) && (filter.prefix === undefined || beginsWith(kind, filter.prefix))),
  );
  const admitted = [...isAdmitted];
  const weights = weightsOf(
    admitted,
    kinds.filter((kind) => kind.n > 0 && !isAdmitted.has(kind)),
  );
  const { cells, rest } = span === 'hour' ? { cells: [], rest: [filter] } : piecesOf(filter, span);
  const weighed = () => [weights.kinds, weights.counted, weights.refused].map((list) => values.add(list, 'integer[]')).join(', ');
  const fromCells = cells.map(
    (piece) => `select ${bucketOf(span, `to_timestamp(first_day * ${DAY_MS / 1000}::float8)`)}, sum(n), sum(refused) from (
      select first_day, sum(n * counted) as n, sum(n * refused) as refused
      from unnest(${weighed()}) weight(kind, counted, refused) cross join lateral
        (select first_day, n * ${piece.sign} as n from trading.decision_counts where account = ${place} and kind = weight.kind and ${inCells(values, piece)}) cell
      group by first_day) day group by 1`,
  );
  const fromRest = rest.map((piece) => {
    const ofKinds = `kind = any(${values.add(numbersOf(admitted), 'integer[]')})`;
    return `select ${bucketOf(span, 'at')}, count(*), count(*) filter (where outcome = 'refused') from trading.decisions
      where ${[`account = ${place}`, ...inSpan(values, piece, 'at'), ofKinds].join(' and ')} group by 1`;
  });
  const bars = await query<{ at: number; count: number; refused: number }>(
    `select at, sum(n)::float8 as count, sum(refused)::float8 as refused from (${[...fromCells, ...fromRest].join(' union all ')}) part(at, n, refused)
     group by at having sum(n) > 0 order by at`,
    values.list,
  );
  return { span, bars };
}
