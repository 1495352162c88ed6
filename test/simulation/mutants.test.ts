// Keeps the list of mistakes in step with the sources; run-mutants.ts plants them one by one.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { MUTANTS, mutate } from './mutants.ts';

test('every mistake changes exactly one place of its file', () => {
  expect(MUTANTS.length).toBeGreaterThanOrEqual(13);
  for (const mutant of MUTANTS) {
    const source = readFileSync(new URL(`../../src/${mutant.file}`, import.meta.url), 'utf8');
    expect(mutate(source, mutant)).not.toBe(source);
  }
});

const RUNNER = fileURLToPath(new URL('run-mutants.ts', import.meta.url));
const runs = (words: string) => spawnSync(process.execPath, [RUNNER, words], { encoding: 'utf8' });

test.skipIf(process.env.ATALAYA_FULL === undefined)(
  'every mistake is found within its number of seeds',
  () => {
    const { stdout, stderr } = runs('');
    expect(stdout + stderr).toContain('every mistake was found');
  },
  1_800_000,
);
