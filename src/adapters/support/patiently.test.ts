import { expect, test } from 'vitest';
import type { ErrorClass } from '../../core/domain/retries.ts';
import { patiently } from './patiently.ts';

/** Fails so often with an error of a class, then gives 'done'; what it paused is written down. */
function lab(failures: readonly ErrorClass[]) {
  const pauses: number[] = [];
  let tries = 0;
  const work = async () => {
    const failure = failures[tries++];
    if (failure !== undefined) throw new Error(failure);
    return 'done';
  };
  const classOf = (error: unknown) => (error as Error).message as ErrorClass;
  const result = patiently(work, { classOf, random: () => 0, pause: async (ms) => void pauses.push(ms) });
  return { result, pauses, tries: () => tries };
}

test('a network that is back at the fifth retry is no failure', async () => {
  const { result, pauses } = lab(Array.from({ length: 5 }, () => 'network' as const));
  expect(await result).toBe('done');
  expect(pauses).toEqual([2_000, 4_000, 8_000, 16_000, 32_000]);
});

test('one failure more, and the last error is the outcome', async () => {
  const { result, pauses, tries } = lab(Array.from({ length: 6 }, () => 'network' as const));
  await expect(result).rejects.toThrow('network');
  expect([pauses.length, tries()]).toEqual([5, 6]);
});

test('what asking again can not help is asked once, also after other errors', async () => {
  const wrong = lab(['configuration']);
  await expect(wrong.result).rejects.toThrow('configuration');
  expect([wrong.pauses, wrong.tries()]).toEqual([[], 1]);
  const later = lab(['api', 'api', 'system']);
  await expect(later.result).rejects.toThrow('system');
  expect(later.pauses).toEqual([1_000, 2_000]);
});
