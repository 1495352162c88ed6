/** The lease as files: first come, signs of life, a dead holder known at once, and nobody held up by one who is stopped. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LeaseRecord } from '../../core/trading/live/lease.ts';
import { type LeaseFolder, openLeaseFolder } from './lease-folder.ts';

let folder: string;
let open: LeaseFolder[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lease-'));
  open = [];
});
afterEach(async () => {
  for (const place of open) await place.close();
  rmSync(folder, { recursive: true, force: true });
});

async function joined(name: string): Promise<LeaseFolder> {
  const place = await openLeaseFolder(folder, name);
  open.push(place);
  return place;
}

const record = (holder: string, epoch: number, beat: number): LeaseRecord => ({ holder, epoch, beat });

test('the first to come has it, renews it, and another one sees that', async () => {
  const [a, b] = [await joined('a'), await joined('b')];
  expect(await a.read()).toBeNull();
  expect(await a.replace(null, record('a', 1, 1))).toBe(true);
  expect(await b.replace(null, record('b', 1, 1))).toBe(false);
  expect(await a.replace(record('a', 1, 1), record('a', 1, 2))).toBe(true);
  expect(await b.read()).toEqual(record('a', 1, 2));
  expect(b.isGone(record('a', 1, 2))).toBe(false);
  expect(await a.waiting()).toEqual(['b']);
});

test('a take-over ends the renewals of the one before, and of two who try one has it', async () => {
  const [a, b, c] = [await joined('a'), await joined('b'), await joined('c')];
  await a.replace(null, record('a', 1, 1));
  const seen = (await b.read()) as LeaseRecord;
  expect(await Promise.all([b.replace(seen, record('b', 2, 1)), c.replace(seen, record('c', 2, 1))])).toEqual(
    expect.arrayContaining([true, false]),
  );
  expect(await a.replace(seen, record('a', 1, 2))).toBe(false);
  expect((await a.read())?.epoch).toBe(2);
});

test('a holder that has given a sign of life since it was read is not taken over from, and may not renew either', async () => {
  const [a, b] = [await joined('a'), await joined('b')];
  await a.replace(null, record('a', 1, 1));
  const seen = (await b.read()) as LeaseRecord;
  // b is stopped here, and goes on.
  await a.replace(seen, record('a', 1, 2));
  expect(await b.replace(seen, record('b', 2, 1))).toBe(false);
  expect(await a.replace(record('a', 1, 2), record('a', 1, 3))).toBe(false);
  // After its time anybody may take what b has claimed without having it.
  expect(await a.replace((await a.read()) as LeaseRecord, record('a', 3, 1))).toBe(true);
});

test('a killed holder is known to be gone at once, a stopped one is not, and what they leave is cleared away', async () => {
  const module = new URL('./lease-folder.ts', import.meta.url).href;
  const program = `import { openLeaseFolder } from ${JSON.stringify(module)};
    const place = await openLeaseFolder(${JSON.stringify(folder)}, 'other');
    await place.replace(null, { holder: 'other', epoch: 1, beat: 1 });
    process.stdout.write('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const place = await joined('mine');
  const seen = (await place.read()) as LeaseRecord;
  child.kill('SIGSTOP');
  expect(place.isGone(seen)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(place.isGone(seen)).toBe(true);
  expect(await place.replace(seen, record('mine', 2, 1))).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(['0000000000000002.beat', '0000000000000002.epoch', 'mine.process']);
});
