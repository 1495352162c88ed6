import { expect, test } from 'vitest';
import type { ControlDone, ControlOrders } from '../../api/control.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { withFolder } from './arm.ts';
import { doneLines, modeLines, ordersLines } from './control-text.ts';

const done: ControlDone = {
  ...{ commandId: 'x', journalSequence: 7, recorded: true, mode: 'EMERGENCY', positions: 0, workingOrders: 0 },
};

test('a kill names what it leaves alone, and says where that is not known', () => {
  expect(doneLines('kill', { ...done, notOurs: ['position BTCUSDT-PERP 0.1'] })).toEqual([
    'Done: kill. Mode EMERGENCY, 0 positions, 0 working orders.',
    "At the venue and not this session's, not touched: position BTCUSDT-PERP 0.1.",
    'Recorded as journal entry 7.',
  ]);
  expect(doneLines('kill', { ...done, notOurs: [] })).toHaveLength(2);
  expect(doneLines('kill', { ...done, notOurs: null })[1]).toContain('has not been compared yet');
});

test('a kill that the journal did not take says what a restart makes of it', () => {
  const unrecorded = { ...done, journalSequence: null, recorded: false };
  expect(doneLines('kill', { ...unrecorded, noted: true }).at(-1)).toMatch(/DONE BUT NOT RECORDED.*the next start begins with it/);
  expect(doneLines('kill', { ...unrecorded, noted: false }).at(-1)).toMatch(/DONE BUT NOT RECORDED.*after a restart kill again/);
});

test('after a correction nothing is counted that is about to change', () => {
  const [first] = doneLines('correct', { ...done, mode: 'PAUSE', positions: null, workingOrders: null });
  expect(first).toBe('Done: correct. Mode PAUSE. What comes of it is on its way: look with npx atalaya positions, and reconcile again.');
});

test('a PAUSE that nothing demands any more says how it is left', () => {
  const since = { since: 0, reason: 'lunch', by: 'ana', closesOnly: false, blockers: [], pinAsked: true };
  const pause = { name: 'PAUSE' as const, ...since };
  const how = 'Nothing demands it any more: npx atalaya resume leaves it.';
  expect(modeLines({ ...pause, triggers: [] })).toContain(how);
  expect(modeLines({ ...pause, triggers: [{ id: 'x', demands: 'PAUSE', reason: 'y', by: 'z', since: null }] })).not.toContain(how);
});

test('what is missing for arming names the folder that was named here', () => {
  const remedy = 'npx atalaya arm sign backups, npx atalaya arm sign limits';
  expect(withFolder(remedy, '/data/a')).toBe(
    'npx atalaya arm sign backups --data-dir /data/a, npx atalaya arm sign limits --data-dir /data/a',
  );
  expect(withFolder('store a key that can trade and not withdraw', '/data/a')).toBe('store a key that can trade and not withdraw');
  expect(withFolder(remedy, DEFAULT_DATA_FOLDER)).toBe(remedy);
});

test('a yes tells what is sent and what made it smaller, and a no that nothing is', () => {
  const held = { commandId: 'c', journalSequence: 7, recorded: true, mode: 'NORMAL', positions: 0, workingOrders: 0 } as const;
  const order = { orderId: '3', side: 'buy', instrumentId: 'X', type: 'market', quantity: '0.5', cuts: ['HALF_SCORE'] } as const;
  expect(doneLines('approve', { ...held, order: { ...order, cuts: [...order.cuts] } })).toEqual([
    'Let through by every rule: order 3, buy 0.5 X market (HALF_SCORE), is on its way: look with npx atalaya orders. Mode NORMAL.',
    'Recorded as journal entry 7.',
  ]);
  expect(doneLines('reject', held)[0]).toBe(
    'Refused by you: nothing is entered, and it waits no longer. Mode NORMAL, 0 positions, 0 working orders.',
  );
});

test('times of an order that are read from two clocks are told as that, and only those', () => {
  const at = (time: string) => Date.parse(`2026-03-02T${time}Z`);
  const orderOf = (createdAt: number, endedAt: number, approvedAt: number | null): ControlOrders => {
    const step = { quantity: null, price: null, detail: null };
    const progress = { stage: 'approved' as const, venueOrderId: null, journalSequence: 1 };
    const order = {
      ...{
        orderId: '1',
        clientOrderId: 'c',
        decisionId: null,
        strategyId: 's',
        instrumentId: 'X',
        purpose: 'entry' as const,
        side: 'buy' as const,
      },
      ...{
        type: 'limit' as const,
        status: 'cancelled' as const,
        quantity: '1',
        filledQuantity: '0',
        limitPrice: '1',
        stopPrice: null,
        reason: null,
      },
      ...{ timeInForce: 'GTC' as const, reduceOnly: false, createdAt, updatedAt: endedAt, journalSequence: 1 },
    };
    const life = [
      { ...step, at: approvedAt ?? createdAt, state: 'journaled' as const },
      { ...step, at: endedAt, state: 'cancelled' as const },
    ];
    return { at: at('14:45:00'), rows: [{ ...order, ...(approvedAt !== null && { progress: [{ ...progress, at: approvedAt }] }), life }] };
  };
  const told = (orders: ControlOrders) => ordersLines(orders).filter((line) => line.includes('clock'));
  // An exchange of one's own, replayed at another pace: its clock is an hour behind, or ahead.
  const line = '  journaled, sent and acknowledged by the clock of this machine; fills and the end by the market’s, which read';
  expect(told(orderOf(at('13:30:12'), at('13:30:45'), at('14:43:30')))).toEqual([`${line} 2026-03-02 13:30:12 UTC when it was journaled`]);
  expect(told(orderOf(at('15:50:00'), at('15:51:00'), at('14:43:30')))).toHaveLength(1);
  // A candle of a minute has closed, and the answer came two seconds later.
  expect(told(orderOf(at('14:43:00'), at('14:43:32'), at('14:43:30')))).toEqual([]);
  expect(told(orderOf(at('14:43:00'), at('14:43:32'), null))).toEqual([]);
});
