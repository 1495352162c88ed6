import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { diskOf, sizeOfFolder } from './folder-sizes.ts';
import { readOwnFigures } from './own-figures.ts';
import { readProcessTree } from './process-tree.ts';

const hasProc = process.platform === 'linux';

/** proc(5), read by hand. */
function procOf(pid: number) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return { rss: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024, cpu: (Number(fields[11]) + Number(fields[12])) / 100 };
}

test.runIf(hasProc)('what a process says of itself is what /proc says of it', () => {
  const own = readOwnFigures();
  onTestFinished(() => own.close());
  const said = own.read();
  const proc = procOf(process.pid);
  expect(said.processId).toBe(process.pid);
  expect(Math.abs(said.cpuSeconds - proc.cpu)).toBeLessThan(0.05);
  expect(said.residentBytes / proc.rss).toBeGreaterThan(0.97);
  expect(said.residentBytes / proc.rss).toBeLessThan(1.03);
  expect(Math.abs(said.startedAt - (Date.now() - process.uptime() * 1000))).toBeLessThan(1_000);
});

test('a loop that is held up says by how much, and an idle one next to nothing', async () => {
  const own = readOwnFigures(200);
  onTestFinished(() => own.close());
  await new Promise((resolve) => setTimeout(resolve, 150));
  for (const until = performance.now() + 120; performance.now() < until; );
  await new Promise((resolve) => setTimeout(resolve, 150));
  const { p50, p99, max = -1 } = own.read().loopLagSeconds ?? { p50: -1, p99: -1 };
  expect(p99).toBeGreaterThan(0.08);
  expect(p99).toBeLessThan(0.4);
  expect(max).toBeGreaterThanOrEqual(p99);
  expect(p50).toBeLessThan(0.05);
});

test.runIf(hasProc)('a tree of processes is counted with its children, and one that is gone is none', () => {
  const tree = readProcessTree(process.pid);
  const proc = procOf(process.pid);
  expect(tree?.cpuSeconds).toBeGreaterThanOrEqual(proc.cpu - 0.02);
  // Its own pages, those it shares with others counted in part.
  expect(tree?.residentBytes).toBeGreaterThan(proc.rss * 0.3);
  expect(Math.abs((tree?.startedAt ?? 0) - (Date.now() - process.uptime() * 1000))).toBeLessThan(2_000);
  expect(readProcessTree(2 ** 22 - 1)).toBeNull();
});

test('a folder is as large as its files, links not followed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'atalaya-size-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'below'));
  writeFileSync(join(folder, 'a'), Buffer.alloc(1_000));
  writeFileSync(join(folder, 'below', 'b'), Buffer.alloc(234));
  symlinkSync('/', join(folder, 'below', 'root'));
  // The link itself is as long as what it names: one letter.
  expect(await sizeOfFolder(folder)).toEqual({ bytes: 1_235, files: 3 });
  expect(await sizeOfFolder(join(folder, 'no-such'))).toEqual({ bytes: 0, files: 0 });
  const { freeBytes, sizeBytes } = await diskOf(folder);
  expect(freeBytes).toBeLessThanOrEqual(sizeBytes);
});
