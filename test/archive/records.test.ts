// Orders, fills and events of the history, one decision in full, cursors, versions of answers, and exports.
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Archive, createArchive } from '../../src/adapters/postgres/archive.ts';
import { migrate } from '../../src/adapters/postgres/migrations.ts';
import { clearViews, project } from '../../src/adapters/postgres/projector.ts';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import { DECISION_COLUMNS } from '../../src/adapters/tables/decision-columns.ts';
import { MEDIA_TYPES, writeTable } from '../../src/adapters/tables/table.ts';
import * as api from '../../src/api/archive.ts';
import type { Order } from '../../src/api/records.ts';
import { viewRows } from '../../src/apps/trader/view-rows.ts';
import { liveRows, madeHistory, OWNER } from './history.ts';

const ENTRIES = madeHistory(500, 11);
const live = liveRows(ENTRIES);
let throwAway: ThrowAwayServer;
let archive: Archive;

const projectAll = async () => {
  const rowsOf = viewRows(OWNER.currency, () => 1);
  for (let from = 0; from < ENTRIES.length; from += 100) await project(throwAway.database, OWNER, ENTRIES.slice(from, from + 100), rowsOf);
};
beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  await migrate(throwAway.database);
  await projectAll();
  archive = createArchive(throwAway.database);
}, 60_000);
afterAll(() => throwAway.remove());

/** Orders as they are after the last entry: terms, fills and ends taken from the steps by hand. */
function ordersNow(): Order[] {
  const orders = new Map(live.orders.map((order) => [order.orderId, { ...order }]));
  for (const { at, body } of ENTRIES) {
    const step = body as {
      amended?: Partial<Order>[];
      done?: { orderId: string; status: 'filled'; at: number }[];
      fills?: { orderId: string }[];
    };
    for (const { orderId = '', ...terms } of step.amended ?? []) Object.assign(orders.get(orderId) as Order, terms, { updatedAt: at });
    for (const { orderId } of step.fills ?? []) Object.assign(orders.get(orderId) as Order, { filledQuantity: '0.05', updatedAt: at });
    for (const { orderId, status, at: doneAt } of step.done ?? [])
      Object.assign(orders.get(orderId) as Order, { status, updatedAt: doneAt });
  }
  return [...orders.values()];
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ arbitrary: fc.constant(undefined), weight: 3 }, { arbitrary, weight: 1 });
const instants = fc.constantFrom(...ENTRIES.slice(1).map(({ at }) => at));
const common = {
  from: maybe(instants),
  to: maybe(instants),
  strategyId: maybe(fc.constantFrom('ema-cross', 'ema-cross,breakout', 'never')),
  instrumentId: maybe(fc.constantFrom('BTC-USDT', 'SOL-USDT,ETH-USDT')),
  side: maybe(fc.constantFrom('buy', 'sell')),
  prefix: maybe(fc.constantFrom('EMA', '1', '12', 'btc', 'c1', '%')),
  sort: fc.constantFrom('time', 'strategy', 'instrument'),
  descending: fc.constantFrom('true', 'false'),
  limit: fc.constantFrom('5', '50', '500'),
};

type Row = Record<string, unknown>;
const SORTED = { time: '', strategy: 'strategyId', instrument: 'instrumentId' } as const;

interface Question {
  readonly rows: readonly Row[];
  readonly at: string;
  readonly named: readonly string[];
  readonly facets: readonly string[];
  page(search: Row): Promise<{ rows: unknown[]; next: string | null; previous: string | null }>;
  counts(filter: Row): Promise<api.Counts>;
}

/** Pages there and back, totals and facets, against a plain filter over `rows`, which are in the order of the journal. */
async function compare({ rows, at, named, facets, page, counts }: Question, search: Row): Promise<void> {
  const isFound = (row: Row, except = '') =>
    (search.from === undefined || (row[at] as number) >= Number(search.from)) &&
    (search.to === undefined || (row[at] as number) < Number(search.to)) &&
    (search.prefix === undefined ||
      named.some((name) => String(row[name]).toLowerCase().startsWith(String(search.prefix).toLowerCase()))) &&
    facets.every(
      (facet) => facet === except || search[facet] === undefined || String(search[facet]).split(',').includes(String(row[facet])),
    );
  const key = SORTED[search.sort as keyof typeof SORTED];
  const found = rows.filter((row) => isFound(row));
  // Sorting is stable: rows of one time stay in the order of the journal.
  const rising = found.toSorted(
    (a, b) =>
      (key === '' ? 0 : (a[key] as string) < (b[key] as string) ? -1 : a[key] === b[key] ? 0 : 1) || (a[at] as number) - (b[at] as number),
  );
  const expected = search.descending === 'true' ? rising.reverse() : rising;
  let answer = await page(search);
  const first = answer;
  const walked = [...answer.rows];
  while (answer.next !== null && walked.length < 60) {
    const before = answer;
    answer = await page({ ...search, cursor: answer.next });
    expect((await page({ ...search, cursor: answer.previous })).rows).toEqual(before.rows);
    walked.push(...answer.rows);
  }
  expect(first.previous).toBeNull();
  expect(walked).toEqual(expected.slice(0, walked.length));
  if (answer.next === null) expect(walked).toHaveLength(expected.length);
  const { total, facets: counted } = await counts(search);
  expect(total).toEqual({ count: found.length, isExact: true });
  for (const facet of facets) {
    const plain = Map.groupBy(
      rows.filter((row) => isFound(row, facet)),
      (row) => String(row[facet]),
    );
    expect(Object.fromEntries(counted[facet]?.map(({ value, count }) => [value, count]) ?? [])).toEqual(
      Object.fromEntries([...plain].map(([value, some]) => [value, some.length])),
    );
  }
}

test('orders are found as they are now, however they are filtered and ordered', async () => {
  const question: Question = {
    rows: ordersNow(),
    at: 'createdAt',
    named: ['orderId', 'clientOrderId', 'strategyId', 'instrumentId'],
    facets: api.ORDER_FACETS,
    page: async (search) => api.archivedOrders.parse(await archive.orders('paper', api.orderSearch.parse(search))),
    counts: async (filter) => api.orderCounts.parse(await archive.orderCounts('paper', api.orderFilter.parse(filter))),
  };
  const filters = fc.record({
    ...common,
    status: maybe(fc.constantFrom('filled', 'working')),
    purpose: maybe(fc.constantFrom('entry', 'exit,stop')),
  });
  await fc.assert(
    fc.asyncProperty(filters, (search) => compare(question, search)),
    { numRuns: 30 },
  );
});

test('an order is found by its number, and no other whose number begins like it', async () => {
  const numbers = live.orders.map(({ orderId }) => orderId);
  const [short] = numbers.filter((one) => numbers.some((other) => other !== one && other.startsWith(one)));
  expect(short).toBeDefined();
  const found = async (filter: object) => (await archive.orders('paper', api.orderSearch.parse(filter))).rows.map(({ orderId }) => orderId);
  expect((await found({ prefix: short })).length).toBeGreaterThan(1);
  expect(await found({ orderId: short })).toEqual([short]);
  expect(await found({ orderId: 'no-such' })).toEqual([]);
});

test('fills are found, however they are filtered and ordered', async () => {
  const question: Question = {
    // Parsed as they are on their way to a reader: without the members that are of no use there.
    rows: live.fills.map((fill) => api.archivedFills.shape.rows.element.parse(fill)),
    at: 'at',
    named: ['fillId', 'orderId', 'strategyId', 'instrumentId'],
    facets: api.FILL_FACETS,
    page: async (search) => api.archivedFills.parse(await archive.fills('paper', api.fillSearch.parse(search))),
    counts: async (filter) => api.fillCounts.parse(await archive.fillCounts('paper', api.fillFilter.parse(filter))),
  };
  await fc.assert(
    fc.asyncProperty(fc.record(common), (search) => compare(question, search)),
    { numRuns: 30 },
  );
});

test('events are those that were told live', async () => {
  const question: Question = {
    rows: live.events as unknown as Row[],
    at: 'at',
    named: ['eventId', 'code'],
    facets: api.EVENT_FACETS,
    page: async (search) => api.archivedEvents.parse(await archive.events('paper', api.eventSearch.parse(search))),
    counts: async (filter) => api.eventCounts.parse(await archive.eventCounts('paper', api.eventFilter.parse(filter))),
  };
  const { from, to, descending, limit } = common;
  const filters = fc.record({
    from,
    to,
    descending,
    limit,
    kind: maybe(fc.constantFrom('mode', 'session,notice')),
    severity: maybe(fc.constantFrom('critical')),
    prefix: maybe(fc.constantFrom('mode_', 'notice-1')),
  });
  await fc.assert(
    fc.asyncProperty(filters, (search) => compare(question, { ...search, sort: 'time' })),
    { numRuns: 30 },
  );
});

test('a decision in full has its order’s whole life, its fills and the mode it was made in', async () => {
  const decided = live.decisions.find(
    ({ row }) => row.orderId !== null && ENTRIES[row.journalSequence - 1]?.body && changedBy(row.orderId) > 1,
  );
  const { row, mode } = decided as NonNullable<typeof decided>;
  const full = api.decisionInFull.parse(await archive.decision('paper', row.decisionId));
  expect(full.decision).toEqual(row);
  expect(full.mode).toBe(mode);
  expect(full.order).toEqual(ordersNow().find(({ orderId }) => orderId === row.orderId));
  expect(full.changes.map(({ status, quantity, stopPrice, code }) => [status, quantity, stopPrice, code])).toEqual([
    ['working', '0.05', '63000.00', null],
    ['filled', null, null, null],
  ]);
  expect(full.fills.map(({ fillId }) => fillId)).toEqual([`paper-${row.decisionId}`]);
  await expect(archive.decision('paper', '9-9-9')).rejects.toMatchObject({ code: 'DECISION_UNKNOWN' });
  await expect(archive.decision('other', row.decisionId)).rejects.toMatchObject({ code: 'DECISION_UNKNOWN' });
});

test('an order in full has the decision that wanted it, its life and its fills; one that nobody decided has none', async () => {
  const order = ordersNow().find(({ orderId, decisionId }) => decisionId !== null && changedBy(orderId) > 1) as Order;
  const full = api.orderInFull.parse(await archive.order('paper', order.orderId));
  const decided = live.decisions.find(({ row }) => row.decisionId === order.decisionId);
  expect(full).toMatchObject({ order, decision: decided?.row, mode: decided?.mode });
  expect(full.changes.map(({ status }) => status)).toEqual(['working', 'filled']);
  expect(full.fills.map(({ orderId }) => orderId)).toEqual([order.orderId]);
  // What opened the position that a stop protects: the last that opened there before it, or with it. An entry has none.
  const stops = ordersNow().filter(({ purpose }) => purpose === 'stop');
  const openedBefore = ({ strategyId, instrumentId, journalSequence, orderId }: Order) =>
    live.fills.findLast(
      (fill) =>
        fill.strategyId === strategyId &&
        fill.instrumentId === instrumentId &&
        fill.journalSequence <= journalSequence &&
        fill.orderId !== orderId,
    )?.orderId;
  const found = await Promise.all(stops.map(async ({ orderId }) => (await archive.order('paper', orderId)).opened));
  expect(found.map((opened) => opened?.orderId)).toEqual(stops.map(openedBefore));
  expect(found.filter((opened) => opened !== null).length).toBeGreaterThan(20);
  const decisionOf = new Map(live.orders.map((each) => [each.orderId, each.decisionId]));
  for (const opened of found) expect(opened?.decisionId).toBe(opened === null ? undefined : decisionOf.get(opened.orderId));
  const entry = ordersNow().find(({ purpose }) => purpose === 'entry') as Order;
  expect((await archive.order('paper', entry.orderId)).opened).toBeNull();
  await expect(archive.order('paper', '999999')).rejects.toMatchObject({ code: 'ORDER_UNKNOWN' });
  await expect(archive.order('other', order.orderId)).rejects.toMatchObject({ code: 'ORDER_UNKNOWN' });
});

const changedBy = (orderId: string) =>
  ENTRIES.flatMap(({ body }) => {
    const { amended = [], done = [] } = body as Record<string, { orderId: string }[]>;
    return [...amended, ...done].filter((change) => change.orderId === orderId);
  }).length;

test('a cursor that was changed, or is of another question or account, is refused', async () => {
  const search = api.decisionSearch.parse({ limit: 5 });
  const { next } = await archive.decisions('paper', search);
  const cursor = next as string;
  const told = { code: 'CURSOR_INVALID', message: expect.stringContaining('ask for the first page again') };
  for (const wrong of ['', 'x', cursor.slice(3), Buffer.from('[1,2]').toString('base64url')])
    await expect(archive.decisions('paper', { ...search, cursor: wrong })).rejects.toMatchObject(told);
  await expect(archive.decisions('paper', { ...search, outcome: ['refused'], cursor })).rejects.toMatchObject(told);
  await expect(archive.decisions('paper', { ...search, descending: false, cursor })).rejects.toMatchObject(told);
  await expect(archive.decisions('other', { ...search, cursor })).rejects.toMatchObject(told);
  await expect(archive.orders('paper', { ...api.orderSearch.parse({}), cursor })).rejects.toMatchObject(told);
  // The page may become longer on the way.
  expect((await archive.decisions('paper', { ...search, limit: 7, cursor })).rows).toHaveLength(7);
});

test('the version of an answer changes with the question and with the history, and with nothing else', async () => {
  const asked = { of: 'decisions', ...api.decisionSearch.parse({ strategyId: 'a,b' }) };
  const before = await archive.etag('paper', asked);
  expect(before).toMatch(/^"[\w-]{22}"$/);
  expect(await archive.etag('paper', { ...api.decisionSearch.parse({ strategyId: ['b', 'a'] }), of: 'decisions' })).toBe(before);
  expect(await archive.etag('paper', { ...asked, limit: 7 })).not.toBe(before);
  expect(await archive.etag('other', asked)).not.toBe(before);
});

test('an export is everything the search finds, in its order, and not more than was said', async () => {
  const { format, ...asked } = api.decisionExport.parse({ outcome: 'approved', sort: 'instrument', descending: 'false' });
  const search = api.decisionSearch.parse(asked);
  const table = { name: 'decisions', columns: DECISION_COLUMNS, batches: archive.exportDecisions('paper', search) };
  const exported = JSON.parse(await text(writeTable('json', table)));
  const expected = live.decisions
    .map(({ row }) => row)
    .filter(({ outcome }) => outcome === 'approved')
    .toSorted((a, b) => (a.instrumentId < b.instrumentId ? -1 : a.instrumentId === b.instrumentId ? a.at - b.at : 1));
  expect(exported).toEqual(expected);
  const csv = await text(writeTable(format, { ...table, batches: archive.exportDecisions('paper', search) }));
  expect(MEDIA_TYPES[format]).toBe('text/csv; charset=utf-8');
  const [head = '', line = ''] = csv.split('\r\n');
  expect(head.split(',')).toHaveLength(DECISION_COLUMNS.length);
  expect(line).toContain(`,${expected[0]?.decisionId},`);
  // The strategy's words begin like a formula.
  expect(line).toContain(`"'=crossed, ""up"""`);
});

test('views made anew from the journal are the same, kinds and counts too', async () => {
  const { database } = throwAway;
  const everything = async () => ({
    kinds: await database.query('select * from trading.decision_kinds order by kind'),
    counts: await database.query('select * from trading.decision_counts order by span, first_day, kind'),
    decisions: await database.query('select * from trading.decisions order by ordinal'),
    changes: await database.query('select * from trading.order_changes order by ordinal'),
    events: await database.query('select * from trading.events order by ordinal'),
  });
  const before = await everything();
  const version = await archive.etag('paper', {});
  await clearViews(database, 'paper');
  expect(await archive.decisions('paper', api.decisionSearch.parse({}))).toEqual({ rows: [], next: null, previous: null });
  expect((await archive.decisionCounts('paper', {})).total).toEqual({ count: 0, isExact: true });
  expect(await archive.etag('paper', {})).not.toBe(version);
  await projectAll();
  expect(await everything()).toEqual(before);
  expect(await archive.etag('paper', {})).toBe(version);
});
