import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JournalEntry } from '../../core/journal/journal.ts';
import { migrate } from './migrations.ts';
import { clearViews, project, viewsPosition } from './projector.ts';
import { startThrowAwayServer, type ThrowAwayServer } from './throw-away-server.ts';

let throwAway: ThrowAwayServer;
beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  await migrate(throwAway.database);
});
afterAll(() => throwAway.remove());

const OWNER = { account: 'paper', currency: 'USDT', environment: 'dev', release: '0.0.0' };
const decision = { strategyId: 'ema-cross', instrumentId: 'BTC-USDT', confidence: 0.5, reason: 'crossed' };
const order = {
  ...decision,
  orderId: 'o1',
  clientOrderId: 'c1',
  decisionId: 'd1',
  purpose: 'entry',
  side: 'buy',
  type: 'market',
  quantity: '0.1',
  limitPrice: null,
  stopPrice: null,
  cuts: [],
};
const refusal = {
  ...decision,
  decisionId: 'd2',
  side: 'long',
  code: 'RISK_POSITION_LIMIT',
  measured: 0.3,
  limit: 0.2,
  message: 'too large',
};
const approvedBy = { stopPrice: '60000.00', targetPrice: null, checks: [['RISK_POSITION_LIMIT', true, 0.1, 0.2]] };
const refusedBy = {
  stopPrice: '59000.00',
  targetPrice: '70000.00',
  checks: [
    ['SIGNAL_SCORE', true, 0.5, 0.4],
    ['RISK_POSITION_LIMIT', false, 0.3, 0.2],
  ],
};
const ENTRIES: JournalEntry[] = [
  { sequence: 1, epoch: 1, at: 1_700_000_000_123, kind: 'epoch', body: { cut: null } },
  { sequence: 2, epoch: 1, at: 1000, kind: 'session', body: {} },
  {
    sequence: 3,
    epoch: 1,
    at: 2000,
    kind: 'step',
    body: {
      event: 'open',
      candles: [],
      orders: [order],
      refused: [refusal],
      decided: [
        { decisionId: 'd1', ...approvedBy },
        { decisionId: 'd2', ...refusedBy },
      ],
    },
  },
  { sequence: 4, epoch: 2, at: 1_700_000_500_456, kind: 'epoch', body: { cut: null } },
];

test('every check of a decision is kept, and the views say of which journal they are until they are emptied', async () => {
  const { database } = throwAway;
  expect(await project(database, OWNER, ENTRIES.slice(0, 3))).toBe(3);
  expect(await database.query('select decision_id, detail from trading.decisions order by decision_id')).toEqual([
    { decision_id: 'd1', detail: { reason: 'crossed', cuts: [], orderId: 'paper-o1', ...approvedBy } },
    { decision_id: 'd2', detail: { side: 'long', reason: 'crossed', message: 'too large', ...refusedBy } },
  ]);
  const began = { beganAt: 1_700_000_000_123, openedSequence: 1, openedAt: 1_700_000_000_123 };
  expect(await viewsPosition(database, 'paper')).toEqual({ sequence: 3, ...began });
  // Delivered again together with what is new.
  expect(await project(database, OWNER, ENTRIES)).toBe(4);
  expect(await viewsPosition(database, 'paper')).toEqual({ sequence: 4, ...began, openedSequence: 4, openedAt: 1_700_000_500_456 });

  await clearViews(database, 'paper');
  expect(await viewsPosition(database, 'paper')).toEqual({ sequence: 0, beganAt: null, openedSequence: null, openedAt: null });
  expect(await project(database, OWNER, ENTRIES)).toBe(4);
  expect(await database.query('select count(*) as n from trading.orders')).toEqual([{ n: 1 }]);
});
