import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createShownAgain } from './shown-again.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function maker() {
  let made = 0;
  return async () => `secret-${++made}`;
}

test('the same key gives the same secret for five minutes, and is refused afterwards instead of making another', async () => {
  const [once, make] = [createShownAgain<string>(), maker()];
  expect(await once('k', { name: 'a' }, make)).toBe('secret-1');
  vi.advanceTimersByTime(299_000);
  expect(await once('k', { name: 'a' }, make)).toBe('secret-1');
  vi.advanceTimersByTime(2_000);
  await expect(once('k', { name: 'a' }, make)).rejects.toMatchObject({ code: 'SECRET_SHOWN_CONFLICT' });
  expect(await once('other', { name: 'a' }, make)).toBe('secret-2');
});

test('a key belongs to what was asked with it, and what failed may be tried again', async () => {
  const [once, make] = [createShownAgain<string>(), maker()];
  await expect(once('k', { name: 'a' }, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await once('k', { name: 'a' }, make)).toBe('secret-1');
  await expect(once('k', { name: 'b' }, make)).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
});
