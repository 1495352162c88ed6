// Takes the types out of all that the processes of the platform run, when it has changed since the last time, in a process of its own: one that does so itself keeps 25 MB for it as long as it lives. The bootstrap does so before `up`.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAM = 'src/apps/platform/all-code.ts';
const SOURCES = ['src', 'strategies'];
/** Longer than it takes on a slow machine: a strategy that never comes to its end is no reason not to start. */
const LONGEST_MS = 30_000;

/**
 * Settles when `folder` (Node's cache of code) has all of it. True when there was something to do. Never rejects: without it everything runs as well,
 * with more memory.
 */
export async function prepareCode(root, folder) {
  try {
    const stamp = join(folder, '.made-from');
    const sources = stateOfSources(root);
    if (readText(stamp) === sources) return false;
    mkdirSync(folder, { recursive: true });
    await load(join(root, PROGRAM), folder);
    writeFileSync(stamp, sources);
    return true;
  } catch {
    return false;
  }
}

/** No keys: strategies are loaded there too. What Node is told may decide of what use its cache is. */
function passedOn() {
  return Object.fromEntries(['PATH', 'HOME', 'TZ', 'LANG', 'TMPDIR', 'NODE_OPTIONS'].map((name) => [name, process.env[name]]));
}

function load(program, folder) {
  const child = spawn(process.execPath, [program], {
    env: { ...passedOn(), NODE_COMPILE_CACHE: folder },
    stdio: 'ignore',
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  return new Promise((done, fail) => child.once('error', fail).once('exit', done));
}

/** Sizes and times, not contents: it is asked at every start. What looks unchanged and is not costs memory, never a wrong result: Node compares contents. */
function stateOfSources(root) {
  const hash = createHash('sha256')
    .update(process.version)
    .update(readText(join(root, 'package-lock.json')) ?? '');
  for (const folder of SOURCES) {
    const files = readdirSync(join(root, folder), { recursive: true }).filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'));
    for (const file of files.sort()) {
      const { size, mtimeMs } = statSync(join(root, folder, file));
      hash.update(`${folder}/${file}\0${size}\0${mtimeMs}\0`);
    }
  }
  return hash.digest('hex');
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
