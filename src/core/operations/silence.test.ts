import { expect, test } from 'vitest';
import { Silence } from './silence.ts';

const MINUTE = 60_000;

test('an instrument silent for more than 5 min is at the first step, for more than 15 min at the second', () => {
  const silence = new Silence([5 * MINUTE, 15 * MINUTE], 0);
  expect([silence.look(5 * MINUTE), silence.level]).toEqual([false, 0]);
  expect([silence.look(5 * MINUTE + 1), silence.level]).toEqual([true, 1]);
  expect([silence.look(15 * MINUTE), silence.level]).toEqual([false, 1]);
  expect([silence.look(15 * MINUTE + 1), silence.level]).toEqual([true, 2]);
});

test('a machine that slept finds every step passed at once, and one word ends the silence', () => {
  const silence = new Silence([5 * MINUTE, 15 * MINUTE], 0);
  expect([silence.look(60 * MINUTE), silence.level]).toEqual([true, 2]);
  silence.heard(60 * MINUTE);
  expect([silence.look(60 * MINUTE), silence.level]).toEqual([true, 0]);
});
