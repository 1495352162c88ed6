// Two targets of a signal on hand-made candles: the first closes its part at market, the rest keeps a stop, at break-even and 2 bps where that is wanted.
import { beforeEach, expect, test } from 'vitest';
import type { EntrySignal } from '../../src/core/trading/signals/signal-wish.ts';
import { signal, signalWorld } from './signal-world.ts';

let world: ReturnType<typeof signalWorld>;
beforeEach(() => {
  world = signalWorld();
  world.candle(100);
});

const TWO = [
  { price: 102, closeRatio: 0.5 },
  { price: 110, closeRatio: 0.5 },
];

function enter(more: Partial<EntrySignal>): number {
  expect(world.session.signal(signal(more))).toMatchObject({ outcome: 'executed' });
  world.candle(100);
  expect(world.slot.position.lots).not.toBe(0);
  return Math.abs(world.slot.position.lots);
}

test('at the first target half is sold at the next open, the stop goes to 100.02, and the second target takes the rest', () => {
  const held = enter({ targets: TWO });
  const { slot, candle } = world;
  expect([slot.stop?.trigger, slot.target?.limit]).toEqual([9_500, 11_000]);
  // A touch in between is not a price that holds at the close.
  candle(100, 102.5, 100, 101);
  expect(slot.position.lots).toBe(held);
  candle(101, 102.5, 101, 102);
  candle(102.1);
  const rest = held - Math.floor(held / 2);
  expect(slot.position.lots).toBe(rest);
  // 100 and 2 bps: what leaves there has paid for nothing but its fees.
  expect([slot.stop?.trigger, slot.stop?.lots, slot.target?.lots]).toEqual([10_002, rest, rest]);
  expect(slot.position.stopTicks).toBe(10_002);
  candle(105, 111, 105, 111);
  expect(slot.position.lots).toBe(0);
  // 102.10 - 100 of the half, 110 - 100 of the rest; no fees here.
  expect(slot.realised).toBe(Math.floor(held / 2) * 210 + rest * 1_000);
});

test('what falls back after the first target is left at break-even', () => {
  const held = enter({ targets: TWO });
  world.candle(101, 102, 101, 102);
  world.candle(102, 102, 99, 99);
  expect(world.slot.position.lots).toBe(0);
  expect(world.slot.realised).toBe(Math.floor(held / 2) * 200 + (held - Math.floor(held / 2)) * 2);
});

test('without the wish for it the stop stays where it is', () => {
  const held = enter({ targets: TWO, breakEvenAfterFirstTarget: false });
  world.candle(101, 102, 101, 102);
  world.candle(102);
  expect([world.slot.position.lots, world.slot.stop?.trigger]).toEqual([held - Math.floor(held / 2), 9_500]);
});

test('a short position is the same the other way round', () => {
  const targets = TWO.map((target, i) => ({ ...target, price: [98, 90][i] as number }));
  const held = enter({ side: -1, stopPrice: 105, targets });
  world.candle(99, 99, 98, 98);
  world.candle(98);
  expect([world.slot.position.lots, world.slot.stop?.trigger]).toEqual([-(held - Math.floor(held / 2)), 9_998]);
});

test('one target that closes a part leaves the rest with its stop alone; one that closes all is an order', () => {
  const held = enter({ targets: [{ price: 102, closeRatio: 0.25 }] });
  expect(world.slot.target).toBeNull();
  world.candle(101, 102, 101, 102);
  world.candle(102);
  expect([world.slot.position.lots, world.slot.stop?.trigger]).toEqual([held - Math.floor(held / 4), 10_002]);

  world = signalWorld();
  world.candle(100);
  enter({ targets: [{ price: 102, closeRatio: 1 }] });
  expect(world.slot.target?.limit).toBe(10_200);
});

test('an update moves the targets, the one that is waited for first first', () => {
  const held = enter({ targets: TWO });
  const update = { ...signal({}), kind: 'update', side: null, stopPrice: null } as const;
  world.session.signal({
    ...update,
    targets: [TWO[0], TWO[1]].map((one, i) => ({ ...one, price: [103, 120][i] as number, closeRatio: 0.5 })),
  });
  world.candle(101, 102, 101, 102);
  world.candle(102);
  expect([world.slot.position.lots, world.slot.target?.limit]).toEqual([held, 12_000]);
  world.candle(103);
  world.candle(103);
  expect(world.slot.position.lots).toBe(held - Math.floor(held / 2));
});
