// Keeps the list of guards in step with the sources, and takes a few of them out; run-mutants.ts takes out all, one by one.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { mutate } from '../simulation/mutants.ts';
import { GUARD_MUTANTS } from './guard-mutants-table.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('every guard is one place of its file, and its tests are there', () => {
  expect(GUARD_MUTANTS.length).toBeGreaterThan(100);
  expect(new Set(GUARD_MUTANTS.map(({ guard }) => guard)).size).toBe(GUARD_MUTANTS.length);
  for (const mutant of GUARD_MUTANTS) {
    const source = readFileSync(join(ROOT, 'src', mutant.file), 'utf8');
    expect(mutate(source, mutant)).not.toBe(source);
    for (const file of mutant.tests) expect(existsSync(join(ROOT, 'test', file)), file).toBe(true);
  }
});

const taking = (words: string) => {
  const { stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, 'run-mutants.ts'), words], { encoding: 'utf8' });
  return stdout + stderr;
};

test('a guard that is gone is noticed', () => {
  expect(taking('--sample')).toMatch(/all \d guards are noticed/);
}, 120_000);

test.skipIf(process.env.ATALAYA_FULL === undefined)(
  'whichever it is',
  () => {
    expect(taking('')).toMatch(/all \d+ guards are noticed/);
  },
  1_800_000,
);
