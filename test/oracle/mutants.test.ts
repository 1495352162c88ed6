// Keeps the list of mutants in step with the engine's sources; run-mutants.ts runs them.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MUTANTS, mutate } from './mutants.ts';

test('every mutant changes exactly one place of its file', () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(25);
  for (const mutant of MUTANTS) {
    const source = readFileSync(new URL(`../../src/${mutant.file}`, import.meta.url), 'utf8');
    expect(mutate(source, mutant)).not.toBe(source);
  }
});
