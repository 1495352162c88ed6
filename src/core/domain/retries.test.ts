import { expect, test } from 'vitest';
import { doubledPauseMs, type ErrorClass, RETRIES, retryPauseMs } from './retries.ts';

/** Trading rules 7.7, word for word. */
const SPEC =
  'network (5 retries, 2 s base), api (3, 1 s), data (2, 0.5 s), trading (1, after resolving doubt), configuration and system 0; exponential ×2 to 60 s with jitter';

test('the table has the figures of the trading rules', () => {
  const read = [...SPEC.matchAll(/(\w+) \((\d)(?: retries)?, ([\d.]+) s/g)].map(([, name, retries, seconds]) => [
    name,
    { retries: Number(retries), baseMs: Number(seconds) * 1_000 },
  ]);
  expect(Object.fromEntries(read)).toEqual({ network: RETRIES.network, api: RETRIES.api, data: RETRIES.data });
  expect([RETRIES.network, RETRIES.api, RETRIES.data]).toEqual([
    { retries: 5, baseMs: 2_000 },
    { retries: 3, baseMs: 1_000 },
    { retries: 2, baseMs: 500 },
  ]);
  expect([RETRIES.trading.retries, RETRIES.configuration.retries, RETRIES.system.retries]).toEqual([1, 0, 0]);
});

test.each<[ErrorClass, (number | null)[]]>([
  ['network', [2_000, 4_000, 8_000, 16_000, 32_000, null]],
  ['api', [1_000, 2_000, 4_000, null]],
  ['data', [500, 1_000, null]],
  ['trading', [1_000, null]],
  ['configuration', [null]],
  ['system', [null]],
])('%s: the pauses double, and come to an end', (errorClass, pauses) => {
  expect(pauses.map((_, i) => retryPauseMs(errorClass, i + 1, 0))).toEqual(pauses);
});

test('jitter shortens a pause by a quarter at most, and none is longer than a minute', () => {
  expect([retryPauseMs('network', 1, 0.5), retryPauseMs('network', 1, 1)]).toEqual([1_750, 1_500]);
  expect([doubledPauseMs(1_000, 6), doubledPauseMs(1_000, 7), doubledPauseMs(1_000, 40)]).toEqual([32_000, 60_000, 60_000]);
});
