// Builds the panel into panel/dist with Vite when its sources have changed since the last build: the files of the browser, packed, and what the web server draws pages with. The bootstrap does so before `up`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const SOURCES = ['panel/**/*', 'src/api/**/*', 'package-lock.json'];
const VITE = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules', 'vite', 'bin', 'vite.js');

/** Builds unless panel/dist already comes from these very sources. True when it built; throws with Vite's reason. */
export function buildPanel(root, say = () => {}) {
  const panel = join(root, 'panel');
  if (!existsSync(join(panel, 'vite.config.ts'))) return false;
  const stamp = join(panel, 'dist', '.built-from');
  const sources = hashOfSources(root);
  const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === sources;
  if (isBuilt()) return false;
  return alone(join(panel, '.building'), () => {
    if (isBuilt()) return false;
    say('building the panel');
    build(panel);
    // The server's side names the files of the browser's.
    build(panel, '--ssr');
    packFiles(join(panel, 'dist', 'client'));
    writeFileSync(stamp, sources);
    return true;
  });
}

/** Longer than any build: a mark this old was left by one that was killed. */
const LONGEST_BUILD_MS = 180_000;

/** Two builds would empty each other's folder: the second waits for the first, and mostly finds its work done. */
function alone(mark, work) {
  for (;;) {
    try {
      mkdirSync(mark);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      const { mtimeMs = 0 } = statSync(mark, { throwIfNoEntry: false }) ?? {};
      if (mtimeMs > 0 && Date.now() - mtimeMs > LONGEST_BUILD_MS) rmSync(mark, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
  try {
    return work();
  } finally {
    rmSync(mark, { recursive: true, force: true });
  }
}

function build(panel, ...options) {
  // A process of its own: Vite's memory must not stay with a product that runs for months.
  const args = [VITE, 'build', '--logLevel', 'error', ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: panel, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stderr}${stdout}`.trim().split('\n').slice(0, 5).join(' '));
}

/** Beside each file of text its packed ones: the server packs nothing while it is asked. */
function packFiles(folder) {
  for (const path of globSync('**/*.{js,css,svg,webmanifest}', { cwd: folder })) {
    const file = join(folder, path);
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}

function hashOfSources(root) {
  const isOutput = (entry) => entry.name === 'dist' || entry.name === 'node_modules';
  const files = globSync(SOURCES, { cwd: root, withFileTypes: true, exclude: isOutput })
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
