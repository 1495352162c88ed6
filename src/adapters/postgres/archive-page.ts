/** Finds the places of one page of decisions among millions, in any order, reading little more than the page. */

import { DECISION_FACETS, type DecisionSearch } from '../../api/archive.ts';
import { type IdRange, idRangeOf, inRange, sourceOf, Values } from './archive-conditions.ts';
import type { Cursor } from './archive-cursor.ts';
import { countKinds } from './archive-kind-counts.ts';
import { admits, beginsWith, type CountedKind, rowsIn } from './archive-kinds.ts';
import type { Query } from './database.ts';

/** A row's place in the order asked for. */
export interface Place {
  readonly key: Cursor['key'];
  readonly at: number;
  readonly ordinal: number;
}

/** What is read to answer at once; an answer is the same whatever they are. */
export interface ReadingLimits {
  /** The newest rows of each kind are read and put in order, where together they are no more than these. */
  readonly probedRows: number;
  /** All rows are read and put in order, where they are no more than these. */
  readonly sortedRows: number;
}

export const READING_LIMITS: ReadingLimits = { probedRows: 60_000, sortedRows: 30_000 };

/** What of a search stays the same from page to page. */
export interface Admitted {
  /** Null: every kind, and no row is to be tested for its kind. */
  readonly kinds: readonly CountedKind[] | null;
  /** Set when ids are looked for: rows with such ids, and rows of kinds whose names begin so. */
  readonly found: { readonly ids: IdRange; readonly kinds: readonly number[] } | null;
}

/** `kinds` with counts of the span asked for. */
function admittedOf(search: DecisionSearch, kinds: readonly CountedKind[]): Admitted {
  const { prefix } = search;
  const ids = idRangeOf(prefix);
  const named = prefix === undefined ? kinds : kinds.filter((kind) => beginsWith(kind, prefix));
  const admitted = (ids ? kinds : named).filter((kind) => kind.n > 0 && admits(search, kind));
  const isAll = prefix === undefined && kinds.every((kind) => kind.n === 0 || admits(search, kind));
  const needsKeys = keyOf(search) !== null;
  return {
    kinds: isAll && !needsKeys ? null : admitted,
    found: ids && { ids, kinds: named.map(({ kind }) => kind) },
  };
}

const KEYS = { strategy: 'strategyId', instrument: 'instrumentId', code: 'code' } as const;

/** The trait of a kind that the rows are ordered by; null when they are ordered by a column of their own. */
const keyOf = ({ sort }: DecisionSearch): (typeof KEYS)[keyof typeof KEYS] | null =>
  sort === 'time' || sort === 'confidence' ? null : KEYS[sort];

/** The kinds need not be known. */
const isUnfiltered = (search: DecisionSearch): boolean =>
  keyOf(search) === null &&
  search.prefix === undefined &&
  search.withOrder === undefined &&
  DECISION_FACETS.every((facet) => search[facet] === undefined);

/** What the search admits of the account's kinds as they are now. */
export async function admittedBy(query: Query, account: string, search: DecisionSearch): Promise<Admitted> {
  return isUnfiltered(search) ? { kinds: null, found: null } : admittedOf(search, await countKinds(query, account, search));
}

/** At most `count` places after the cursor, in reading direction: where that is back, nearest first. */
export async function findPlaces(
  query: Query,
  account: string,
  { search, admitted, cursor, count, limits }: Omit<PagePart, 'query' | 'account' | 'isDown'>,
): Promise<Place[]> {
  const isDown = search.descending !== (cursor?.isBack ?? false);
  const part: PagePart = { query, account, search, admitted, cursor, count, limits, isDown };
  if (admitted.kinds?.length === 0) return [];
  const key = keyOf(search);
  return key === null ? findByColumn(part, admitted.kinds) : findByKey(part, key, admitted.kinds ?? []);
}

interface PagePart {
  readonly query: Query;
  readonly account: string;
  readonly search: DecisionSearch;
  readonly admitted: Admitted;
  readonly cursor: Cursor | null;
  readonly count: number;
  readonly limits: ReadingLimits;
  readonly isDown: boolean;
}

/** By time, or by confidence and time. */
async function findByColumn(part: PagePart, kinds: readonly CountedKind[] | null, key: Cursor['key'] = null): Promise<Place[]> {
  const { query, account, search, admitted, cursor, count, limits, isDown } = part;
  const values = new Values();
  const isConfident = search.sort === 'confidence';
  const columns = isConfident ? ['d.confidence_key', 'd.at', 'd.ordinal'] : ['d.at', 'd.ordinal'];
  const source = sourceOf(values, account, admitted.found);
  const conditions = inRange(values, search);
  if (cursor !== null) {
    const from = [...(isConfident ? [Number(cursor.key)] : []), new Date(cursor.at), cursor.ordinal].map((value) => values.add(value));
    conditions.push(`(${columns.join(', ')}) ${isDown ? '<' : '>'} (${from.join(', ')})`);
  }
  const order = columns.map((column) => `${column} ${isDown ? 'desc' : 'asc'}`).join(', ');
  const taken = columns.join(', ');
  const where = (more: readonly string[]) => (more.length > 0 ? `where ${more.join(' and ')}` : '');
  const limit = `limit ${values.add(count)}`;
  const numbers = kinds?.map(({ kind }) => kind) ?? [];
  const ofKinds = () => `d.kind = any(${values.add(numbers, 'integer[]')})`;
  let statement: string;
  if (kinds === null) statement = `select ${taken} from ${source} d ${where(conditions)} order by ${order} ${limit}`;
  else if (admitted.found === null && !isConfident && kinds.length * count <= limits.probedRows)
    statement = `select ${taken} from unnest(${values.add(numbers, 'integer[]')}) probed(kind) cross join lateral
      (select ${taken} from ${source} d ${where([...conditions, 'd.kind = probed.kind'])} order by ${order} ${limit}) d order by ${order} ${limit}`;
  // The fence keeps the planner from walking the whole order in search of a few rows.
  else if (admitted.found !== null || rowsIn(kinds) <= limits.sortedRows)
    statement = `select ${taken} from (select ${taken} from ${source} d ${where([...conditions, ofKinds()])} offset 0) d order by ${order} ${limit}`;
  else statement = `select ${taken} from ${source} d ${where([...conditions, ofKinds()])} order by ${order} ${limit}`;
  const rows = await query<{ at: number; ordinal: number; confidence_key?: number }>(statement, values.list);
  return rows.map(({ at, ordinal, confidence_key }) => ({ key: confidence_key ?? key, at, ordinal }));
}

/** By a name, which rows of a kind share: name after name, as many as the page takes. */
async function findByKey(part: PagePart, key: 'strategyId' | 'instrumentId' | 'code', kinds: readonly CountedKind[]): Promise<Place[]> {
  const { cursor, count, limits, isDown } = part;
  const groups = Map.groupBy(kinds, (kind) => kind[key]);
  const names = [...groups.keys()].sort();
  if (isDown) names.reverse();
  const from = cursor === null ? '' : String(cursor.key);
  const ahead = cursor === null ? names : names.filter((name) => (isDown ? name <= from : name >= from));
  const places: Place[] = [];
  for (let next = 0; next < ahead.length && places.length < count; ) {
    const name = ahead[next] as string;
    const isFrom = cursor !== null && name === from;
    const rest = { ...part, count: count - places.length };
    const several = isFrom ? [name] : fewRows(ahead.slice(next), groups, limits.sortedRows);
    if (several.length > 1) places.push(...(await findInGroups(rest, several, groups)));
    else places.push(...(await findByColumn({ ...rest, cursor: isFrom ? cursor : null }, groups.get(name) ?? [], name)));
    next += several.length;
  }
  return places;
}

/** The first names, at least one, whose rows together are few. */
function fewRows(names: readonly string[], groups: ReadonlyMap<string, readonly CountedKind[]>, most: number): string[] {
  let rows = 0;
  const end = names.findIndex((name) => {
    rows += rowsIn(groups.get(name) ?? []);
    return rows > most;
  });
  return names.slice(0, end < 0 ? names.length : Math.max(1, end));
}

async function findInGroups(
  { query, account, search, admitted, count, isDown }: PagePart,
  names: readonly string[],
  groups: ReadonlyMap<string, readonly CountedKind[]>,
): Promise<Place[]> {
  const values = new Values();
  const ranked = names.flatMap((name, rank) => (groups.get(name) ?? []).map(({ kind }) => [kind, rank] as const));
  const source = sourceOf(values, account, admitted.found);
  const conditions = [...inRange(values, search), 'd.kind = probed.kind'].join(' and ');
  const direction = isDown ? 'desc' : 'asc';
  const limit = `limit ${values.add(count)}`;
  const [kinds, ranks] = [0, 1].map((index) =>
    values.add(
      ranked.map((pair) => pair[index]),
      'integer[]',
    ),
  );
  const lateral =
    admitted.found === null
      ? `cross join lateral (select at, ordinal from ${source} d where ${conditions} order by at ${direction}, ordinal ${direction} ${limit}) d`
      : `join ${source} d on ${conditions}`;
  const rows = await query<{ rank: number; at: number; ordinal: number }>(
    `select probed.rank, d.at, d.ordinal from unnest(${kinds}, ${ranks}) probed(kind, rank) ${lateral}
     order by rank, d.at ${direction}, d.ordinal ${direction} ${limit}`,
    values.list,
  );
  return rows.map(({ rank, at, ordinal }) => ({ key: names[rank] as string, at, ordinal }));
}
