/** Orders, fills and events of the whole history: pages and counts. They are few beside decisions: an index for each order, and counts of the newest. */

import { type ArchivePage, type Counts, EVENT_FACETS, FILL_FACETS, ORDER_FACETS } from '../../api/archive.ts';
import { inSpan, type TimeSpan, Values } from './archive-conditions.ts';
import { readCursor } from './archive-cursor.ts';
import { hashOf, pageOf } from './archive-decisions.ts';
import { barSpan, bucketOf } from './archive-histogram.ts';
import { countFacets } from './archive-kinds.ts';
import type { Place } from './archive-page.ts';
import { EVENT_COLUMNS, FILL_COLUMNS, ORDER_COLUMNS } from './archive-rows.ts';
import type { Query } from './database.ts';
import { orderKey } from './write-rows.ts';

interface Records<F extends string> {
  readonly table: string;
  readonly columns: string;
  readonly at: string;
  readonly facets: readonly F[];
  /** Columns that a prefix is looked for in; ids of orders without the account's name. */
  readonly named: readonly string[];
  /** Of the rows that count as refused in the bars. */
  readonly refused: string;
}

/** How the interface's names stand in the tables, where they differ. */
const COLUMN: Readonly<Record<string, string>> = { strategyId: 'strategy_id', instrumentId: 'instrument_id' };
const columnOf = (name: string): string => COLUMN[name] ?? name;
const ORDER_NUMBER = 'substr(order_id, length(account) + 2)';

export const ORDERS: Records<(typeof ORDER_FACETS)[number]> = {
  table: 'trading.orders',
  columns: ORDER_COLUMNS,
  at: 'created_at',
  facets: ORDER_FACETS,
  named: [ORDER_NUMBER, 'client_order_id', 'strategy_id', 'instrument_id'],
  refused: "status = 'rejected'",
};
export const FILLS: Records<(typeof FILL_FACETS)[number]> = {
  table: 'trading.fills',
  columns: FILL_COLUMNS,
  at: 'at',
  facets: FILL_FACETS,
  named: ['fill_id', ORDER_NUMBER, 'strategy_id', 'instrument_id'],
  refused: 'false',
};
export const EVENTS: Records<(typeof EVENT_FACETS)[number]> = {
  table: 'trading.events',
  columns: EVENT_COLUMNS,
  at: 'at',
  facets: EVENT_FACETS,
  named: ['event_id', 'code'],
  refused: 'false',
};

type Filter = TimeSpan & { readonly prefix?: string | undefined; readonly orderId?: string | undefined } & Readonly<
    Record<string, unknown>
  >;
type Search = Filter & {
  readonly sort: string;
  readonly descending: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

const SORTS: Readonly<Record<string, string>> = { strategy: 'strategy_id collate "C"', instrument: 'instrument_id collate "C"' };

export async function pageOfRecords<F extends string, Row>(
  query: Query,
  account: string,
  records: Records<F>,
  search: Search,
): Promise<ArchivePage<Row>> {
  const hash = hashOf({ ...search, of: records.table }, account);
  const cursor = search.cursor === undefined ? null : readCursor(hash, search.cursor);
  const isDown = search.descending !== (cursor?.isBack ?? false);
  const values = new Values();
  const key = SORTS[search.sort];
  const order = [...(key === undefined ? [] : [key]), records.at, 'ordinal'];
  const conditions = [
    `account = ${values.add(account)}`,
    ...inSpan(values, search, records.at),
    ...named(values, records, search),
    ...chosen(values, account, records, search),
  ];
  if (cursor !== null) {
    const from = [...(key === undefined ? [] : [String(cursor.key)]), new Date(cursor.at), cursor.ordinal].map((value) =>
      values.add(value),
    );
    conditions.push(`(${order.join(', ')}) ${isDown ? '<' : '>'} (${from.join(', ')})`);
  }
  const rows = await query<Place & Record<string, unknown>>(
    `select ${records.columns}, ${key ?? 'null'} as place_key, ${records.at} as place_at, ordinal from ${records.table}
     where ${conditions.join(' and ')} order by ${order.map((column) => `${column} ${isDown ? 'desc' : 'asc'}`).join(', ')}
     limit ${values.add(search.limit + 1)}`,
    values.list,
  );
  const found = rows.map((row) => ({ key: row.place_key as Place['key'], at: row.place_at as number, ordinal: row.ordinal }));
  const byOrdinal = new Map(rows.map(({ place_key: _key, place_at: _at, ordinal, ...row }) => [ordinal, row as unknown as Row]));
  return pageOf(hash, found, search.limit, cursor, async (places) => places.map(({ ordinal }) => byOrdinal.get(ordinal) as Row));
}

function named<F extends string>(values: Values, records: Records<F>, { prefix }: Filter): string[] {
  if (prefix === undefined) return [];
  const sought = values.add(prefix.toLowerCase());
  return [`(${records.named.map((column) => `starts_with(lower(${column}), ${sought})`).join(' or ')})`];
}

function chosen<F extends string>(values: Values, account: string, { facets }: Records<F>, filter: Filter): string[] {
  const inFacets = facets.flatMap((facet) =>
    filter[facet] === undefined ? [] : [`${columnOf(facet)} = any(${values.add(filter[facet], 'text[]')})`],
  );
  return filter.orderId === undefined ? inFacets : [...inFacets, `order_id = ${values.add(orderKey(account, filter.orderId))}`];
}

/** Of the newest `mostRead` rows of the span; exact where there are no more. */
export async function countRecords<F extends string>(
  query: Query,
  account: string,
  records: Records<F>,
  filter: Filter,
  mostRead: number,
): Promise<Omit<Counts<F>, 'upTo'>> {
  const values = new Values();
  const { table, at, facets } = records;
  const place = values.add(account);
  const span = inSpan(values, filter, at);
  const limit = values.add(mostRead + 1);
  const read = `select * from ${table} where ${[`account = ${place}`, ...span].join(' and ')} order by ${at} desc, ordinal desc limit ${limit}`;
  const [ends] = await query<{ n: number; first: number | null; last: number | null }>(
    `select count(*) as n, min(${at}) as first, max(${at}) as last from (${read}) row`,
    values.list,
  );
  const { n = 0, first, last } = ends ?? { n: 0, first: null, last: null };
  const isExact = n <= mostRead;
  const bars = barSpan(filter.from !== undefined && filter.to !== undefined ? filter.to - filter.from : (last ?? 0) - (first ?? 0), true);
  const admitted = chosen(values, account, records, filter);
  const traits = facets.map(columnOf);
  const rows = await query<Record<string, unknown> & { bar: number | null; n: number; count: number; refused: number }>(
    `select ${traits.join(', ')}, bar, count(*) as n, count(*) filter (where admitted) as count,
       count(*) filter (where admitted and ${records.refused}) as refused
     from (select *, ${bucketOf(bars, at)} as bar, ${admitted.join(' and ') || 'true'} as admitted from (${read}) row) row
     where ${named(values, records, filter).join('') || 'true'} group by grouping sets ((${traits.join(', ')}), (bar)) order by bar`,
    values.list,
  );
  const kinds = rows
    .filter(({ bar }) => bar === null)
    .map((row) => ({ ...(Object.fromEntries(facets.map((facet) => [facet, row[columnOf(facet)]])) as Record<F, string>), n: row.n }));
  const isAdmitted = (kind: (typeof kinds)[number], except: F) =>
    facets.every((facet) => facet === except || (filter[facet] as string[] | undefined)?.includes(kind[facet]) !== false);
  const counted = rows.filter(({ bar, count }) => bar !== null && count > 0);
  return {
    total: { count: counted.reduce((sum, { count }) => sum + count, 0), isExact },
    facets: countFacets(facets, kinds, isAdmitted),
    histogram: { span: bars, bars: counted.map(({ bar, count, refused }) => ({ at: bar as number, count, refused })) },
  };
}
