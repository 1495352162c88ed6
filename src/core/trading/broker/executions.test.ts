import { expect, test } from 'vitest';
import { BookedExecutions, fillsOf } from './executions.ts';

test('what took place before is forgotten, in whatever order it was booked, and what is left is forgotten in its turn', () => {
  const booked = new BookedExecutions();
  booked.add('second', 2_000, 0);
  booked.add('first', 1_000, 0);
  booked.add('third', 3_000, 0);
  const known = () => ['first', 'second', 'third'].filter((id) => booked.has(id));
  booked.forgetBefore(1_000);
  expect(known()).toEqual(['first', 'second', 'third']);
  booked.forgetBefore(1_001);
  expect(known()).toEqual(['second', 'third']);
  booked.forgetBefore(2_000);
  expect(known()).toEqual(['second', 'third']);
  booked.add('first', 1_500, 0);
  booked.forgetBefore(2_500);
  expect([known(), booked.since]).toEqual([['third'], 2_500]);
  const restored = new BookedExecutions();
  restored.restore(booked.snapshot(), booked.since);
  restored.forgetBefore(3_001);
  expect(restored.snapshot()).toEqual([]);
});

test('an execution that turns a position is what it closes and what it opens, and its fee is shared to the quantum', () => {
  const execution = { order: 1, instrument: 0, side: -1, lots: 8, ticks: 920, fee: 101, liquidity: 'taker', at: 7 } as const;
  const of = (held: number, isForced = false) => fillsOf(execution, held, isForced).map(({ kind, lots, fee }) => [kind, lots, fee]);
  // 101 x 5 / 8 = 63.125.
  expect(of(5)).toEqual([
    ['close', 5, 63],
    ['open', 3, 38],
  ]);
  expect(of(8)).toEqual([['close', 8, 101]]);
  expect(of(-5)).toEqual([['open', 8, 101]]);
  expect(of(5, true)).toEqual([
    ['liquidation', 5, 63],
    ['open', 3, 38],
  ]);
});
