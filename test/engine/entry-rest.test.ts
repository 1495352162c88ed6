// What becomes of a limit entry after five minutes: completed at market where the price has gone less than 0.3 % from it, else given up. Trading rules 7.3.
import { expect, test } from 'vitest';
import { signal, signalWorld } from './signal-world.ts';

function world(price: number, stopPrice = 95) {
  const made = signalWorld();
  made.candle(100);
  expect(made.session.signal(signal({ type: 'limit', price, stopPrice }))).toMatchObject({ outcome: 'executed' });
  const wanted = made.slot.entry?.lots ?? 0;
  expect(wanted).toBeGreaterThan(1);
  /** So many minutes at one price. */
  const wait = (minutes: number, at: number) => {
    for (let i = 0; i < minutes; i++) made.candle(at);
  };
  return { ...made, wanted, wait };
}

test('nothing was filled and the price is 0.2 % away: it is bought at market, with its stop', () => {
  const { slot, wanted, wait } = world(99.8);
  wait(4, 100);
  expect([slot.position.lots, slot.entry?.ticket.type]).toEqual([0, 'limit']);
  wait(3, 100);
  expect([slot.position.lots, slot.entry, slot.stop?.lots, slot.stop?.trigger]).toEqual([wanted, null, wanted, 9_500]);
  expect(slot.position.cost).toBe(wanted * 10_000);
});

test.each([
  // 0.3 % of 99.70 is 0.2991: 100.00 is 0.30 away. Of 99.71 it is 0.29913, and 0.29 is less.
  [99.7, false],
  [99.71, true],
])('the limit is 0.3 %%: from %d to 100 is completed: %s', (price, isCompleted) => {
  const { slot, wait, wanted } = world(price);
  wait(7, 100);
  expect([slot.position.lots, slot.entry]).toEqual([isCompleted ? wanted : 0, null]);
});

test('a part was filled: the rest is completed, and the stop is of the size of all of it', () => {
  const { slot, candle, wanted, wait } = world(99.8);
  // A tenth of a volume of 50 goes to it when the price goes through.
  candle(99.9, 99.9, 99.7, 99.9, 50);
  expect([slot.position.lots, slot.stop?.lots]).toEqual([5, 5]);
  wait(6, 100);
  expect([slot.position.lots, slot.stop?.lots]).toEqual([wanted, wanted]);
});

test('a part was filled and the price is gone: what is held keeps its stop, the rest is given up', () => {
  const { slot, candle, wait } = world(99.8);
  candle(99.9, 99.9, 99.7, 99.9, 50);
  wait(6, 101);
  expect([slot.position.lots, slot.stop?.lots, slot.entry]).toEqual([5, 5, null]);
});

test('in PAUSE nothing is completed', () => {
  const { session, slot, wait } = world(99.8);
  wait(3, 100);
  session.requestMode({ kind: 'pause', to: 'PAUSE', by: 'ana', reason: 'lunch', pinVerified: false });
  wait(4, 100);
  expect([slot.position.lots, slot.entry]).toEqual([0, null]);
});
