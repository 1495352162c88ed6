// The archive's answers about decisions against a plain filter over the rows as they were shown live.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Archive, createArchive } from '../../src/adapters/postgres/archive.ts';
import { migrate } from '../../src/adapters/postgres/migrations.ts';
import { project } from '../../src/adapters/postgres/projector.ts';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import {
  archivedDecisions,
  DECISION_FACETS,
  type DecisionFilter,
  type DecisionSearch,
  decisionCounts,
  decisionSearch,
} from '../../src/api/archive.ts';
import { viewRows } from '../../src/apps/trader/view-rows.ts';
import { type DecisionWithMode, liveRows, madeHistory, OWNER } from './history.ts';

const ENTRIES = madeHistory(1200);
const { decisions } = liveRows(ENTRIES);
let throwAway: ThrowAwayServer;
/** Every way of reading: that of a small history, that of millions, and those between. */
let archives: Archive[];

beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  const { database } = throwAway;
  await migrate(database);
  const rowsOf = viewRows(OWNER.currency, () => 1);
  for (let from = 0; from < ENTRIES.length; from += 400) await project(database, OWNER, ENTRIES.slice(from, from + 400), rowsOf);
  // A second account with the same ids.
  await project(database, { ...OWNER, account: 'other' }, ENTRIES.slice(0, 200), (entry, past) => ({ ...rowsOf(entry, past), fills: [] }));
  const readRows = 1e9;
  archives = [
    createArchive(database, { probedRows: 60_000, sortedRows: 30_000, readRows }),
    createArchive(database, { probedRows: 0, sortedRows: 0, readRows }),
    createArchive(database, { probedRows: 0, sortedRows: 300, readRows }),
  ];
}, 60_000);
afterAll(() => throwAway.remove());

const traitsOf = ({ row, mode }: DecisionWithMode): Record<(typeof DECISION_FACETS)[number], string> => {
  const { strategyId, instrumentId, action, side, outcome, refusal } = row;
  return { strategyId, instrumentId, action, side, outcome, code: refusal?.code ?? '', mode };
};

/** The rule in plain words, without any of the archive's own code. */
function isFound(decision: DecisionWithMode, filter: DecisionFilter, except?: string): boolean {
  const { row } = decision;
  const traits = traitsOf(decision);
  if (filter.from !== undefined && row.at < filter.from) return false;
  if (filter.to !== undefined && row.at >= filter.to) return false;
  if (filter.withOrder !== undefined && (row.orderId !== null) !== filter.withOrder) return false;
  if (filter.minConfidence !== undefined && !(row.confidence !== null && row.confidence >= filter.minConfidence)) return false;
  if (filter.maxConfidence !== undefined && !(row.confidence !== null && row.confidence <= filter.maxConfidence)) return false;
  for (const facet of DECISION_FACETS) {
    const wanted = filter[facet] as string[] | undefined;
    if (facet !== except && wanted !== undefined && !wanted.includes(traits[facet])) return false;
  }
  if (filter.prefix === undefined) return true;
  const sought = filter.prefix.toLowerCase();
  if ([row.strategyId, row.instrumentId, traits.code].some((name) => name.toLowerCase().startsWith(sought))) return true;
  if (/^\d+$/.test(sought)) return row.orderId?.startsWith(sought) ?? false;
  return /^\d+-\d/.test(sought) && row.decisionId.startsWith(sought);
}

function inOrder({ sort, descending }: Pick<DecisionSearch, 'sort' | 'descending'>): (a: DecisionWithMode, b: DecisionWithMode) => number {
  const key = ({ row }: DecisionWithMode) =>
    ({
      time: 0,
      strategy: row.strategyId,
      instrument: row.instrumentId,
      code: row.refusal?.code ?? '',
      confidence: row.confidence ?? -1,
    })[sort];
  const rising = (a: DecisionWithMode, b: DecisionWithMode) => {
    const [x, y] = [key(a), key(b)];
    return (x < y ? -1 : x > y ? 1 : 0) || a.row.at - b.row.at || a.place - b.place;
  };
  return descending ? (a, b) => rising(b, a) : rising;
}

const times = decisions.map(({ row }) => row.at);
const [first = 0, last = 0] = [times[0], times.at(-1)];
const instants = fc.oneof(
  fc.constantFrom(...times),
  fc.integer({ min: first - 90_000_000, max: last + 90_000_000 }),
  fc.integer({ min: Math.floor(first / 86_400_000), max: Math.ceil(last / 86_400_000) }).map((day) => day * 86_400_000),
);
const some = (values: readonly string[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
/** Mostly absent: filters of everything at once find nothing. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ arbitrary: fc.constant(undefined), weight: 5 }, { arbitrary, weight: 1 });
const confidences = fc.constantFrom(0, 0.25, 0.4, 0.5, 0.9, 1);
const filters = fc.record({
  from: maybe(instants),
  to: maybe(instants),
  strategyId: maybe(some(['ema-cross', 'Ema-slow', 'breakout', 'never'])),
  instrumentId: maybe(some(['BTC-USDT', '1INCH-USDT', 'SOL-USDT'])),
  action: maybe(some(['enter', 'exit'])),
  side: maybe(some(['long', 'short'])),
  outcome: maybe(some(['approved', 'refused'])),
  code: maybe(some(['RISK_CASH', 'SIGNAL_SCORE', 'MODE_PAUSE'])),
  mode: maybe(some(['NORMAL', 'DEFENSIVE', 'PAUSE'])),
  withOrder: maybe(fc.boolean()),
  minConfidence: maybe(confidences),
  maxConfidence: maybe(confidences),
  prefix: maybe(fc.constantFrom('ema', 'EMA-C', 'btc', '1', '12', '1inch', 'RISK_', '1-1', '1-10', '1-99-1', 'zz')),
});
const orders = fc.record({ sort: fc.constantFrom('time', 'strategy', 'instrument', 'code', 'confidence'), descending: fc.boolean() });

test('every filter, order and page finds what a plain filter finds, there and back', { timeout: 60_000 }, async () => {
  let longer = 0;
  await fc.assert(
    fc.asyncProperty(filters, orders, fc.constantFrom(7, 60, 500), fc.constantFrom(0, 1, 2), async (filter, order, limit, way) => {
      const archive = archives[way] as Archive;
      const search = decisionSearch.parse({ ...filter, ...order, limit });
      const expected = decisions.filter((decision) => isFound(decision, search)).sort(inOrder(search));
      if (expected.length > limit) longer++;
      const ids = expected.map(({ row }) => row.decisionId);
      let page = await archive.decisions('paper', search);
      const seen = [page.rows.map((row) => row.decisionId)];
      expect(page.previous).toBeNull();
      for (let pages = 0; page.next !== null && pages < 3; pages++) {
        page = await archive.decisions('paper', { ...search, cursor: page.next });
        seen.push(page.rows.map((row) => row.decisionId));
      }
      const walked = seen.flat();
      expect(walked).toEqual(ids.slice(0, walked.length));
      if (page.next === null) expect(walked).toHaveLength(ids.length);
      for (let index = seen.length - 2; index >= 0; index--) {
        page = await archive.decisions('paper', { ...search, cursor: page.previous as string });
        expect(page.rows.map((row) => row.decisionId)).toEqual(seen[index]);
      }
      expect(page.previous).toBeNull();
    }),
    { numRuns: 60 },
  );
  // The questions were worth asking.
  expect(longer).toBeGreaterThan(20);
});

test('totals, facets and bars are those of a plain count', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      const parsed = decisionSearch.parse(filter);
      const counts = decisionCounts.parse(await (archives[0] as Archive).decisionCounts('paper', parsed));
      const expected = decisions.filter((decision) => isFound(decision, parsed));
      expect(counts.total).toEqual({ count: expected.length, isExact: true });
      expect(counts.upTo).toBe(ENTRIES.length);
      for (const facet of DECISION_FACETS) {
        const plain = Map.groupBy(
          decisions.filter((decision) => isFound(decision, parsed, facet)),
          (decision) => traitsOf(decision)[facet],
        );
        plain.delete('');
        expect(Object.fromEntries(counts.facets[facet].map(({ value, count }) => [value, count]))).toEqual(
          Object.fromEntries([...plain].map(([value, rows]) => [value, rows.length])),
        );
      }
      const { span, bars } = counts.histogram;
      const starts = { hour: 'T00:00'.length - 3, day: 0, month: -3 }[span];
      const barOf = (at: number) => new Date(at).toISOString().slice(0, 10 + starts);
      const plainBars = Map.groupBy(expected, ({ row }) => barOf(row.at));
      expect(bars.map(({ at, count, refused }) => [barOf(at), count, refused])).toEqual(
        [...plainBars].map(([bar, rows]) => [bar, rows.length, rows.filter(({ row }) => row.outcome === 'refused').length]),
      );
    }),
    { numRuns: 60 },
  );
});

test('beyond what is read, counts are an estimate from a sample, and say so', async () => {
  const archive = createArchive(throwAway.database, { probedRows: 60_000, sortedRows: 30_000, readRows: 1200 });
  const { total, facets } = await archive.decisionCounts('paper', decisionSearch.parse({ minConfidence: 0.25 }));
  expect(total.isExact).toBe(false);
  const exact = decisions.filter(({ row }) => (row.confidence ?? -1) >= 0.25).length;
  // Some 500 of 1,700 rows are read, page after page of the table: a quarter off would be five standard deviations.
  expect(Math.abs(total.count / exact - 1)).toBeLessThan(0.25);
  expect(facets.outcome.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0.7 * exact);
});

test('a row is the row that was shown live', async () => {
  const answer = await (archives[0] as Archive).decisions('paper', decisionSearch.parse({ descending: 'false', limit: 500 }));
  const { rows } = archivedDecisions.parse(answer);
  expect(rows).toEqual(decisions.slice(0, 500).map(({ row }) => row));
});
