import { expect, test } from 'vitest';
import { BookedExecutions } from './executions.ts';

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
