import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { UnrecordedDemandFile } from './unrecorded-demand.ts';

const folder = mkdtempSync(join(tmpdir(), 'demand-'));
const path = join(folder, 'state', 'account.json');
const opened: UnrecordedDemandFile[] = [];
const open = async () => {
  const file = await UnrecordedDemandFile.open(path);
  opened.push(file);
  return file;
};
const PAUSE = { kind: 'pause', by: 'owner', reason: 'lunch', at: 1 } as const;
const KILL = { kind: 'kill', by: 'owner', reason: 'out', at: 2 } as const;

afterEach(async () => {
  for (const file of opened.splice(0)) await file.close();
  rmSync(join(folder, 'state'), { recursive: true, force: true });
});

test('what is put aside is there at the next start, until it is cleared; the file takes the same room all the time', async () => {
  const file = await open();
  expect(file.left).toBeNull();
  const { size, ino } = statSync(path);
  expect(await file.keep(PAUSE)).toBe(true);
  const next = await open();
  expect(next.left).toEqual(PAUSE);
  await next.clear();
  expect((await open()).left).toBeNull();
  expect(statSync(path)).toMatchObject({ size, ino, mode: 0o100600 });
});

test('a kill takes the place of a pause, and a pause never that of a kill', async () => {
  const file = await open();
  await file.keep(PAUSE);
  await file.keep(KILL);
  await file.keep(PAUSE);
  expect((await open()).left).toEqual(KILL);
});

test('a kill of the life before that is not recorded yet is not made a pause either', async () => {
  await (await open()).keep(KILL);
  const next = await open();
  await next.keep(PAUSE);
  expect((await open()).left).toEqual(KILL);
  await next.clear();
  await next.keep(PAUSE);
  expect((await open()).left).toEqual(PAUSE);
});

test('what is wanted at once is kept in its order', async () => {
  const file = await open();
  await Promise.all([file.keep(PAUSE), file.keep(KILL), file.keep(PAUSE)]);
  expect((await open()).left).toEqual(KILL);
});

test('a file that lost its room gets it again', async () => {
  await (await open()).keep(KILL);
  writeFileSync(path, JSON.stringify(KILL));
  expect((await open()).left).toEqual(KILL);
  expect(statSync(path).size).toBe(4_096);
});

test('a long reason fits, in whatever letters', async () => {
  const file = await open();
  await file.keep({ ...KILL, by: '\u0001'.repeat(5_000), reason: '\u0000'.repeat(5_000) });
  expect((await open()).left).toEqual({ ...KILL, by: '\u0001'.repeat(100), reason: '\u0000'.repeat(500) });
  expect(readFileSync(path)).toHaveLength(4_096);
});

test('what can not be read was something: a pause', async () => {
  await open();
  writeFileSync(path, '{"kind":"ki');
  expect((await open()).left).toMatchObject({ kind: 'pause', by: 'journal' });
});

test('a disk that takes nothing is said so', async () => {
  const file = await open();
  await file.close();
  expect(await file.keep(KILL)).toBe(false);
});
