import { expect, test } from 'vitest';
import type { Decision, Fill, Order } from '../../../src/api/records.ts';
import { type Life, lifeInSession, newerLife, slippageOf } from './life.ts';

const order = (more: Partial<Order> = {}) =>
  ({ orderId: '7', side: 'buy', status: 'working', stopPrice: null, updatedAt: 5, reason: null, journalSequence: 3, ...more }) as Order;
const fill = (price: string, more: Partial<Fill> = {}) =>
  ({ fillId: price, orderId: '7', side: 'buy', price, journalSequence: 6, ...more }) as Fill;
const decision = { decisionId: '1-3-1', orderId: '7', price: '100' } as Decision;
const life = (more: Partial<Life> = {}): Life => ({ order: order(), decision, changes: [], fills: [], ...more });

test('slippage is what was paid more, or got less, than the price decided on; of a stop, than its price', () => {
  // 100.2 / 100 = 1.002: a buyer pays 0.2 % more, a seller gets 0.2 % more.
  expect(slippageOf(fill('100.2'), life())).toEqual({ ratio: expect.closeTo(0.002, 12), against: 'decision' });
  expect(slippageOf(fill('100.2', { side: 'sell' }), life())?.ratio).toBeCloseTo(-0.002, 12);
  // A stop to sell at 90 that filled at 89.1 got 1 % less.
  const stop = life({ order: order({ side: 'sell', stopPrice: '90' }), decision: null });
  expect(slippageOf(fill('89.1', { side: 'sell' }), stop)).toEqual({ ratio: expect.closeTo(0.01, 12), against: 'stop' });
  expect(slippageOf(fill('1'), life({ decision: null }))).toBeNull();
  // The decision of another order, such as the entry that this one protects, says nothing of its price.
  expect(slippageOf(fill('1'), life({ decision: { ...decision, orderId: '6' } }))).toBeNull();
});

test('the session tells of an order what it has: its decision, how far it came, its fills oldest first, and its end', () => {
  const progress = [{ stage: 'sent' as const, at: 4, venueOrderId: null, journalSequence: 4 }];
  const told = lifeInSession(order({ progress, status: 'cancelled', reason: 'KILL' }), {
    fills: [fill('101', { journalSequence: 8 }), fill('100'), fill('1', { orderId: 'other' })],
    decisions: [decision],
  });
  expect(told.decision).toBe(decision);
  expect(told.fills.map(({ price }) => price)).toEqual(['100', '101']);
  expect(told.changes.map(({ status, code, journalSequence }) => [status, code, journalSequence])).toEqual([
    ['sent', null, 4],
    ['cancelled', 'KILL', 8],
  ]);
  expect(lifeInSession(order(), { fills: [], decisions: [] })).toMatchObject({ decision: null, changes: [], fills: [] });
});

test('the recorded life counts until the session knows of more', () => {
  const recorded = life({ fills: [fill('100')] });
  expect(newerLife(undefined, null)).toBeNull();
  expect(newerLife(recorded, null)).toBe(recorded);
  expect(newerLife(recorded, life({ fills: [fill('100')] }))).toBe(recorded);
  expect(newerLife(recorded, life({ fills: [fill('100'), fill('101')], decision: null }))).toMatchObject({
    decision,
    fills: { length: 2 },
  });
  expect(newerLife(recorded, life({ fills: [fill('100')], order: order({ status: 'filled' }) }))?.order?.status).toBe('filled');
  // What opened the position only the history knows.
  const opened = { orderId: '6', decisionId: '1-2-1' };
  expect(newerLife({ ...recorded, opened }, life({ order: order({ status: 'filled' }) }))?.opened).toEqual(opened);
});
