/** How many decisions of each kind a span of time has, added up from months, days and, at its ends, single rows. */

import { inSpan, type TimeSpan, Values } from './archive-conditions.ts';
import type { CountedKind } from './archive-kinds.ts';
import type { Query } from './database.ts';
import { ALL_KINDS, DAY_MS, dayOf, monthOf } from './decision-tally.ts';

interface Cells {
  readonly span: 'day' | 'month';
  /** First and end day since 1970; open where null. */
  readonly from: number | null;
  readonly to: number | null;
  /** -1: they are in a month that was counted whole, and are not meant. */
  readonly sign: 1 | -1;
}

export interface SpanPieces {
  readonly cells: readonly Cells[];
  /** What is no whole day. */
  readonly rest: readonly TimeSpan[];
}

/** Cuts a span into whole months, whole days and the rest; with `day`, into whole days and the rest. */
export function piecesOf({ from, to }: TimeSpan, largest: 'day' | 'month' = 'month'): SpanPieces {
  const firstDay = from === undefined ? null : Math.ceil(from / DAY_MS);
  const endDay = to === undefined ? null : dayOf(to);
  if (firstDay !== null && endDay !== null && firstDay > endDay) return { cells: [], rest: [{ from, to }] };
  const rest: TimeSpan[] = [];
  if (from !== undefined && firstDay !== null && from < firstDay * DAY_MS) rest.push({ from, to: firstDay * DAY_MS });
  if (to !== undefined && endDay !== null && endDay * DAY_MS < to) rest.push({ from: endDay * DAY_MS, to });
  const days: Cells = { span: 'day', from: firstDay, to: endDay, sign: 1 };
  if (largest === 'day') return { cells: [days], rest };
  const [begin, end] = [firstDay, endDay].map((day) => (day === null ? null : nearestMonth(day)));
  if (begin && end && begin.month >= end.month) return { cells: [days], rest };
  const cells: Cells[] = [{ span: 'month', from: begin?.month ?? null, to: end?.month ?? null, sign: 1 }];
  if (begin) cells.push({ ...begin.between, sign: begin.isBefore ? -1 : 1 });
  if (end) cells.push({ ...end.between, sign: end.isBefore ? 1 : -1 });
  return { cells, rest };
}

/** The beginning of a month that is nearest to a day, and the days between the two: at most half a month. */
function nearestMonth(day: number): { month: number; isBefore: boolean; between: Omit<Cells, 'sign'> } {
  const [month, next] = [monthOf(day * DAY_MS), monthOf(day * DAY_MS, 1)];
  const isBefore = day - month <= next - day;
  return isBefore
    ? { month, isBefore, between: { span: 'day', from: month, to: day } }
    : { month: next, isBefore, between: { span: 'day', from: day, to: next } };
}

export function inCells(values: Values, { span, from, to }: Omit<Cells, 'sign'>): string {
  return [
    `span = '${span}'`,
    ...(from === null ? [] : [`first_day >= ${values.add(from)}`]),
    ...(to === null ? [] : [`first_day < ${values.add(to)}`]),
  ].join(' and ');
}

/** Every kind the account has, with its exact count in the span. */
export async function countKinds(query: Query, account: string, span: TimeSpan): Promise<CountedKind[]> {
  const values = new Values();
  const place = values.add(account);
  const { cells, rest } = piecesOf(span);
  const parts = [
    ...cells.map(
      (piece) => `select kind, n * ${piece.sign} from trading.decision_counts where account = ${place} and ${inCells(values, piece)}`,
    ),
    ...rest.map(
      (piece) =>
        `select kind, count(*) from trading.decisions where account = ${place} and ${inSpan(values, piece, 'at').join(' and ')} group by kind`,
    ),
  ];
  return query<CountedKind & Record<string, unknown>>(
    `select k.kind, strategy_id as "strategyId", instrument_id as "instrumentId", action, side, outcome, code, mode, with_order as "withOrder",
       coalesce(n, 0)::float8 as n
     from trading.decision_kinds k left join (select kind, sum(n) as n from (${parts.join(' union all ')}) cell(kind, n) group by kind) c using (kind)
     where k.account = ${place}`,
    values.list,
  );
}

/** Decisions of the span, a few days too many at its ends. */
export async function countAbout(query: Query, account: string, { from, to }: TimeSpan): Promise<number> {
  const values = new Values();
  const place = values.add(account);
  const cells = inCells(values, {
    span: 'month',
    from: from === undefined ? null : monthOf(from),
    to: to === undefined ? null : monthOf(to, 1),
  });
  const [row] = await query<{ n: number }>(
    `select coalesce(sum(n), 0)::float8 as n from trading.decision_counts where account = ${place} and kind = ${ALL_KINDS} and ${cells}`,
    values.list,
  );
  return row?.n ?? 0;
}
