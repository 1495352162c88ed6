import { expect, test } from 'vitest';
import { steadyClock } from './steady-clock.ts';

test('setting the machine’s clock is told, and moves nothing', () => {
  let [wall, elapsed] = [1_000_000, 500];
  const clock = steadyClock(
    () => wall,
    () => elapsed,
  );
  wall += 250;
  elapsed += 250;
  expect([clock.now(), clock.setBackMs()]).toEqual([1_000_250, 0]);
  wall -= 3_600_000;
  expect([clock.now(), clock.setBackMs()]).toEqual([1_000_250, 3_600_000]);
});
