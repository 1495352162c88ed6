/** The message budget, under a clock of its own. */

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pacing } from './pacing.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('no second holds more than fifty messages, even where some arrive 0.2 s late, and all of them leave', () => {
  const pacing = new Pacing(() => Date.now());
  const times: number[] = [];
  for (let i = 0; i < 200; i++) pacing.run(i % 2 === 0, () => times.push(Date.now()));
  vi.advanceTimersByTime(10_000);
  expect(times).toHaveLength(200);
  for (const from of times) expect(times.filter((at) => at >= from && at < from + 1200).length).toBeLessThanOrEqual(50);
});

test('what is urgent finds room however much else waits, and overtakes it', () => {
  const pacing = new Pacing(() => Date.now());
  const order: string[] = [];
  for (let i = 0; i < 100; i++) pacing.run(false, () => order.push('ordinary'));
  const before = order.length;
  pacing.run(true, () => order.push('urgent'));
  expect(order.slice(before)).toEqual(['urgent']);
});

test('whoever still waits when it is closed is let go, to hear that there is no connection', () => {
  const pacing = new Pacing(() => Date.now());
  let heard = 0;
  for (let i = 0; i < 100; i++) pacing.run(false, () => heard++);
  expect(heard).toBeLessThan(100);
  pacing.close();
  expect(heard).toBe(100);
});
