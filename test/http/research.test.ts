/** Research over HTTP, on a real database with a worker: a backtest from its question to its report, files in and out, and what is refused. */

import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createServer, type WebServer } from '../../src/adapters/http/create-server.ts';
import { job, jobPage } from '../../src/api/jobs.ts';
import { runDetail, runPage } from '../../src/api/research.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';
import { type JobsLab, openJobsLab } from '../jobs/lab.ts';

let lab: JobsLab;
let server: WebServer;
beforeAll(async () => {
  lab = await openJobsLab();
  await lab.worker();
  server = await createServer({
    source: new ScriptedSession(10),
    research: lab.desk,
    port: 0,
    panelFolder: '/nowhere',
    commandLineKey: 'key of this test',
  });
});
afterAll(async () => {
  await server.close();
  await lab.remove();
});

const ask = (path: string, more: RequestInit & { headers?: Record<string, string> } = {}) =>
  fetch(`${server.url}${path}`, { ...more, headers: { authorization: 'Bearer key of this test', ...more.headers } });
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });

const BACKTEST = { strategy: 'sma-cross', data: { kind: 'sample', name: 'BTCUSD-coinbase-1d' }, from: Date.UTC(2015, 5, 1) };

test('a backtest is a job, its run is found, and its report opens where it can reach nothing', async () => {
  const key = { 'idempotency-key': 'first' };
  const started = await post('/api/v1/research/backtests', BACKTEST, key);
  expect(started.status).toBe(202);
  const { id, requestedBy } = job.parse(await started.json());
  expect(requestedBy).toBe('command-line');
  // Asked again with the same key it is the same job; another question under that key is refused.
  expect(job.parse(await (await post('/api/v1/research/backtests', BACKTEST, key)).json()).id).toBe(id);
  const other = await post('/api/v1/research/backtests', { ...BACKTEST, cash: 5 }, key);
  expect([other.status, await other.json()]).toMatchObject([409, { code: 'IDEMPOTENCY_CONFLICT' }]);
  expect((await lab.reaches(id, 'done', 'failed')).state).toBe('done');

  const jobs = jobPage.parse(await (await ask('/api/v1/jobs?kind=backtest')).json());
  expect(jobs.rows.map((one) => one.id)).toEqual([id]);
  const found = runPage.parse(await (await ask('/api/v1/research/runs?text=sma')).json());
  expect(found.rows.map((one) => one.id)).toEqual([id]);
  const run = runDetail.parse(await (await ask(`/api/v1/research/runs/${id}`)).json());
  expect(run.files).toContain('report.html');

  await notedOnlyAsRead(`/api/v1/research/runs/${id}`);

  const report = await ask(`/api/v1/research/runs/${id}/files/report.html`);
  expect(report.headers.get('content-type')).toMatch(/^text\/html/);
  expect(report.headers.get('content-disposition')).toMatch(/^inline/);
  expect(report.headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts; default-src 'none'/);
  expect(await report.text()).toContain(run.resultHash);
  const trades = await ask(`/api/v1/research/runs/${id}/files/trades.csv`);
  expect(trades.headers.get('content-disposition')).toMatch(/^attachment; filename=".*trades\.csv"$/);
  for (const name of ['..%2f..%2fserver.lock', 'nothing.txt']) {
    expect([404, 422]).toContain((await ask(`/api/v1/research/runs/${id}/files/${name}`)).status);
  }
});

/** Two people note on what both have read: the second one is told, and nothing of the first is lost. */
async function notedOnlyAsRead(path: string): Promise<void> {
  const seen = (await ask(path)).headers.get('etag') as string;
  const note = (text: string, tag: string, method = 'PATCH') =>
    ask(path, { method, body: JSON.stringify({ note: text }), headers: { 'content-type': 'application/json', 'if-match': tag } });
  expect((await note('none', '"wrong"')).status).toBe(412);
  const both = await Promise.all([note('one', seen), note('another', seen)]);
  expect(both.map(({ status }) => status)).toEqual([200, 412]);
  expect(await both[1]?.json()).toMatchObject({ code: 'IF_MATCH_CHANGED' });
  expect(await (await ask(path)).json()).toMatchObject({ note: 'one' });
  expect((await note('none', seen, 'DELETE')).status).toBe(412);
  expect((await note('the last', '*')).status).toBe(200);
  // Not an address that is read: nothing of it can be as it was.
  const cancel = await ask('/api/v1/research/backtests', {
    method: 'POST',
    body: JSON.stringify(BACKTEST),
    headers: { 'content-type': 'application/json', 'if-match': seen },
  });
  expect([cancel.status, await cancel.json()]).toMatchObject([412, { code: 'IF_MATCH_NOTHING' }]);
}

test('a page follows a job to its end without asking', async () => {
  const headers = { authorization: 'Bearer key of this test', origin: server.url };
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/live`, { headers });
  const states: string[] = [];
  socket.on('open', () => socket.send(JSON.stringify({ type: 'subscribe', topics: ['jobs'] })));
  const over = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as { type: string; messages?: { type: string; job?: { kind: string; state: string } }[] };
      if (frame.type === 'snapshot') void post('/api/v1/strategies/checks', { strategy: 'sma-cross' });
      for (const message of frame.messages ?? []) {
        expect(message.type).toBe('job');
        // The end of an earlier job may be told now, too.
        if (message.job?.kind !== 'strategy-check') continue;
        states.push(message.job.state);
        if (message.job.state === 'done') resolve();
      }
    });
  });
  await over;
  socket.terminate();
  // What changes within a quarter of a second is told as it is by then: a quick job may be told once.
  expect(states.at(-1)).toBe('done');
});

test('a file goes in as it is, is imported as a job, and comes out again', async () => {
  const rows = Array.from({ length: 48 }, (_, hour) => `${new Date(Date.UTC(2024, 0, 1, hour)).toISOString()},10,12,9,11,${hour + 1}`);
  const text = `time,open,high,low,close,volume\n${rows.join('\n')}\n`;
  const stored = await ask('/api/v1/data/uploads?name=my%20candles.csv', {
    method: 'POST',
    body: text,
    headers: { 'content-type': 'application/octet-stream' },
  });
  expect(stored.status).toBe(201);
  const { upload, sizeBytes } = (await stored.json()) as { upload: string; sizeBytes: number };
  expect(sizeBytes).toBe(text.length);
  const imported = await post('/api/v1/data/imports', { upload, symbol: 'ABCUSD', timeframe: '1h' });
  expect(imported.status).toBe(202);
  expect(await lab.reaches(job.parse(await imported.json()).id, 'done', 'failed')).toMatchObject({ state: 'done' });
  const series = 'venue=local&symbol=ABCUSD&timeframe=1h';
  expect(await (await ask(`/api/v1/data/series?${series}`)).json()).toMatchObject({ dataSet: { bars: 48 } });
  expect(await (await ask(`/api/v1/data/coverage?${series}&cell=day`)).json()).toMatchObject({ present: [24, 24], expected: [24, 24] });
  const out = await ask(`/api/v1/data/export?${series}`);
  expect(out.headers.get('content-type')).toMatch(/^text\/csv/);
  expect((await out.text()).trim().split('\n')).toHaveLength(49);
});

test('strategies come with their forms and their text; what is not there is a 404, what is not understood a 422', async () => {
  const { rows } = (await (await ask('/api/v1/strategies')).json()) as { rows: { id: string }[] };
  expect(rows.map(({ id }) => id)).toContain('sma-cross');
  expect(await (await ask('/api/v1/strategies/sma-cross/source')).json()).toMatchObject({
    text: expect.stringContaining('defineStrategy'),
  });
  // Nothing has traded on this database.
  expect(await (await ask('/api/v1/strategy-results')).json()).toEqual({ rows: [] });
  expect(await (await ask('/api/v1/strategies/no-such')).json()).toMatchObject({ status: 404, code: 'STRATEGY_UNKNOWN' });
  expect(await (await post('/api/v1/research/backtests', { ...BACKTEST, cash: -1 })).json()).toMatchObject({
    status: 422,
    detail: expect.stringMatching(/^cash: /),
  });
  expect((await ask('/api/v1/research/comparison?ids=x')).status).toBe(422);
});
