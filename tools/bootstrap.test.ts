import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';

const BOOTSTRAP = fileURLToPath(new URL('bootstrap.mjs', import.meta.url));

/** Stands in for npm: notes what it is asked, then fails as told, or leaves what an install leaves. */
const FAKE_NPM = `
  import { appendFileSync, copyFileSync, mkdirSync } from 'node:fs';
  appendFileSync('calls.txt', process.argv[2] + ' ' + (process.argv.find((each) => each.endsWith('offline')) ?? '') + '\\n');
  const { FAKE_PING = '', FAKE_INSTALL = '', FAKE_DELAY_MS = '0' } = process.env;
  const failure = process.argv[2] === 'ping' ? FAKE_PING : FAKE_INSTALL;
  if (failure !== '') { console.error(failure); process.exit(1); }
  if (process.argv[2] === 'install') {
    await new Promise((done) => setTimeout(done, Number(FAKE_DELAY_MS)));
    mkdirSync('node_modules/one', { recursive: true });
    copyFileSync('installed.json', 'node_modules/.package-lock.json');
  }`;
const PROGRAM = `
  if (process.argv[2] === 'stay') { process.on('SIGTERM', () => { console.log('stopping'); process.exit(7); }); setInterval(() => {}, 1000); }
  else process.exitCode = Number(process.argv[2] ?? 0);
  console.log('ran', JSON.stringify(process.argv.slice(2)));`;

const ONE = { 'node_modules/one': { version: '1.0.0', integrity: 'sha512-one' } };
const ELSEWHERE = { 'node_modules/two': { version: '2.0.0', integrity: 'sha512-two', optional: true, os: ['plan9'] } };
const SAME_MACHINE = { 'node_modules/two': { ...ELSEWHERE['node_modules/two'], os: [process.platform], cpu: [process.arch] } };

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'fresh clone '));
  mkdirSync(join(root, 'tools'));
  copyFileSync(BOOTSTRAP, join(root, 'tools', 'bootstrap.mjs'));
  writeFileSync(join(root, 'npm-cli.js'), FAKE_NPM);
  writeFileSync(join(root, 'program.mjs'), PROGRAM);
  writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
  lock({ ...ONE, ...ELSEWHERE });
  installs(ONE);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const lock = (packages: object) => writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
const installs = (packages: object) => writeFileSync(join(root, 'installed.json'), JSON.stringify({ packages }));
const calls = () => (existsSync(join(root, 'calls.txt')) ? readFileSync(join(root, 'calls.txt'), 'utf8').trim().split('\n') : []);

function environment(extra: Record<string, string> = {}) {
  const { npm_lifecycle_event: _, ...inherited } = process.env;
  return { ...inherited, npm_execpath: join(root, 'npm-cli.js'), ...extra };
}

function run(args: string[], extra?: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/bootstrap.mjs', ...args], {
    cwd: root,
    env: environment(extra),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('a fresh clone installs once, then starts without npm; arguments and exit code are the program’s', () => {
  expect(run(['./program.mjs', '5', 'a b'])).toMatchObject({
    status: 5,
    stdout: 'ran ["5","a b"]\n',
    stderr: expect.stringContaining('installing the packages'),
  });
  expect(calls()).toEqual(['ping ', 'install --prefer-offline']);
  expect(run(['./program.mjs', '0'])).toMatchObject({ status: 0, stdout: 'ran ["0"]\n', stderr: '' });
  expect(calls()).toHaveLength(2);
});

test.each([
  ['the lock file has another version', () => lock({ 'node_modules/one': { version: '1.0.1', integrity: 'sha512-one' } })],
  ['the lock file has another checksum', () => lock({ 'node_modules/one': { version: '1.0.0', integrity: 'sha512-other' } })],
  ['the lock file has a new package', () => lock({ ...ONE, 'node_modules/three': { version: '3.0.0', integrity: 'sha512-three' } })],
  ['an optional package for this machine is missing', () => lock({ ...ONE, ...SAME_MACHINE })],
  ['an install was cut', () => rmSync(join(root, 'node_modules', '.package-lock.json'))],
  ['node_modules is gone', () => rmSync(join(root, 'node_modules'), { recursive: true })],
])('installs again from nothing when %s', (_, change) => {
  run(['./program.mjs']);
  writeFileSync(join(root, 'node_modules', 'half-written'), '');
  change();
  installs(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages);
  expect(run(['./program.mjs'])).toMatchObject({ status: 0 });
  expect(calls()).toEqual(['ping ', 'install --prefer-offline', 'ping ', 'install --prefer-offline']);
  expect(existsSync(join(root, 'node_modules', 'half-written'))).toBe(false);
});

test('two starts at once: one installs, the other waits for it', async () => {
  const start = () =>
    spawn(process.execPath, ['tools/bootstrap.mjs', './program.mjs'], {
      cwd: root,
      env: environment({ FAKE_DELAY_MS: '400' }),
      stdio: 'ignore',
    });
  const both = [start(), start()];
  expect((await Promise.all(both.map((each) => once(each, 'exit')))).map(([code]) => code)).toEqual([0, 0]);
  expect(calls()).toEqual(['ping ', 'install --prefer-offline']);
});

test('the npm of a starter killed with kill -9 keeps the lock until it has ended', async () => {
  const cut = spawn(process.execPath, ['tools/bootstrap.mjs', './program.mjs'], {
    cwd: root,
    env: environment({ FAKE_DELAY_MS: '800' }),
    stdio: 'ignore',
  });
  while (calls().length < 2) await new Promise((done) => setTimeout(done, 10));
  cut.kill('SIGKILL');
  expect(run(['./program.mjs'])).toMatchObject({ status: 0, stderr: expect.stringContaining('another start is installing') });
  expect(calls()).toHaveLength(2);
});

describe('what goes wrong is one line with cause and remedy, and exit code 3', () => {
  test.each([
    ['npm error code ENOTFOUND', 'the npm registry does not answer: connect the machine to the network'],
    ['npm error code ENOSPC', 'the disk is full'],
    ['npm error code EACCES', 'a folder cannot be written'],
    ['npm error code EROFS', 'read-only file system'],
    ['npm error code EINTEGRITY', 'not the one that was recorded'],
    ['npm error code E404', 'does not have a package at its recorded version'],
    ['npm error code EODD\nnpm error Something unheard of', '(Something unheard of): run `npm install`'],
  ])('%s', (output, message) => {
    const { status, stdout, stderr } = run(['./program.mjs'], { FAKE_INSTALL: output });
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('installing the packages'), expect.stringContaining(message)]);
  });

  test('without a network npm is asked to make do with its cache', () => {
    expect(run(['./program.mjs'], { FAKE_PING: 'npm error code EAI_AGAIN' })).toMatchObject({ status: 0 });
    expect(calls()).toEqual(['ping ', 'install --offline']);
  });

  test('a package that the registry does not have for this machine', () => {
    lock({ ...ONE, ...SAME_MACHINE });
    expect(run(['./program.mjs'])).toMatchObject({ status: 3, stderr: expect.stringContaining('npm installed everything but two') });
  });

  test('a damaged lock file', () => {
    writeFileSync(join(root, 'package-lock.json'), '{ "packages": {');
    expect(run(['./program.mjs'])).toMatchObject({ status: 3, stderr: expect.stringContaining('git checkout package-lock.json') });
  });

  test('a program that does not exist, and none', () => {
    run(['./program.mjs']);
    expect(run(['./nothing.mjs'])).toMatchObject({ status: 3, stderr: expect.stringContaining('./nothing.mjs is not in this repository') });
    expect(run([])).toMatchObject({ status: 2, stderr: expect.stringContaining('usage:') });
  });
});

describe('a program that stays', () => {
  /** Resolves when the child has printed `text`. */
  async function printed(child: ChildProcess, text: string): Promise<void> {
    for await (const data of child.stdout ?? []) if (String(data).includes(text)) return;
    throw new Error(`the program ended without printing ${text}`);
  }

  test('stops when the npm that started it is killed with kill -9', async () => {
    run(['./program.mjs']);
    // A parent that is npm by its command line, as `npm start` is.
    const parent = `const { spawn } = require('node:child_process'); spawn(process.execPath, ['tools/bootstrap.mjs', './program.mjs', 'stay'], { stdio: 'inherit' });`;
    const npm = spawn(process.execPath, ['-e', parent, 'npm', 'start'], {
      cwd: root,
      env: environment({ npm_lifecycle_event: 'start' }),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await printed(npm, 'ran ["stay"]');
    npm.kill('SIGKILL');
    // The program holds the pipe as well: its end of it comes when the program has stopped.
    await once(npm, 'close');
  });

  test('under an older Node, a child on the same terminal gets the signals and gives the exit code', async (context) => {
    const older = (process.env.PATH ?? '')
      .split(':')
      .map((folder) => join(folder, 'node'))
      .find(isOlderNode);
    if (older === undefined) return context.skip('no Node from 20 to 23 on this machine');
    run(['./program.mjs']);
    const runtime = join(root, 'var', 'runtime', 'node_modules', `node-linux-${process.arch}`, 'bin');
    mkdirSync(runtime, { recursive: true });
    writeFileSync(join(runtime, 'node'), `#!/bin/sh\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
    const starter = spawn(older, ['tools/bootstrap.mjs', './program.mjs', 'stay'], {
      cwd: root,
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void starter.kill('SIGKILL'));
    await printed(starter, 'ran ["stay"]');
    starter.kill('SIGTERM');
    expect(await once(starter, 'exit')).toEqual([7, null]);
  });
});

function isOlderNode(path: string): boolean {
  if (!existsSync(path)) return false;
  const major = Number(spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.split('.')[0]);
  return major >= 20 && major < 24;
}
