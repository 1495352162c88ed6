// A stop is as large as its position: where it can't be made so within two seconds the position is closed, and that is told. Trading rules 7.5.
import { expect, test } from 'vitest';
import type { PlaceOrder } from '../../src/core/trading/broker/venue-link.ts';
import type { OwnerOrder } from '../../src/core/trading/engine/owner.ts';
import type { Slot } from '../../src/core/trading/engine/slot.ts';
import { sessionLab } from './session-lab.ts';

test.each([
  ['refused', ['entry limit 0.01', 'stop 0.004', 'market 0.01']],
  ['agreed', ['entry limit 0.01', 'stop 0.004']],
] as const)('a change of the stop that is %s', (amends, expected) => {
  const { placed, pass, fill, works, notices } = sessionLab({ amends });
  fill('a', '0.004');
  pass(500);
  works(placed[1] as PlaceOrder);
  fill('b', '0.006');
  pass(1_900);
  expect(placed).toHaveLength(2);
  pass(400);
  const words = placed.map(({ type, quantity }, i) => `${i === 0 ? 'entry ' : ''}${type} ${quantity}`);
  expect(words).toEqual(expected);
  expect(notices().some(({ code }) => code === 'POSITION_UNPROTECTED')).toBe(amends === 'refused');
});

test('an exit that an entry still filled past leaves a stop of the size of the rest', () => {
  const { session, placed, resized, pass, fill, works, ended } = sessionLab();
  fill('a', '0.004');
  pass(500);
  works(placed[1] as PlaceOrder);
  session.act(0, (engine) => engine.sendExit(engine.slots[0] as Slot, 'test'));
  pass(500);
  const exit = placed[2] as PlaceOrder;
  expect(exit).toMatchObject({ type: 'market', quantity: '0.004' });
  // The entry was filled once more before the venue heard that it was called back.
  fill('b', '0.006');
  pass(500);
  fill('c', '0.004', exit);
  ended(exit, 'filled');
  pass(500);
  expect(resized).toEqual(['0.01', '0.006']);
});

test("what the owner sells of his own leaves his bracket's stop and target of the size of the rest", () => {
  const { session, placed, resized, pass, fill, ended, now } = sessionLab();
  const send = (order: Pick<OwnerOrder, 'side' | 'lots' | 'reduceOnly' | 'bracket'>) => {
    session.act(now(), (engine) => {
      const command = { kind: 'submit', instrument: 'X', order: { type: 'market', timeInForce: 'GTC', ...order } } as const;
      expect(engine.command(command)).toMatchObject({ ok: true });
    });
    pass(500);
    return placed.at(-1) as PlaceOrder;
  };
  const entry = send({ side: 1, lots: 10, bracket: { stopPrice: 90, targetPrice: 110 } });
  fill('a', '0.01', entry);
  ended(entry, 'filled');
  pass(500);
  expect(placed.slice(-2).map(({ type, quantity }) => `${type} ${quantity}`)).toEqual(['stop 0.01', 'limit 0.01']);
  const reduce = send({ side: -1, lots: 4, reduceOnly: true });
  fill('b', '0.003', reduce);
  pass(500);
  fill('c', '0.001', reduce);
  ended(reduce, 'filled');
  pass(500);
  expect(resized).toEqual(['0.007', '0.007', '0.006', '0.006']);
});
