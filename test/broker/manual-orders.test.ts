// Orders by hand at an outside venue: protected there, closed in part without losing the stop, and never left larger than they are.
import { expect, test } from 'vitest';
import type { PlaceOrder } from '../../src/core/trading/broker/venue-link.ts';
import type { ManualEntry, ManualWish } from '../../src/core/trading/engine/manual-wish.ts';
import { OWNER_ID } from '../../src/core/trading/engine/owner.ts';
import type { Slot } from '../../src/core/trading/engine/slot.ts';
import { sessionLab } from './session-lab.ts';

const ENTRY: ManualEntry = {
  ...{ kind: 'entry', instrument: 'X', side: 1, type: 'market', price: null, postOnly: false, quantity: '0.01', riskRatio: null },
  ...{ stop: '90', targets: [{ price: '110', closeRatio: 1 }], breakEven: false, most: { quantity: '0.01', value: '1' } },
};

function lab() {
  const made = sessionLab();
  const { session, placed, pass, now } = made;
  let id = 0;
  const act = (wish: ManualWish, commandId = `c${++id}`) => {
    const { outcome } = session.manual({ commandId, by: 'panel:owner', wish }, now());
    pass(500);
    return outcome;
  };
  const newest = () => placed.at(-1) as PlaceOrder;
  const slot = session.engine.slots.find(({ definition }) => definition.id === OWNER_ID) as Slot;
  return { ...made, act, newest, slot };
}

function holding() {
  const made = lab();
  const { act, newest, fill, ended, pass, placed } = made;
  expect(act(ENTRY)).toMatchObject({ outcome: 'accepted', quantity: '0.01' });
  const entry = newest();
  expect(entry).toMatchObject({ type: 'market', quantity: '0.01', side: 'buy' });
  fill('a', '0.01', entry);
  ended(entry, 'filled');
  pass(500);
  expect(placed.slice(-2).map(({ type, quantity, reduceOnly }) => `${type} ${quantity} ${reduceOnly}`)).toEqual([
    'stop 0.01 true',
    'limit 0.01 true',
  ]);
  return made;
}

test('a part is closed: stop and target at the venue get the size of the rest, once the part is over', () => {
  const { act, newest, fill, ended, pass, resized, slot } = holding();
  expect(act({ kind: 'close', position: 'owner:X', quantity: '0.004' })).toMatchObject({ outcome: 'accepted' });
  const part = newest();
  expect(part).toMatchObject({ type: 'market', quantity: '0.004', side: 'sell', reduceOnly: true });
  fill('b', '0.003', part);
  pass(500);
  expect(resized).toEqual([]);
  fill('c', '0.001', part);
  ended(part, 'filled');
  pass(500);
  expect([slot.position.lots, resized]).toEqual([6, ['0.006', '0.006']]);
});

test('the last lot of a part is its end, also where its news is lost: what protects is no larger than the rest', () => {
  const { act, newest, fill, pass, resized } = holding();
  act({ kind: 'close', position: 'owner:X', quantity: '0.004' });
  fill('b', '0.004', newest());
  pass(500);
  expect(resized).toEqual(['0.006', '0.006']);
});

test('a part that the venue refuses closes nothing else: the position and its stop stay', () => {
  const { act, newest, ended, pass, placed, slot, notices } = holding();
  act({ kind: 'close', position: 'owner:X', quantity: '0.004' });
  ended(newest(), 'cancelled');
  const count = placed.length;
  pass(10_000);
  expect([slot.position.lots, placed.length]).toEqual([10, count]);
  expect(notices()).not.toContainEqual(expect.objectContaining({ code: 'POSITION_UNPROTECTED' }));
});

test('told twice under one id one order leaves', () => {
  const { act, placed } = lab();
  const first = act(ENTRY, 'same');
  const count = placed.length;
  expect(act(ENTRY, 'same')).toEqual(first);
  expect(placed).toHaveLength(count);
});

test('while the journal can not be written nothing is opened, and a position is closed all the same', () => {
  const disk: { state: 'well' | 'stands' | 'failed' } = { state: 'well' };
  const { session, placed, pass, now, fill, ended } = sessionLab({ disk });
  const act = (commandId: string, wish: ManualWish) => session.manual({ commandId, by: 'panel:owner', wish }, now()).outcome;
  act('a', ENTRY);
  pass(500);
  const entry = placed.at(-1) as PlaceOrder;
  fill('a', '0.01', entry);
  ended(entry, 'filled');
  pass(500);
  disk.state = 'failed';
  act('b', { kind: 'close', position: 'owner:X', quantity: null });
  pass(500);
  expect(placed.at(-1)).toMatchObject({ type: 'market', quantity: '0.01', side: 'sell', reduceOnly: true });
  const count = placed.length;
  expect(act('c', { ...ENTRY, instrument: 'X' })).toMatchObject({ outcome: 'refused' });
  pass(500);
  expect(placed).toHaveLength(count);
});
