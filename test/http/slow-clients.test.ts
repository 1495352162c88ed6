/** Clients that take their time: each is let go, and none holds up another. */

import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { createServer, type WebServer } from '../../src/adapters/http/create-server.ts';
import { PATIENCE } from '../../src/adapters/http/message-guard.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';
import { RawLine, saying } from './raw-line.ts';

const KEY = 'a key of the command line';
const QUICK = { headersMs: 300, bodyMs: 300, silenceMs: 5_000, untakenMs: 500, keptMs: 300, mostLines: 60 };
const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function start(): Promise<WebServer> {
  const server = await createServer({
    source: new ScriptedSession(300),
    port: 0,
    panelFolder: '/nowhere',
    commandLineKey: KEY,
    patience: QUICK,
  });
  open.push(() => server.close());
  return server;
}

function lineTo({ port }: WebServer, text: string): RawLine {
  const line = new RawLine(port);
  open.push(() => line.close());
  line.say(text);
  return line;
}

/** One piece after another, until the line has ended. */
async function drip(line: RawLine, piece: string): Promise<void> {
  const until = performance.now() + 5_000;
  while (line.isOpen && performance.now() < until) {
    line.say(piece);
    await pause(40);
  }
}

const head = ({ port }: WebServer, first: string) => `${first}\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${KEY}\r\n`;
const health = (server: WebServer) => saying(server.port, `${head(server, 'GET /health HTTP/1.1')}Connection: close\r\n\r\n`);

test('headers that come in drops are not waited for', async () => {
  const server = await start();
  const line = lineTo(server, head(server, 'GET /health HTTP/1.1'));
  await drip(line, 'X-A: b\r\n');
  expect((await line.hear()).status).toBe(408);
});

test('nor a body, known or in chunks, with a session or without', async () => {
  const server = await start();
  const json = 'Content-Type: application/json\r\n';
  const lines = [
    [`${head(server, 'POST /api/v1/commands HTTP/1.1')}${json}Content-Length: 10000\r\n\r\n{`, ' '],
    [`${head(server, 'POST /api/v1/commands HTTP/1.1')}${json}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`, '1\r\n \r\n'],
    [`POST /api/v1/commands HTTP/1.1\r\nHost: localhost:${server.port}\r\n${json}Content-Length: 10000\r\n\r\n{`, ' '],
    [`${head(server, 'POST /nowhere HTTP/1.1')}${json}Content-Length: 10000\r\n\r\n{`, ' '],
  ] as const;
  await Promise.all(
    lines.map(async ([text, piece]) => {
      const line = lineTo(server, text);
      await drip(line, piece);
      expect([408, 404]).toContain((await line.hear()).status);
    }),
  );
});

test('nor a line that says nothing at all, before a request or after one', async () => {
  const server = await start();
  const [silent, kept] = [lineTo(server, ''), lineTo(server, `${head(server, 'GET /health HTTP/1.1')}\r\n`)];
  await Promise.all([silent.hear(), kept.hear()]);
  expect([silent.isOpen, kept.isOpen]).toEqual([false, false]);
});

test('fifty of them hold up nobody', async () => {
  const server = await start();
  const slow = Array.from({ length: 50 }, () => lineTo(server, head(server, 'GET /health HTTP/1.1')));
  const started = performance.now();
  expect((await health(server)).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(250);
  await Promise.all(slow.map((line) => drip(line, 'X-A: b\r\n')));
  expect((await health(server)).status).toBe(200);
});

test('there are so many lines and no more; whoever comes once some have ended is answered', async () => {
  const server = await start();
  const lines = Array.from({ length: QUICK.mostLines + 10 }, () => lineTo(server, ''));
  await pause(100);
  expect(lines.filter(({ isOpen }) => isOpen)).toHaveLength(QUICK.mostLines);
  await Promise.all(lines.map((line) => line.hear()));
  expect((await health(server)).status).toBe(200);
});

test('what is waited for is less than a minute, and a gateway may keep its lines', () => {
  expect(PATIENCE.headersMs).toBeLessThan(60_000);
  expect(PATIENCE.bodyMs).toBeLessThan(60_000);
  expect(PATIENCE.mostLines).toBeGreaterThan(100);
});
