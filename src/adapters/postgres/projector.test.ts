import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Decision, Order } from '../../api/records.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import { migrate } from './migrations.ts';
import { clearViews, project, type RowsOf, viewsPosition } from './projector.ts';
import { startThrowAwayServer, type ThrowAwayServer } from './throw-away-server.ts';

let throwAway: ThrowAwayServer;
beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  await migrate(throwAway.database);
});
afterAll(() => throwAway.remove());

const OWNER = { account: 'paper', world: 'paper', currency: 'USDT', environment: 'dev', release: '0.0.0' } as const;
const slot = { strategyId: 'ema-cross', instrumentId: 'BTC-USDT', confidence: 0.5, reason: 'crossed' };
const check = { code: 'RISK_POSITION_LIMIT', answer: 'refused' as const, measured: 0.3, limit: 0.2 };
const refused: Decision = {
  ...slot,
  decisionId: '1-3-1',
  at: 2000,
  action: 'enter',
  side: 'long',
  outcome: 'refused',
  refusal: { code: 'RISK_POSITION_LIMIT', message: 'too large', measured: 0.3, limit: 0.2 },
  cuts: [],
  checks: [check],
  quantity: null,
  price: '64000.10',
  stopPrice: null,
  targetPrice: null,
  orderId: null,
  journalSequence: 3,
};
const order: Order = {
  ...slot,
  orderId: '1',
  clientOrderId: 'c1',
  decisionId: '1-3-2',
  purpose: 'entry',
  side: 'buy',
  type: 'market',
  status: 'working',
  quantity: '0.1',
  filledQuantity: '0',
  limitPrice: null,
  stopPrice: null,
  timeInForce: 'GTC',
  reduceOnly: false,
  createdAt: 2000,
  updatedAt: 2000,
  journalSequence: 3,
};
const progress = [{ orderId: '1', stage: 'acknowledged', at: 2100, venueOrderId: 'v-1' }];
const newTerms = { orderId: '1', quantity: '0.2', limitPrice: null };
const amended = [
  { ...newTerms, stopPrice: '59000' },
  { ...newTerms, stopPrice: '60000', cause: 'owner', by: 'ana' },
];
const done = [{ orderId: '1', status: 'cancelled', code: 'KILL', filledQuantity: '0', at: 2500 }];
const ENTRIES: JournalEntry[] = [
  { sequence: 1, epoch: 1, at: 1_700_000_000_123, kind: 'epoch', body: { cut: null } },
  { sequence: 2, epoch: 1, at: 1000, kind: 'session', body: {} },
  { sequence: 3, epoch: 1, at: 2000, kind: 'step', body: { event: 'close', candles: [], equity: '100', amended, progress } },
  {
    sequence: 4,
    epoch: 1,
    at: 2500,
    kind: 'step',
    body: { event: 'open', candles: [], done, modes: [{ from: 'NORMAL', to: 'PAUSE', reason: 'kill' }] },
  },
  { sequence: 5, epoch: 2, at: 1_700_000_500_456, kind: 'epoch', body: { cut: null } },
];
const pasts: unknown[] = [];
/** Rows of entry 3 alone; the words are of who calls. */
const rowsOf: RowsOf = ({ sequence }, past) => {
  pasts.push(past);
  const isThird = sequence === 3;
  return { decisions: isThird ? [refused] : [], orders: isThird ? [order] : [], fills: [], events: [] };
};

test('the views say of which journal they are until they are emptied, and are never counted twice', async () => {
  const { database } = throwAway;
  expect(await project(database, OWNER, ENTRIES.slice(0, 3), rowsOf)).toBe(3);
  const began = { beganAt: 1_700_000_000_123, openedSequence: 1, openedAt: 1_700_000_000_123, isOfThisForm: true, isReadable: true };
  expect(await viewsPosition(database, 'paper')).toEqual({ sequence: 3, ...began });
  // Delivered again together with what is new.
  expect(await project(database, OWNER, ENTRIES, rowsOf)).toBe(5);
  expect(await viewsPosition(database, 'paper')).toEqual({ sequence: 5, ...began, openedSequence: 5, openedAt: 1_700_000_500_456 });
  expect(pasts).toEqual([
    { hasBegun: false, closedAt: null, held: new Map() },
    { hasBegun: false, closedAt: null, held: new Map() },
    { hasBegun: true, closedAt: null, held: new Map() },
    { hasBegun: true, closedAt: 2000, held: new Map() },
    { hasBegun: true, closedAt: 2000, held: new Map() },
  ]);
  const counted = 'select span, kind, n from trading.decision_counts order by span, kind';
  const cells = ['day', 'month'].flatMap((span) => [-1, 0, 1].map((kind) => ({ span, kind, n: 1 })));
  expect(await database.query(counted)).toEqual(cells);

  await clearViews(database, 'paper');
  const nothing = { beganAt: null, openedSequence: null, openedAt: null, isOfThisForm: true, isReadable: true };
  expect(await viewsPosition(database, 'paper')).toEqual({ sequence: 0, ...nothing });
  expect(await project(database, OWNER, ENTRIES, rowsOf)).toBe(5);
  expect(await database.query(counted)).toEqual(cells);
});

test('an order has its terms and its end, and each change stays on record', async () => {
  const { database } = throwAway;
  expect(await database.query('select order_id, status, quantity, stop_price, reason from trading.orders')).toEqual([
    { order_id: 'paper-1', status: 'cancelled', quantity: '0.2', stop_price: '60000', reason: 'KILL' },
  ]);
  const nobody = { cause: null, by: null };
  const changes =
    'select status, venue_order_id as name, code, quantity, at, cause, by_whom as by, journal_sequence from trading.order_changes order by ordinal';
  expect(await database.query(changes)).toEqual([
    { status: 'acknowledged', name: 'v-1', code: null, quantity: null, at: 2100, ...nobody, journal_sequence: 3 },
    // As journals of before it was recorded have it.
    { status: 'working', name: null, code: null, quantity: '0.2', at: 2000, ...nobody, journal_sequence: 3 },
    { status: 'working', name: null, code: null, quantity: '0.2', at: 2000, cause: 'owner', by: 'ana', journal_sequence: 3 },
    { status: 'cancelled', name: null, code: 'KILL', quantity: null, at: 2500, ...nobody, journal_sequence: 4 },
  ]);
});

test('an entry after a change of mode is in the new one, also in another transaction', async () => {
  const { database } = throwAway;
  const later: JournalEntry = { sequence: 6, epoch: 2, at: 9000, kind: 'step', body: { event: 'open', candles: [] } };
  await project(database, OWNER, [later], () => ({ decisions: [{ ...refused, decisionId: '2-6-1' }], orders: [], fills: [], events: [] }));
  expect(await database.query('select decision_id, mode, kind from trading.decisions order by ordinal')).toEqual([
    { decision_id: '1-3-1', mode: 'NORMAL', kind: 1 },
    { decision_id: '2-6-1', mode: 'PAUSE', kind: 2 },
  ]);
});
