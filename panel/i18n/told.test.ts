/** What the server refused, as a Spanish and an English page tell it. */

import { beforeAll, expect, test } from 'vitest';
import { loadWords } from './load.ts';
import { toldFailure, toldProblem } from './told.ts';

const SAID = { en: 'Choose another venue.', es: 'Elige otro mercado.' };

beforeAll(async () => {
  await Promise.all([loadWords('es'), loadWords('en')]);
});

test('in the page’s language where the server has said it in both', () => {
  const failure = { code: 'SERIES_MISMATCH', message: 'import them under another --venue', said: SAID };
  expect(toldFailure(failure, 'es')).toBe('Elige otro mercado.');
  expect(toldFailure(failure, 'en')).toBe('Choose another venue.');
});

test('by its code where the panel has words for that', () => {
  const problem = { code: 'JOB_UNKNOWN', detail: 'expected the id of a job, found x' };
  expect(toldProblem(problem, 'es')).toMatch(/^No hay ningún trabajo/);
  expect(toldProblem(problem, 'en')).toMatch(/^No job has this id/);
});

test('by the faults of its fields, and else as the server says it', () => {
  const fields = [{ path: 'a', code: 'X', message: 'expected 1', spanish: 'Se esperaba 1.' }];
  expect(toldProblem({ code: 'X', detail: 'a: expected 1', fields }, 'es')).toBe('Se esperaba 1.');
  expect(toldProblem({ code: 'X', detail: 'a: expected 1', fields }, 'en')).toBe('a: expected 1');
  expect(toldProblem({ code: 'X', detail: 'something' }, 'es')).toBe('something');
});
