import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCandles } from '../../core/market/candles.ts';
import { openLake } from './lake.ts';
import type { SeriesKey } from './series-manifest.ts';

const KEY: SeriesKey = { venue: 'test', symbol: 'KILLED', timeframe: '1m', kind: 'trades' };
const START = Date.parse('2020-01-01T00:00Z');
/** Half a year of minutes: six files of a month. */
const COUNT = 250_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lake-durability-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function minutes(count: number, price: number) {
  const candles = createCandles(count);
  candles.length = count;
  for (let i = 0; i < count; i++) candles.time[i] = START + i * 60_000;
  for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) candles[name].fill(price);
  return { candles, priceDecimals: 0, volumeDecimals: 0, report: { calendar: '24/7' } as never };
}

/** A process that rewrites half a year of minutes with ever new prices until it is killed; it says when each import is done. */
function writer(data: string) {
  const module = (path: string) => pathToFileURL(join(import.meta.dirname, path)).href;
  const path = join(folder, 'writer.mjs');
  writeFileSync(
    path,
    `import { openLake } from '${module('lake.ts')}';
     import { createCandles } from '${module('../../core/market/candles.ts')}';
     const lake = openLake(${JSON.stringify(data)});
     for (let price = 2; ; price++) {
       const candles = createCandles(${COUNT});
       candles.length = ${COUNT};
       for (let i = 0; i < ${COUNT}; i++) candles.time[i] = ${START} + i * 60_000;
       for (const name of ['open', 'high', 'low', 'close', 'volume']) candles[name].fill(price);
       await lake.upsert(${JSON.stringify(KEY)}, { candles, priceDecimals: 0, volumeDecimals: 0, report: { calendar: '24/7' } });
       console.log(price);
     }`,
  );
  return spawn(process.execPath, [path], { stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('an import that is killed', () => {
  it('leaves the old state or the new one, and the next import works and tidies up', async () => {
    const data = join(folder, 'data');
    const lake = openLake(data);
    await lake.upsert(KEY, minutes(COUNT, 1));
    for (const pauseMs of [0, 35, 90, 160]) {
      const child = writer(data);
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await sleep(pauseMs);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
      const { candles } = await lake.openCandles({ symbol: 'KILLED', timeframe: '1m' });
      // One import wrote all prices alike: a mixture would be half an import.
      expect([candles.length, new Set(candles.close).size]).toEqual([COUNT, 1]);
      expect((await lake.check())[0]!.problems).toEqual([]);
    }
    await lake.upsert(KEY, minutes(COUNT, 1_000_000));
    const files = readdirSync(join(data, 'lake/venue=test/symbol=KILLED/timeframe=1m/kind=trades'));
    // Six months and the manifest.
    expect(files.filter((name) => !name.startsWith('lock'))).toHaveLength(7);
  }, 60_000);
});

/** Mounts a small or read-only file system, or says why it can't. */
function mount(at: string, options: string): string | undefined {
  if (process.getuid?.() !== 0) return 'needs root';
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', at], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `mount is not permitted here (${(error as Error).message.split('\n')[0]})`;
  }
}

describe('a disk that fails', () => {
  it('when full: one line, exit code 3, and the old candles still there', async (context) => {
    const at = mkdtempSync(join(folder, 'full-'));
    const reason = mount(at, 'size=1500k');
    if (reason) return context.skip(reason);
    try {
      const lake = openLake(at);
      await lake.upsert(KEY, minutes(1000, 1));
      const noise = minutes(200_000, 1);
      for (const name of ['open', 'high', 'low', 'close', 'volume'] as const)
        for (let i = 0; i < 200_000; i++) noise.candles[name][i] = 2 + Math.sin(i * 12.9898 + name.length);
      await expect(lake.upsert(KEY, noise)).rejects.toMatchObject({
        code: 'DISK_FULL',
        exitCode: 3,
        message: expect.stringMatching(/^the disk of .* is full: nothing was changed; free some space/),
      });
      expect(lake.list()[0]!.count).toBe(1000);
      const left = readdirSync(join(at, 'lake/venue=test/symbol=KILLED/timeframe=1m/kind=trades')).sort();
      expect(left).toEqual([expect.stringMatching(/^2020-01\..*parquet$/), 'lock', 'series.json']);
      expect((await lake.check())[0]!.problems).toEqual([]);
    } finally {
      execFileSync('umount', [at]);
    }
  });

  it('when read-only: one line, exit code 3, and reading goes on', async (context) => {
    const at = mkdtempSync(join(folder, 'readonly-'));
    const reason = mount(at, 'size=4m');
    if (reason) return context.skip(reason);
    try {
      const lake = openLake(at);
      await lake.upsert(KEY, minutes(1000, 1));
      execFileSync('mount', ['-o', 'remount,ro', at]);
      await expect(lake.upsert(KEY, minutes(1000, 2))).rejects.toMatchObject({ code: 'DISK_READ_ONLY', exitCode: 3 });
      const another = lake.upsert({ ...KEY, symbol: 'NEW' }, minutes(1000, 2));
      await expect(another).rejects.toMatchObject({ code: 'DISK_READ_ONLY', exitCode: 3 });
      expect((await lake.openCandles({ symbol: 'KILLED', timeframe: '1m' })).candles.length).toBe(1000);
    } finally {
      execFileSync('umount', [at]);
    }
  });

  it('when a file stands where the folder should be', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(openLake(join(folder, 'file')).upsert(KEY, minutes(10, 1))).rejects.toMatchObject({ code: 'DISK_DENIED', exitCode: 3 });
  });
});
