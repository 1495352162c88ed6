// Runs the thousand scripts against the engine with each mutant in turn, in a copy of the sources: node test/oracle/run-mutants.ts [first words of a rule].
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MUTANTS, mutate } from './mutants.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A mutant that makes the engine turn in circles is caught by this. */
const TIMEOUT_MS = 120_000;

function copySources(): string {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-mutants-'));
  for (const part of ['src', 'test/oracle', 'docs/reference/fill-rules.md', 'package.json'])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  return folder;
}

/** What the comparison says, or null when it finds nothing. Throws when it can't run: a mutant must be a mistake, not nonsense. */
function noticed(folder: string): string | null {
  const child = spawnSync(process.execPath, [join(folder, 'test/oracle/compare-all.ts')], { encoding: 'utf8', timeout: TIMEOUT_MS });
  if (child.status === 0) return null;
  if (child.error) return `no answer within ${TIMEOUT_MS} ms`;
  if (!child.stdout.startsWith('seed ')) throw new Error(`expected the comparison to run, found: ${child.stderr}`);
  return child.stdout.trim();
}

function main(words: string): number {
  const folder = copySources();
  let missed = 0;
  try {
    const sound = noticed(folder);
    if (sound !== null) {
      console.error(`expected engine and oracle to agree before any mutant, found: ${sound}`);
      return 1;
    }
    for (const mutant of MUTANTS.filter(({ rule }) => rule.startsWith(words))) {
      const path = join(folder, 'src', mutant.file);
      const source = readFileSync(path, 'utf8');
      writeFileSync(path, mutate(source, mutant));
      const answer = noticed(folder);
      writeFileSync(path, source);
      if (answer === null) missed += 1;
      console.log(`${answer === null ? 'NOT CAUGHT' : 'caught'}  ${mutant.rule}${answer === null ? '' : `  (${answer.slice(0, 160)})`}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  console.log(missed === 0 ? 'every mutant was caught' : `${missed} not caught`);
  return missed === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2).join(' '));
