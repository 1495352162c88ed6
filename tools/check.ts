// `npm run check`: types, lint, architecture, unused code, secrets and known holes in dependencies; one line each, details on failure.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { auditDependencies } from './dependency-audit.ts';
import { findSecretsInRepository } from './secret-scan.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

interface Outcome {
  readonly is: 'passed' | 'failed' | 'skipped';
  /** What to print under the line: the tool's own output, or why it was skipped. */
  readonly detail: string;
}

const CHECKS: readonly (readonly [name: string, run: () => Outcome])[] = [
  ['types of the server', () => tool('tsc', '-p', 'tsconfig.json')],
  ['types of the core, without Node and browser', () => tool('tsc', '-p', 'tsconfig.core.json')],
  [
    'types of the panel',
    () => (existsSync(join(ROOT, 'panel', 'vite.config.ts')) ? tool('tsc', '-p', 'tsconfig.panel.json') : skipped('there is no panel yet')),
  ],
  ['format and lint', () => tool('biome', 'ci', '--colors=off', '.')],
  ['architecture', () => tool('vitest', 'run', '--reporter=dot', 'test/architecture')],
  ['unused code', () => tool('knip', '--no-progress')],
  ['secrets', secrets],
  ['known holes in dependencies', () => auditDependencies(ROOT)],
];

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const [name, run] of CHECKS) {
  const started = performance.now();
  const { is, detail } = run();
  counts[is]++;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${is.padEnd(8)}${name}${is === 'skipped' ? `: ${detail}` : ` (${seconds} s)`}`);
  if (is === 'failed') console.log(detail.trim().replace(/^/gm, '    '));
}
console.log(`checks: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;

function skipped(detail: string): Outcome {
  return { is: 'skipped', detail };
}

/** Runs a command of the installed packages. */
function tool(name: string, ...args: string[]): Outcome {
  const command = join(ROOT, 'node_modules', '.bin', name);
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { is: status === 0 ? 'passed' : 'failed', detail: `${stdout}${stderr}${error?.message ?? ''}` };
}

function secrets(): Outcome {
  try {
    const { files, findings } = findSecretsInRepository(ROOT);
    if (files === 0) return { is: 'failed', detail: 'git lists no files: nothing was scanned' };
    const lines = findings.map(({ path, line, rule }) => `${path}:${line} ${rule}`);
    return { is: lines.length === 0 ? 'passed' : 'failed', detail: lines.join('\n') };
  } catch (error) {
    return { is: 'failed', detail: (error as Error).message };
  }
}
