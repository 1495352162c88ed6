import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { prepareCode } from './prepare-code.mjs';

/** Tells whether what takes types out is in its memory: Node loads it for the first file whose types are still in. */
const PROGRAM = `
  import { answer } from './answer.ts';
  const isTaken: boolean = process.moduleLoadList.some((name) => name.includes('deps/amaro'));
  console.log(answer, isTaken);`;

function repository(allCode = "await import('../../program.ts').catch(() => {});\nprocess.exit();") {
  const root = mkdtempSync(join(tmpdir(), 'prepare code '));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const folder of ['src/apps/platform', 'strategies']) mkdirSync(join(root, folder), { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  write('package.json', '{ "type": "module" }');
  write('src/answer.ts', 'export const answer: number = 42;');
  write('src/program.ts', PROGRAM);
  write('src/apps/platform/all-code.ts', allCode);
  const folder = join(root, 'cache');
  const run = () =>
    spawnSync(process.execPath, ['src/program.ts'], {
      cwd: root,
      env: { ...process.env, NODE_COMPILE_CACHE: folder },
      encoding: 'utf8',
    }).stdout.trim();
  return { root, folder, write, run };
}

test('a process that starts afterwards has nothing in its memory that takes types out', async () => {
  const { root, folder, run } = repository();
  expect(await prepareCode(root, folder)).toBe(true);
  expect(run()).toBe('42 false');
});

test('without it, it has', () => {
  const { run } = repository();
  expect(run()).toBe('42 true');
});

test('is done again when a file has changed, came or went, and only then', async () => {
  const { root, folder, write, run } = repository();
  await prepareCode(root, folder);
  expect(await prepareCode(root, folder)).toBe(false);
  write('src/answer.ts', 'export const answer: number = 4200;');
  expect(await prepareCode(root, folder)).toBe(true);
  expect(run()).toBe('4200 false');
  write('strategies/mine.ts', 'export default 1;');
  expect(await prepareCode(root, folder)).toBe(true);
  write('src/answer.test.ts', '');
  expect(await prepareCode(root, folder)).toBe(false);
});

test('code that does not load, and a folder that can not be made, stop no start', async () => {
  const broken = repository("throw new Error('no');");
  expect(await prepareCode(broken.root, broken.folder)).toBe(true);
  expect(await prepareCode(broken.root, broken.folder)).toBe(false);
  broken.write('taken', '');
  expect(await prepareCode(broken.root, join(broken.root, 'taken', 'cache'))).toBe(false);
});
