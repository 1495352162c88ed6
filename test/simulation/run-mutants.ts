// Runs the fault simulation with each mistake in turn, in a copy of the sources: node test/simulation/run-mutants.ts [first words of a mistake].
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTANTS, mutate, type SimulationMutant } from './mutants.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A mistake that makes the simulation turn in circles is caught by this. */
const TIMEOUT_MS = 600_000;

function copySources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-mutants-'));
  for (const part of ['src', 'test/simulation', 'package.json']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** What the simulation says, or null when it finds nothing. Throws when it can't run: a mutant must be a mistake, not nonsense. */
function noticed(folder: string, { seeds, bars, faults, perDay, aimAt, byHand }: Partial<SimulationMutant>): string | null {
  const script = join(folder, 'test/simulation/seek.ts');
  const child = spawnSync(process.execPath, [script, JSON.stringify({ seeds, bars, faults, perDay, aimAt, byHand })], {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  });
  if (child.status === 0) return null;
  if (child.error) return `no answer within ${TIMEOUT_MS} ms`;
  // A bug that throws is noticed too: the process that trades would stop.
  if (!child.stdout.startsWith('seed ') && !/^\s*throw |Error/m.test(child.stderr))
    throw new Error(`expected the simulation to run, found: ${child.stderr}`);
  return (child.stdout.trim() || `it throws: ${/^.*Error: .*$/m.exec(child.stderr)?.[0] ?? ''}`).split('\n')[0] as string;
}

function main(words: string): number {
  const asked = MUTANTS.filter(({ mistake }) => mistake.startsWith(words));
  if (asked.length === 0) {
    console.error(`expected the first words of a mistake of test/simulation/mutants.ts, found "${words}"`);
    return 2;
  }
  const folder = copySources();
  let missed = 0;
  try {
    const sound = noticed(folder, { seeds: 10 });
    if (sound !== null) {
      console.error(`expected the simulation to find nothing before any mistake is planted, found: ${sound}`);
      return 1;
    }
    for (const mutant of asked) {
      const path = join(folder, 'src', mutant.file);
      const source = readFileSync(path, 'utf8');
      writeFileSync(path, mutate(source, mutant));
      const answer = noticed(folder, mutant);
      writeFileSync(path, source);
      if (answer === null) missed += 1;
      console.log(
        `${answer === null ? `NOT FOUND in ${mutant.seeds} seeds` : 'found'}  ${mutant.mistake}${answer === null ? '' : `  (${answer.slice(0, 160)})`}`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(missed === 0 ? 'every mistake was found' : `${missed} not found`);
  return missed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2).join(' '));
