/** The recorded history over HTTP: pages by cursor, counts, one decision in full, files, and answers that need not be given twice. */

import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer, type WebServer } from '../../src/adapters/http/create-server.ts';
import { migrate } from '../../src/adapters/postgres/migrations.ts';
import { project } from '../../src/adapters/postgres/projector.ts';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import { archivedDecisions, decisionCounts, decisionInFull } from '../../src/api/archive.ts';
import type { Decision } from '../../src/api/records.ts';
import { openArchiveDesk } from '../../src/apps/platform/archive-desk.ts';
import { viewRows } from '../../src/apps/trader/view-rows.ts';
import { liveRows, madeHistory, OWNER } from '../archive/history.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';

const ENTRIES = madeHistory(500);
const { decisions } = liveRows(ENTRIES);
let throwAway: ThrowAwayServer;
let server: WebServer;
beforeAll(async () => {
  throwAway = await startThrowAwayServer();
  const { database } = throwAway;
  await migrate(database);
  await project(
    database,
    OWNER,
    ENTRIES.slice(0, 499),
    viewRows(OWNER.currency, () => 1),
  );
  server = await createServer({
    source: new ScriptedSession(10),
    archive: openArchiveDesk(database, () => null),
    port: 0,
    panelFolder: '/nowhere',
    commandLineKey: 'key of this test',
  });
});
afterAll(async () => {
  await server.close();
  await throwAway.remove();
});

const ask = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/v1/archive/${path}`, { headers: { authorization: 'Bearer key of this test', ...headers } });

async function allPages(query: string): Promise<Decision[]> {
  const rows: Decision[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await ask(`decisions?${query}&limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    const page = archivedDecisions.parse(await answer.json());
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}

test('every decision is on one page, in order, and the counts are those of the rows', async () => {
  const rows = await allPages('sort=time');
  const expected = decisions.map(({ row }) => row).filter(({ journalSequence }) => journalSequence <= (ENTRIES[498]?.sequence ?? 0));
  expect(rows.length).toBeGreaterThan(100);
  expect(rows.map(({ decisionId }) => decisionId).sort()).toEqual(expected.map(({ decisionId }) => decisionId).sort());
  expect(rows.every((row, i) => i === 0 || row.at <= (rows[i - 1]?.at ?? 0))).toBe(true);
  const refused = await allPages('sort=time&outcome=refused');
  const counts = decisionCounts.parse(await (await ask('decisions/counts?outcome=refused')).json());
  expect(counts.total).toEqual({ count: refused.length, isExact: true });
  expect(refused.length).toBe(expected.filter(({ outcome }) => outcome === 'refused').length);
  const withOrder = rows.find(({ orderId }) => orderId !== null) as Decision;
  const full = decisionInFull.parse(await (await ask(`decisions/${withOrder.decisionId}`)).json());
  expect(full).toMatchObject({ decision: withOrder, order: { orderId: withOrder.orderId } });
});

test('as files: a line, an element, a row of a sheet for each', async () => {
  const query = 'outcome=refused&sort=time';
  const { length } = await allPages(query);
  const csv = await ask(`decisions/export?${query}&format=csv`);
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="decisions.csv"');
  expect((await csv.text()).trim().split('\r\n')).toHaveLength(length + 1);
  expect(await (await ask(`decisions/export?${query}&format=json`)).json()).toHaveLength(length);
  const workbook = unzipSync(new Uint8Array(await (await ask(`decisions/export?${query}&format=xlsx`)).arrayBuffer()));
  const sheet = new TextDecoder().decode(workbook['xl/worksheets/sheet1.xml']);
  expect(sheet.match(/<row /g)).toHaveLength(length + 1);
});

test('orders, fills and events as files too, as many lines as there are rows', async () => {
  for (const list of ['orders', 'fills', 'events']) {
    const [counts, csv] = [await (await ask(`${list}/counts`)).json(), await (await ask(`${list}/export?format=csv`)).text()];
    const lines = csv.trim().split('\r\n');
    expect(lines).toHaveLength((counts as { total: { count: number } }).total.count + 1);
    expect(lines[0]).toContain('journalSequence');
  }
  const orders = (await (await ask('orders/export?format=json&side=buy&descending=false')).json()) as { side: string; createdAt: number }[];
  expect(orders.length).toBeGreaterThan(10);
  expect(orders.every(({ side }) => side === 'buy')).toBe(true);
  expect(orders.every(({ createdAt }, i) => i === 0 || createdAt >= (orders[i - 1]?.createdAt ?? 0))).toBe(true);
});

test('an answer that is known is not given again, until something new was recorded', async () => {
  const path = 'decisions/counts?outcome=approved';
  const etag = (await ask(path)).headers.get('etag') as string;
  const again = await ask(path, { 'if-none-match': etag });
  expect([again.status, await again.text()]).toEqual([304, '']);
  expect((await ask('decisions/counts', { 'if-none-match': etag })).status).toBe(200);
  await project(
    throwAway.database,
    OWNER,
    ENTRIES.slice(499),
    viewRows(OWNER.currency, () => 1),
  );
  expect((await ask(path, { 'if-none-match': etag })).status).toBe(200);
});

test('a cursor that is none and a decision that is not there are told apart', async () => {
  expect(await (await ask('decisions?cursor=nonsense')).json()).toMatchObject({ status: 422, code: 'CURSOR_INVALID' });
  expect(await (await ask('decisions/9-9-9')).json()).toMatchObject({ status: 404, code: 'DECISION_UNKNOWN' });
  expect(await (await ask('decisions?sort=luck')).json()).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
});
