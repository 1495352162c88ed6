import { expect, test } from 'vitest';
import { type AlertRule, type AlertState, look, NEW_ALERT, type Observation, type Refused } from './alert.ts';

const ALWAYS: AlertRule = { repeat: 'always', cooldownMs: 0 };
const DAY_MS = 86_400_000;
const MINUTE = 60_000;
const dayOf = (at: number) => Math.floor(at / DAY_MS);
const above = (value: number): Observation => ({ value, level: 100, side: 'above', hysteresis: 0.5 });
const STALE: Refused = { refused: { en: 'old', es: 'viejo' } };

/** At which of the looks it fires; a look a minute unless `every` says else. */
function firing(
  values: readonly (number | Refused)[],
  rule = ALWAYS,
  every = MINUTE,
  made: (value: number) => Observation = above,
): number[] {
  let state: AlertState = NEW_ALERT;
  return values.flatMap((value, i) => {
    const looked = look(state, typeof value === 'number' ? made(value) : value, rule, i * every, dayOf);
    state = looked.state;
    return looked.fires ? [i] : [];
  });
}

test('back and forth over the level within the band is one alert', () => {
  expect(firing([99, 100.1, 99.9, 100.2, 99.6, 100.3, 99.51, 101])).toEqual([1]);
});
test('once it was back by more than the band, the next crossing is another one', () => {
  expect(firing([99, 101, 99.4, 100])).toEqual([1, 3]);
});
test('beyond the level already when it is first seen is no crossing', () => {
  expect(firing([105, 106, 99, 101])).toEqual([3]);
});
test('below a level, the other way round', () => {
  const below = (value: number): Observation => ({ ...above(value), side: 'below' });
  expect(firing([101, 100, 100.4, 99.9, 100.6, 99], ALWAYS, MINUTE, below)).toEqual([1, 5]);
});
test('an old price never fires; a crossing meanwhile is told with the first good one, once', () => {
  expect(firing([99, STALE, STALE])).toEqual([]);
  expect(firing([99, STALE, 101, STALE, 101])).toEqual([2]);
  // It was over and back while nobody knew.
  expect(firing([99, STALE, 99])).toEqual([]);
});
test('once, daily, and not within the cool-down', () => {
  const twice = [99, 101, 99, 101, 99, 101];
  expect(firing(twice, { repeat: 'once', cooldownMs: 0 })).toEqual([1]);
  // Six hours between looks: the looks 1 and 3 are of the first day, 5 of the next.
  expect(firing(twice, { repeat: 'daily', cooldownMs: 0 }, DAY_MS / 4)).toEqual([1, 5]);
  expect(firing(twice, { repeat: 'always', cooldownMs: 3 * MINUTE })).toEqual([1, 5]);
});
