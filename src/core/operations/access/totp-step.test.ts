import { expect, test } from 'vitest';
import { freshStep } from './totp-step.ts';

test('a step counts once, and what came before it not at all', () => {
  expect(freshStep(59_000, 0, 0)).toBe(1);
  expect(freshStep(59_000, 0, 1)).toBe(null);
  expect(freshStep(59_000, -1, 1)).toBe(null);
  expect(freshStep(59_000, 1, 1)).toBe(2);
});
