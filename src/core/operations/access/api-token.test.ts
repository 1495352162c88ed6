import { expect, test } from 'vitest';
import { endOfReplaced, readExpiry } from './api-token.ts';

const DAY = 86_400_000;
const codeOf = (result: ReturnType<typeof readExpiry>) => (result.ok ? result.value : result.refusal.code);

test('a token ends within a year of its making', () => {
  expect(codeOf(readExpiry(366 * DAY, 0))).toBe(366 * DAY);
  expect(codeOf(readExpiry(366 * DAY + 1, 0))).toBe('TOKEN_EXPIRY');
  expect(codeOf(readExpiry(5, 5))).toBe('TOKEN_EXPIRY');
});

test('while one replaces the other both are good, for at most a week and never longer than the old one was', () => {
  const old = { expiresAt: 100 * DAY, isReplaced: false };
  expect(codeOf(endOfReplaced(old, 7 * DAY, 10 * DAY))).toBe(17 * DAY);
  expect(codeOf(endOfReplaced(old, 7 * DAY, 98 * DAY))).toBe(100 * DAY);
  expect(codeOf(endOfReplaced(old, 7 * DAY + 1, 0))).toBe('TOKEN_OVERLAP');
  expect(codeOf(endOfReplaced({ ...old, isReplaced: true }, DAY, 0))).toBe('TOKEN_REPLACED');
  expect(codeOf(endOfReplaced(old, DAY, 100 * DAY))).toBe('TOKEN_EXPIRED');
});
