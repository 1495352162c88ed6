// Takes each guard out of the code in turn, in a copy of the sources, and runs the tests that are to notice: node test/accounts/run-mutants.ts [first words of guards, with commas | --sample].
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutate } from '../simulation/mutants.ts';
import { GUARD_MUTANTS, type GuardMutant } from './guard-mutants-table.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PARTS = ['src', 'test', 'strategies', 'config', 'package.json', 'vitest.config.ts', 'tsconfig.json'];
const TIMEOUT_MS = 120_000;
/** Copies of the sources, each with one guard taken out at a time. */
const AT_ONCE = 2;

function copySources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-guards-'));
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  for (const part of ['node_modules', 'samples']) symlinkSync(join(ROOT, part), join(folder, part));
  return folder;
}

interface Ran {
  readonly passed: boolean;
  /** The first test that failed, or why none could run. */
  readonly said: string;
}

/** Stops at the first test that fails. */
function run(folder: string, tests: readonly string[]): Promise<Ran> {
  const files = tests.map((file) => join('test', file).replace(/^test\/\.\.\//, ''));
  const words = [join(folder, 'node_modules/vitest/vitest.mjs'), 'run', '--bail', '1', '--reporter', 'verbose', ...files];
  const child = spawn(process.execPath, words, { cwd: folder, env: { ...process.env, NO_COLOR: '1' }, timeout: TIMEOUT_MS });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      said += part;
    });
  return new Promise((done) =>
    child.on('close', (code) => done({ passed: code === 0, said: / × (.*)$/m.exec(said)?.[1] ?? said.trim().slice(-300) })),
  );
}

async function judge(folder: string, mutant: GuardMutant): Promise<boolean> {
  const path = join(folder, 'src', mutant.file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, mutate(source, mutant));
  const { passed, said } = await run(folder, mutant.tests);
  writeFileSync(path, source);
  console.log(passed ? `NOT NOTICED  ${mutant.guard} (${mutant.file})` : `noticed  ${mutant.guard}  (${said.slice(0, 160)})`);
  return !passed;
}

async function main(words: string): Promise<number> {
  const chosen = GUARD_MUTANTS.filter(({ guard, isSample }) =>
    words === '--sample' ? isSample : words.split(',').some((start) => guard.startsWith(start)),
  );
  const folders = Array.from({ length: words === '--sample' ? 1 : Math.min(AT_ONCE, chosen.length) }, copySources);
  let missed = 0;
  try {
    const tests = [...new Set(chosen.flatMap((mutant) => mutant.tests))];
    const sound = await run(folders[0] as string, tests);
    if (!sound.passed) {
      console.error(`expected the tests to pass before any guard is taken out, found: ${sound.said}`);
      return 1;
    }
    const left = [...chosen];
    await Promise.all(
      folders.map(async (folder) => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) if (!(await judge(folder, next))) missed += 1;
      }),
    );
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  }
  console.log(
    missed === 0
      ? `all ${chosen.length} guards are noticed when they are gone`
      : `${missed} of ${chosen.length} guards are not noticed when they are gone`,
  );
  return missed === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2).join(' '));
