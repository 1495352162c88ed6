/** Files that go out: so many at a time, and nobody keeps one waiting who does not take it. Real lines that do not read. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { ArchiveSource } from '../../src/adapters/http/archive-source.ts';
import { createServer, type WebServer } from '../../src/adapters/http/create-server.ts';
import { createExportGate } from '../../src/adapters/http/export-gate.ts';
import { PATIENCE } from '../../src/adapters/http/message-guard.ts';
import { type Column, MEDIA_TYPES, writeTable } from '../../src/adapters/tables/table.ts';
import type { ExportFormat } from '../../src/api/archive.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';

const KEY = 'a key of the command line';
const PATH = '/api/v1/archive/decisions/export';
const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Line {
  readonly text: string;
}
const COLUMNS: readonly Column<Line>[] = [{ name: 'text', type: 'text', width: 10, value: (row) => row.text }];
/** Of figures that no packing makes small. */
const ROWS = Array.from({ length: 500 }, (_, row) => ({
  text: Array.from({ length: 60 }, (_, part) => `${Math.sin(row * 60 + part)}`).join(),
}));
/** More than any line and its buffers hold. */
const MANY = 200_000;

/** An archive of made rows that counts what is read of it; a batch of 500 is some 500 kB. */
function countingArchive() {
  const read = { batches: 0, reading: 0 };
  async function* rows(most: number): AsyncGenerator<Line[]> {
    read.reading++;
    try {
      for (let sent = 0; sent < most; sent += 500) {
        read.batches++;
        yield ROWS.slice(0, most - sent);
      }
    } finally {
      read.reading--;
    }
  }
  const exported = (most: number) => async (_search: unknown, format: ExportFormat) => ({
    mediaType: MEDIA_TYPES[format],
    content: writeTable(format, { name: 'lines', columns: COLUMNS, batches: rows(most) }),
  });
  const archive = { exportDecisions: exported(MANY), exportOrders: exported(1) } as unknown as ArchiveSource;
  return { archive, read };
}

async function start(untakenMs = PATIENCE.untakenMs) {
  const { archive, read } = countingArchive();
  const server = await createServer({
    source: new ScriptedSession(30),
    archive,
    port: 0,
    panelFolder: '/nowhere',
    commandLineKey: KEY,
    patience: { ...PATIENCE, untakenMs },
  });
  open.push(() => server.close());
  return { server, read };
}

const bearer = { authorization: `Bearer ${KEY}` };
const ask = ({ url }: WebServer, path: string, options: RequestInit = {}) => fetch(`${url}${path}`, { headers: bearer, ...options });

/** The cookie of somebody else. */
async function entered(server: WebServer): Promise<string> {
  const answer = await fetch(server.loginLink(), { redirect: 'manual' });
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

/** Asks for the file and never reads a byte of it. */
async function unreading({ port }: WebServer, format: ExportFormat = 'csv'): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  open.push(() => void socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.pause();
  socket.write(`GET ${PATH}?format=${format} HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${KEY}\r\n\r\n`);
  return socket;
}

const patient = { timeout: 10_000, interval: 20 };

test('a second file of one account is refused with a code, when to ask again and a sentence in both languages; a short question about it is no file', async () => {
  const { server, read } = await start();
  const first = await unreading(server);
  await expect.poll(() => read.reading, patient).toBe(1);
  for (const path of [`${PATH}?format=json`, '/api/v1/archive/orders/export?format=csv']) {
    const refused = await ask(server, path);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await refused.json()).toMatchObject({
      code: 'EXPORT_UNDER_WAY',
      said: { en: expect.stringContaining('still going out'), es: expect.stringContaining('Todavía se está enviando') },
    });
  }
  expect((await ask(server, `${PATH}?format=csv`, { method: 'HEAD' })).status).toBe(429);
  expect(read.reading).toBe(1);
  // Broken off: its reading ends, and the place is free.
  first.destroy();
  await expect.poll(() => read.reading, patient).toBe(0);
  await expect.poll(async () => (await ask(server, `${PATH}?format=csv`, { method: 'HEAD' })).status, patient).toBe(200);
  expect(read.reading).toBe(0);
  const whole = await ask(server, '/api/v1/archive/orders/export?format=csv');
  expect((await whole.text()).split('\r\n')).toHaveLength(3);
});

test('whoever else asks has a place of his own', async () => {
  const { server, read } = await start();
  const cookie = await entered(server);
  await unreading(server);
  await expect.poll(() => read.reading, patient).toBe(1);
  const other = await fetch(`${server.url}/api/v1/archive/orders/export?format=csv`, { headers: { cookie } });
  expect(other.status).toBe(200);
  await other.text();
});

test('no more rows are read than the line takes', async () => {
  const { server, read } = await start();
  await unreading(server);
  let before = -1;
  // What the system's own buffers hold comes first.
  await expect
    .poll(
      () => {
        const isStill = read.batches > 0 && read.batches === before;
        before = read.batches;
        return isStill;
      },
      { timeout: 10_000, interval: 300 },
    )
    .toBe(true);
  expect(read.batches).toBeLessThan(60);
  expect(MANY / 500).toBe(400);
});

for (const format of ['csv', 'json', 'xlsx'] as const)
  test(`a reader of ${format} who takes nothing is let go, and the reading of the rows ends with him`, async () => {
    const { server, read } = await start(600);
    const socket = await unreading(server, format);
    await expect.poll(() => read.reading, patient).toBe(1);
    const closed = once(socket, 'close');
    await expect.poll(() => read.reading, patient).toBe(0);
    await expect.poll(async () => (await ask(server, `${PATH}?format=csv`, { method: 'HEAD' })).status, patient).toBe(200);
    // What the system holds for him he may still have.
    socket.resume();
    await closed;
  });

test('a reader who is slow, and takes, is not', async () => {
  const { server, read } = await start(600);
  const socket = await unreading(server);
  await expect.poll(() => read.reading, patient).toBe(1);
  let taken = 0;
  socket.on('data', (data) => {
    taken += data.length;
  });
  socket.pause();
  for (let round = 0; round < 10; round++) {
    const [before, since] = [taken, performance.now()];
    socket.resume();
    await expect.poll(() => taken > before + 4_000_000, patient).toBe(true);
    socket.pause();
    await new Promise((later) => setTimeout(later, Math.max(0, 200 - (performance.now() - since))));
  }
  expect([socket.closed, read.reading]).toEqual([false, 1]);
});

test('two in all: the third person is told that it is not his doing; files that lie there already have more room', () => {
  const gate = createExportGate(1_000);
  const [first] = [gate.enter('a', 'made'), gate.enter('b', 'made')];
  expect(() => gate.enter('c', 'made')).toThrow(
    expect.objectContaining({ status: 503, code: 'EXPORTS_BUSY', headers: { 'retry-after': '10' } }),
  );
  expect(() => gate.enter('a', 'made')).toThrow(expect.objectContaining({ status: 429, code: 'EXPORT_UNDER_WAY' }));
  for (let count = 0; count < 6; count++) gate.enter('a', 'stored');
  expect(() => gate.enter('a', 'stored')).toThrow(expect.objectContaining({ status: 429 }));
  first.leave();
  first.leave();
  gate.enter('c', 'made');
  expect(() => gate.enter('d', 'made')).toThrow(expect.objectContaining({ status: 503 }));
});

test('half a minute is waited for somebody who takes nothing', () => {
  expect(PATIENCE.untakenMs).toBe(30_000);
});
