// Jobs: asked for once, seen while they run, cancelled at once, run again when their worker is lost.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endJob, startJob } from '../../src/adapters/postgres/jobs.ts';
import type { Job } from '../../src/api/jobs.ts';
import { jobNews } from '../../src/apps/worker/job-news.ts';
import { storeUpload } from '../../src/apps/worker/uploads.ts';
import { type JobsLab, OVER, openJobsLab } from './lab.ts';

const SOURCE = join(import.meta.dirname, '../../src');
let lab: JobsLab;
beforeAll(async () => {
  lab = await openJobsLab();
});
afterAll(() => lab.remove());

const SHORT = { strategy: 'sma-cross', data: { kind: 'sample', name: 'BTCUSD-coinbase-1d' }, selfChecks: false };

/** Minutes that go up and down, as a file on its way into the product: some seconds of work with all checks. */
async function longJob(): Promise<unknown> {
  const line = (i: number) => {
    const [open, close] = [price(i), price(i + 1)];
    return `${1_600_000_000_000 + i * 60_000},${open},${Math.max(open, close) + 1},${Math.min(open, close) - 1},${close},10\n`;
  };
  const content = Readable.from(['time,open,high,low,close,volume\n', ...Array.from({ length: CANDLES }, (_, i) => line(i))]);
  const { upload } = await storeUpload(lab.dataFolder, 'waves.csv', content);
  return { strategy: 'sma-cross', data: { kind: 'upload', upload, symbol: 'WAVES', timeframe: '1m' }, size: '1u' };
}
const CANDLES = 60_000;
const price = (i: number) => Math.round(1000 + 50 * Math.sin(i / 40) + 9 * Math.sin(i / 7));

test('what is asked for wrongly is refused with the field that is wrong, before anything is queued', async () => {
  await expect(lab.desk.jobs.start('backtest', { ...SHORT, cash: -1 }, 'ana')).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringMatching(/^cash: /),
  });
  await expect(lab.desk.jobs.start('backtest', { ...SHORT, strategy: '../evil' }, 'ana')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  expect((await lab.desk.jobs.list({ limit: 50 })).rows).toEqual([]);
});

test('the same key of the same person is the same job; another request under it is refused', async () => {
  const [first, again] = await Promise.all([
    lab.desk.jobs.start('backtest', SHORT, 'ana', 'k1'),
    lab.desk.jobs.start('backtest', SHORT, 'ana', 'k1'),
  ]);
  expect(again.id).toBe(first.id);
  expect((await lab.desk.jobs.start('backtest', SHORT, 'bea', 'k1')).id).not.toBe(first.id);
  await expect(lab.desk.jobs.start('backtest', { ...SHORT, cash: 5 }, 'ana', 'k1')).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
});

test('a waiting job is cancelled at once, and no worker ever runs it', async () => {
  const job = await lab.desk.jobs.start('backtest', SHORT, 'ana');
  expect(await lab.desk.jobs.cancel(job.id)).toMatchObject({ state: 'cancelled', attempt: 0, finishedAt: expect.any(Number) });
});

test('a running job tells how far it is, how fast and what it does', async () => {
  const { database } = lab.throwAway;
  const told: Job[] = [];
  const stop = lab.desk.jobs.follow((job) => void told.push(job));
  const { id } = await lab.desk.jobs.start('backtest', SHORT, 'ana');
  const latest = () => told.findLast((job) => job.id === id);
  await expect.poll(latest).toMatchObject({ state: 'queued', progress: { done: null } });
  const started = await startJob(database, id);
  if (started === null) throw new Error('expected: the job begins; a worker of another test has taken it');
  const news = jobNews(database, started);
  const progress = { total: 200, unit: 'candles', text: 'playing' } as const;
  news.hear({ type: 'progress', progress: { ...progress, done: 50 } });
  expect(await news.write()).toBe('go-on');
  await expect.poll(latest).toMatchObject({ state: 'running', progress: { ...progress, done: 50 }, rate: null });
  news.hear({ type: 'progress', progress: { ...progress, done: 150 } });
  expect(await news.write()).toBe('go-on');
  await expect.poll(latest).toMatchObject({ state: 'running', progress: { ...progress, done: 150 }, rate: expect.any(Number) });
  await endJob(database, started, { state: 'cancelled' });
  await expect.poll(latest).toMatchObject({ state: 'cancelled', progress: { done: 150 } });
  stop();
});

test('what the process of a job tells is in the job when it is over, and in its log', async () => {
  const worker = await lab.worker();
  const job = await lab.desk.jobs.start('backtest', await longJob(), 'ana');
  expect(await lab.reaches(job.id, ...OVER)).toMatchObject({
    state: 'done',
    attempt: 1,
    error: null,
    cancelRequested: false,
    progress: { done: CANDLES, total: CANDLES, unit: 'candles' },
  });
  await worker.stop();
  const log = (await lab.desk.jobs.log(job.id)).map(({ text }) => text.replace(/\d+ ms/, 'N ms'));
  expect(log.slice(0, 2)).toEqual(['loading: N ms', 'playing: N ms']);
  expect(log.at(-1)).toBe('writing: N ms');
  expect((await lab.desk.jobs.log(job.id, 2)).at(0)?.line).toBe(3);
});

test('a running job ends within a second of being cancelled, and leaves no run', async () => {
  const worker = await lab.worker();
  const job = await lab.desk.jobs.start('backtest', await longJob(), 'ana');
  await lab.reaches(job.id, 'running');
  const asked = Date.now();
  expect(await lab.desk.jobs.cancel(job.id)).toMatchObject({ state: 'running', cancelRequested: true });
  expect(await lab.reaches(job.id, ...OVER)).toMatchObject({ state: 'cancelled', result: null, error: null });
  expect(Date.now() - asked).toBeLessThan(1000);
  expect(await lab.throwAway.database.query('select 1 from research.run where id = $1', [job.id])).toEqual([]);
  await worker.stop();
});

test('what a job refuses to do is told with its code, and is not tried again', async () => {
  const worker = await lab.worker();
  const job = await lab.desk.jobs.start('backtest', { ...SHORT, data: { kind: 'sample', name: 'no-such' } }, 'ana');
  expect(await lab.reaches(job.id, ...OVER)).toMatchObject({
    state: 'failed',
    attempt: 1,
    input: { data: { name: 'no-such' }, cash: 10_000 },
    error: { code: 'SAMPLE_UNKNOWN', message: expect.stringContaining('no-such') },
  });
  await worker.stop();
});

test('parameters that do not go together make no job', async () => {
  const before = (await lab.desk.jobs.list({ limit: 50 })).rows.length;
  const start = lab.desk.jobs.start('backtest', { ...SHORT, parameters: { fast: 60, slow: 20 } }, 'ana');
  await expect(start).rejects.toMatchObject({
    code: 'PARAMETER_CONSTRAINT',
    message: expect.stringContaining('fast=60, slow=20'),
    said: { es: expect.stringMatching(/^Los parámetros de sma-cross no casan/) },
  });
  expect((await lab.desk.jobs.list({ limit: 50 })).rows.length).toBe(before);
});

test('a process that is killed is started again once, and the log says why', async () => {
  const worker = await lab.worker();
  const job = await lab.desk.jobs.start('backtest', await longJob(), 'ana');
  await expect.poll(taskProcesses, { timeout: 10_000 }).toHaveLength(1);
  process.kill(taskProcesses()[0] as number, 'SIGKILL');
  expect(await lab.reaches(job.id, ...OVER)).toMatchObject({ state: 'done', attempt: 2 });
  expect((await lab.desk.jobs.log(job.id)).map(({ text }) => text)).toContain(
    'its process ended with SIGKILL before it had a result, as when the machine has run out of memory; it is started again',
  );
  await worker.stop();
});

/** Process ids of the tasks that this process has started. */
function taskProcesses(): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => (line.includes('worker/task-main.ts') ? [Number.parseInt(line, 10)] : []));
}

test('a worker that stops gives its job back, and the next one runs it', async () => {
  const first = await lab.worker();
  const job = await lab.desk.jobs.start('backtest', await longJob(), 'ana');
  await lab.reaches(job.id, 'running');
  await first.stop();
  expect(await lab.desk.jobs.read(job.id)).toMatchObject({ state: 'queued', startedAt: expect.any(Number), finishedAt: null });
  const second = await lab.worker();
  expect(await lab.reaches(job.id, ...OVER)).toMatchObject({ state: 'done', attempt: 2 });
  await second.stop();
});

test('a worker that is killed loses its job to another, which runs it again', async () => {
  const { pid, killed } = await workerProcess();
  const job = await lab.desk.jobs.start('backtest', await longJob(), 'ana');
  await lab.reaches(job.id, 'running');
  process.kill(pid, 'SIGKILL');
  await killed;
  const worker = await lab.worker();
  expect(await lab.reaches(job.id, ...OVER)).toMatchObject({ state: 'done', attempt: 2 });
  expect((await lab.desk.jobs.log(job.id)).some(({ text }) => /was lost: this is start 2/.test(text))).toBe(true);
  await worker.stop();
});

/** A worker in a process of its own, ready for jobs. */
async function workerProcess(): Promise<{ pid: number; killed: Promise<unknown> }> {
  const program = `
    import { openDatabase } from '${SOURCE}/adapters/postgres/database.ts';
    import { startWorker } from '${SOURCE}/apps/worker/worker-role.ts';
    const address = JSON.parse(process.env.ADDRESS);
    await startWorker({ database: openDatabase(address), address, dataFolder: process.env.FOLDER, say() {} });
    process.stdout.write('ready');`;
  const env = { ...process.env, ADDRESS: JSON.stringify(lab.throwAway.server.connection), FOLDER: lab.dataFolder };
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return { pid: child.pid as number, killed: once(child, 'exit') };
}
