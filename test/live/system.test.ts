/** What the page of the system tells, from real processes: figures that are those of /proc, rows that turn, lines that were said, bytes that are on disk, and a backup beside the trader. */

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FigureSeries } from '../../src/api/figures.ts';
import type { Job } from '../../src/api/jobs.ts';
import type { LogNews, LogPage } from '../../src/api/logs.ts';
import type { BackupList, Storage } from '../../src/api/storage.ts';
import type { ServiceName, ServiceOverview } from '../../src/api/system.ts';
import { verifyBackup } from '../../src/apps/backup.ts';
import { pidOf } from './role-pids.ts';
import { removeTree, startUp, type Up } from './tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'atalaya-system-'));
const PLANTED = 'a word that only the trader knows';
let tree: Up;

beforeAll(async () => {
  mkdirSync(join(folder, 'models'));
  writeFileSync(join(folder, 'models', 'a-model'), Buffer.alloc(123_456));
  tree = await startUp(folder, { ATALAYA_VENUE_SECRET: PLANTED });
}, 60_000);
afterAll(() => removeTree(folder));

const overview = () => tree.get<ServiceOverview>('/api/v1/system/services');
const service = async (name: ServiceName) => (await overview()).services.find((one) => one.name === name);

/** proc(5), read here by hand: resident memory, and user and system time in hundredths of a second. */
function procOf(pid: number): { residentBytes: number; cpuSeconds: number } {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { residentBytes: Number(kilobytes) * 1024, cpuSeconds: (Number(fields[11]) + Number(fields[12])) / 100 };
}

test('every part has its row, with the versions that run', async () => {
  await expect.poll(async () => (await overview()).services.map(({ state }) => state), { timeout: 20_000 }).toEqual(Array(8).fill('ok'));
  const { services, isSupervised, node, database } = await overview();
  expect(services.map(({ name }) => name)).toEqual(['supervisor', 'trader', 'feed', 'journal', 'views', 'web', 'worker', 'database']);
  expect([isSupervised, node, database?.isEmbedded]).toEqual([true, process.version, true]);
  expect(database?.version).toMatch(/^\d+\.\d+/);
  expect(services.filter(({ canRestart }) => canRestart).map(({ name }) => name)).toEqual(['trader', 'web']);
});

test('the figures of each process in /metrics are those of /proc', async () => {
  const metrics = await (await fetch(`${tree.url}/metrics`)).text();
  const valueOf = (name: string, label: string) => Number(new RegExp(`^${name}\\{process="${label}"\\} (\\S+)$`, 'm').exec(metrics)?.[1]);
  const pids = { supervisor: pidOf(folder, 'platform'), trader: pidOf(folder, 'instance'), web: pidOf(folder, 'web') };
  for (const [name, pid] of Object.entries(pids)) {
    const proc = procOf(pid);
    // The trader tells every five seconds, the supervisor is asked every ten: meanwhile it has worked on.
    const share = valueOf('atalaya_process_resident_memory_bytes', name) / proc.residentBytes;
    expect.soft(share, name).toBeGreaterThan(0.8);
    expect.soft(share, name).toBeLessThan(1.25);
    const cpu = valueOf('atalaya_process_cpu_seconds_total', name);
    expect.soft(cpu, name).toBeGreaterThan(0);
    expect.soft(cpu, name).toBeLessThanOrEqual(proc.cpuSeconds + 0.02);
    expect.soft(proc.cpuSeconds - cpu, name).toBeLessThan(3);
  }
});

test('the database has the figures of its processes together', { timeout: 30_000 }, async () => {
  await expect.poll(async () => (await service('database'))?.figures?.residentBytes ?? 0, { timeout: 20_000 }).toBeGreaterThan(10e6);
  const row = await service('database');
  const root = row?.process?.processId as number;
  const children = readFileSync(`/proc/${root}/task/${root}/children`, 'utf8').trim().split(' ').map(Number);
  const most = [root, ...children].reduce((sum, pid) => sum + procOf(pid).residentBytes, 0);
  // What they share is counted once, so it is less than the sum.
  expect(row?.figures?.residentBytes).toBeLessThan(most * 1.05);
  expect(row?.figures?.residentBytes).toBeGreaterThan(procOf(root).residentBytes * 0.3);
});

test('what is measured becomes points, and requests are counted', { timeout: 60_000 }, async () => {
  const last = (series: FigureSeries['series'], name: keyof FigureSeries['series']) =>
    series[name]?.findLast((value) => value !== null) ?? null;
  const read = async () => (await tree.get<FigureSeries>('/api/v1/system/figures?hours=1')).series;
  await expect.poll(async () => last(await read(), 'database.memory'), { timeout: 25_000, interval: 500 }).toBeGreaterThan(10e6);
  // A share of a core takes two measurements.
  await expect.poll(async () => last(await read(), 'trader.cpu') ?? 0, { timeout: 25_000, interval: 500 }).toBeGreaterThan(0);
  // The first stretch may have been without any request; the ones that ask for this are in the next.
  await expect.poll(async () => last(await read(), 'http.rate') ?? 0, { timeout: 25_000, interval: 500 }).toBeGreaterThan(0);
  const series = await read();
  expect(last(series, 'web.memory')).toBeGreaterThan(50e6);
  expect(last(series, 'http.p95')).toBeGreaterThanOrEqual(last(series, 'http.p50') as number);
  expect(last(series, 'orders.p95')).toBeNull();
});

test('a process that is killed turns its row within 15 s, its end is in the logs, and it comes back', { timeout: 40_000 }, async () => {
  const { newest } = await tree.get<LogPage>('/api/v1/system/logs?limit=1');
  const news = tree.get<LogNews>(`/api/v1/system/logs/news?after=${newest}&process=supervisor`);
  process.kill(pidOf(folder, 'instance'), 'SIGKILL');
  await expect.poll(async () => (await service('trader'))?.state, { timeout: 15_000, interval: 50 }).toBe('failed');
  expect((await news).rows).toMatchObject([
    { process: 'supervisor', level: 'error', text: 'the trader was ended by SIGKILL; it is started again' },
  ]);
  await expect.poll(async () => (await service('trader'))?.state, { timeout: 20_000 }).toBe('ok');
  const row = await service('trader');
  expect(row?.process).toMatchObject({ restarts: 1, lastExit: { signal: 'SIGKILL', wasAsked: false } });
});

test('what is said is kept as it is said on the terminal, found again, and holds no secret', async () => {
  expect(tree.said()).toContain('the trader was ended by SIGKILL; it is started again\n');
  const { rows, isKept } = await tree.get<LogPage>('/api/v1/system/logs?level=error&text=sigkill');
  expect([isKept, rows.length]).toEqual([true, 1]);
  const file = await fetch(`${tree.url}/api/v1/system/logs/file?process=supervisor&order=oldest`, { headers: { cookie: tree.cookie } });
  const lines = (await file.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string });
  expect(lines[0]?.text).toMatch(/^the (trader|web) runs, process \d+$/);
  const kept = readdirSync(join(folder, 'logs')).map((name) => readFileSync(join(folder, 'logs', name), 'utf8'));
  expect(kept.join('')).not.toContain(PLANTED);
});

test('folders are as large as their files, and tables have rows', async () => {
  const { folders, bytes, disk, tables } = await tree.get<Storage>('/api/v1/system/storage');
  expect(folders.find(({ name }) => name === 'models')).toEqual({ name: 'models', bytes: 123_456, files: 1 });
  expect(bytes).toBe(folders.reduce((sum, one) => sum + one.bytes, 0));
  expect(disk.freeBytes).toBeLessThan(disk.sizeBytes);
  expect(tables?.map(({ name }) => name)).toContain('trading.decisions');
});

test('a backup is made beside the trader, and is sound', { timeout: 40_000 }, async () => {
  const { accounts, backups } = await tree.get<BackupList>('/api/v1/system/backups');
  expect([accounts, backups]).toEqual([['paper'], []]);
  const started = await tree.post('/api/v1/system/backups', { account: 'paper' });
  expect(started.status).toBe(202);
  const { id } = (await started.json()) as Job;
  await expect.poll(async () => (await tree.get<Job>(`/api/v1/jobs/${id}`)).state, { timeout: 30_000 }).toBe('done');
  const [made] = (await tree.get<BackupList>('/api/v1/system/backups')).backups;
  const place = join(folder, 'backups', made?.name as string);
  const verified = verifyBackup(place);
  // The task has no way to the database: its worker wrote the tables, and took away what is left of them.
  expect(verified.holds).toEqual({ database: true, keys: false });
  expect(readdirSync(join(folder, 'backups'))).toEqual([made?.name]);
  expect(made).toMatchObject({ account: 'paper', entries: verified.entries, bytes: verified.bytes, files: verified.files });
  expect(made?.verifiedAt).toBeGreaterThanOrEqual(Math.floor(statSync(place).birthtimeMs) - 1_000);
  expect((await service('trader'))?.state).toBe('ok');
});
