// `npm run test:full`: installs what tests can make use of (as root, with apt), then runs every test, the slow ones and the browser's included.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Debian packages with the file that shows they are there and what uses them. */
const USEFUL = [
  { name: 'chromium', file: '/usr/bin/chromium', use: 'tests of the panel' },
  { name: 'postgresql-15', file: '/usr/lib/postgresql/15/bin/postgres', use: 'tests on the oldest PostgreSQL supported' },
  { name: 'gcc', file: '/usr/bin/gcc', use: 'the C loop that backtests are measured against' },
  { name: 'libc6-dev', file: '/usr/include/stdio.h', use: 'the same' },
];

installUseful();
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs');
const env = { ...process.env, ATALAYA_FULL: '1' };
process.exitCode = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;

function installUseful(): void {
  const missing = USEFUL.filter(({ file }) => !existsSync(file));
  if (missing.length === 0) return;
  const packages = missing.map(({ name, use }) => `${name} (${use})`).join(', ');
  if (process.getuid?.() !== 0) {
    console.log(`not installed, because this is not root; their tests are skipped: ${packages}`);
  } else if (!existsSync('/usr/bin/apt-get')) {
    console.log(`not installed, because there is no apt-get; their tests are skipped: ${packages}`);
  } else {
    console.log(`installing ${packages}`);
    const isDone = apt('update') && apt('install', '-y', '--no-install-recommends', ...missing.map(({ name }) => name));
    if (!isDone) console.log('apt-get could not install everything; the tests of what is missing are skipped');
  }
}

function apt(...args: string[]): boolean {
  // RUNLEVEL=1 keeps Debian's packages from starting services.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const { status } = spawnSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return status === 0;
}
