import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as rawRequest } from 'node:http';
import { createServer as createPlainServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createServer, type ServerOptions, type WebServer } from '../../src/adapters/http/create-server.ts';
import { problem } from '../../src/api/problem.ts';
import { decisionPage, fillPage } from '../../src/api/records.ts';
import { sessionSnapshot } from '../../src/api/session.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'atalaya-http-'));
  open.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** A built panel as small as it can be. */
function panelFolder(): string {
  const path = folder();
  for (const part of ['client', 'server']) mkdirSync(join(path, part));
  writeFileSync(join(path, 'client', 'app.js'), 'export {}');
  const drawing = [
    "export const preload = '</app.css>; rel=preload; as=style';",
    "export const hasPage = (path) => !path.includes('nowhere');",
    "export const renderPage = ({ path, page }) => '<title>Atalaya ' + path + '</title>' + page.entered + ' ' + page.snapshot?.status.account.equity;",
  ];
  writeFileSync(join(path, 'server', 'server.js'), drawing.join('\n'));
  writeFileSync(join(path, 'package.json'), '{"type":"module"}');
  return path;
}

async function start(options: Partial<ServerOptions> = {}): Promise<{ server: WebServer; session: ScriptedSession }> {
  const session = new ScriptedSession(900);
  const server = await createServer({ source: session, port: 0, panelFolder: panelFolder(), ...options });
  open.push(() => server.close());
  return { server, session };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Plain HTTP, so that Host and Origin can be anything. */
function ask(server: WebServer, path: string, headers: Record<string, string> = {}, method = 'GET', body?: unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const sent = text === undefined ? headers : { 'content-type': 'application/json', ...headers };
    const request = rawRequest(
      { host: '127.0.0.1', port: server.port, path, method, agent: false, headers: { host: `localhost:${server.port}`, ...sent } },
      (response) => {
        let received = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          received += part;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: received }));
      },
    );
    request.on('error', reject);
    request.end(text);
  });
}

async function enter(server: WebServer): Promise<string> {
  const { pathname, search } = new URL(server.loginLink());
  const answer = await ask(server, pathname + search);
  expect(answer.status).toBe(303);
  return (answer.headers['set-cookie'] as string[])[0]?.split(';')[0] as string;
}

function problemOf(answer: Answer) {
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const body = problem.parse(JSON.parse(answer.body));
  expect(body.status).toBe(answer.status);
  expect(body.correlationId).toBe(answer.headers['x-correlation-id']);
  return body;
}

const act = (server: WebServer, cookie: string) => ({ cookie, origin: `http://localhost:${server.port}` });
const commandId = () => crypto.randomUUID();

describe('entering', () => {
  test('without a session every question is a 401 problem', async () => {
    const { server } = await start();
    for (const path of ['/api/v1/snapshot', '/api/v1/candles?instrumentId=BTCUSDT&timeframe=1m', '/api/v1/fills', '/api/v1/session']) {
      expect(problemOf(await ask(server, path))).toMatchObject({ status: 401, code: 'NOT_ENTERED' });
    }
    const command = await ask(server, '/api/v1/commands', { origin: server.url }, 'POST', {
      kind: 'kill',
      commandId: commandId(),
      confirmed: true,
    });
    expect(command.status).toBe(401);
  });

  test('a link lets in once, with a cookie scripts can not read', async () => {
    const { server } = await start();
    const link = new URL(server.loginLink());
    const first = await ask(server, link.pathname + link.search);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    const cookie = (first.headers['set-cookie'] as string[])[0] as string;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect((await ask(server, '/api/v1/snapshot', { cookie: cookie.split(';')[0] as string })).status).toBe(200);
    const second = await ask(server, link.pathname + link.search);
    expect(second.headers.location).toBe('/?link=used');
    expect(second.headers['set-cookie']).toBeUndefined();
  });

  test('a browser looking ahead does not use the link up', async () => {
    const { server } = await start();
    const link = new URL(server.loginLink());
    expect(problemOf(await ask(server, link.pathname + link.search, { 'sec-purpose': 'prefetch;prerender' })).status).toBe(425);
    expect((await ask(server, link.pathname + link.search, {}, 'HEAD')).headers['set-cookie']).toBeUndefined();
    expect((await ask(server, link.pathname + link.search)).headers['set-cookie']).toBeDefined();
  });

  test('guessing links is slowed down', async () => {
    const { server } = await start();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 21; attempt++) statuses.push((await ask(server, '/enter?token=wrong')).status);
    expect(statuses.filter((status) => status === 303)).toHaveLength(20);
    expect(statuses.at(-1)).toBe(429);
    // A right one still lets in.
    await enter(server);
  });

  test('a session survives a restart where a file keeps it, and the file holds no token', async () => {
    const sessionsFile = join(folder(), 'sessions.json');
    const { server } = await start({ sessionsFile });
    const cookie = await enter(server);
    expect(statSync(sessionsFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(sessionsFile, 'utf8')).not.toContain(cookie.split('=')[1] as string);
    const { port } = server;
    await server.close();
    const { server: again } = await start({ sessionsFile, port });
    expect((await ask(again, '/api/v1/session', { cookie })).status).toBe(200);
  });

  test('leaving ends the session', async () => {
    const { server } = await start();
    const cookie = await enter(server);
    expect((await ask(server, '/api/v1/session', act(server, cookie), 'DELETE')).status).toBe(204);
    expect((await ask(server, '/api/v1/session', { cookie })).status).toBe(401);
  });

  test('the command line enters with its key, and gets links', async () => {
    const { server } = await start({ commandLineKey: 'only the owner can read this' });
    const key = { authorization: 'Bearer only the owner can read this' };
    expect((await ask(server, '/api/v1/snapshot', key)).status).toBe(200);
    expect((await ask(server, '/api/v1/snapshot', { authorization: 'Bearer something else' })).status).toBe(401);
    const { link } = JSON.parse((await ask(server, '/api/v1/links', key, 'POST')).body) as { link: string };
    expect((await ask(server, link.slice(server.url.length))).headers['set-cookie']).toBeDefined();
  });
});

describe('protection of a local server', () => {
  test('another host name is refused whatever it asks for: DNS rebinding', async () => {
    const { server } = await start();
    const cookie = await enter(server);
    for (const path of ['/', '/health', '/metrics', '/api/v1/snapshot']) {
      expect(problemOf(await ask(server, path, { host: 'evil.example', cookie })).code).toBe('HOST_UNKNOWN');
    }
    expect((await ask(server, '/api/v1/snapshot', { host: 'localhost:9000', cookie })).status).toBe(200);
  });

  test('an act from another origin, or from none, is refused', async () => {
    const { server, session } = await start();
    const cookie = await enter(server);
    const kill = { kind: 'kill', commandId: commandId(), confirmed: true };
    const foreign = [{}, { origin: 'http://evil.example' }, { origin: 'null' }, { origin: `http://localhost:${server.port + 1}` }];
    for (const origin of foreign) {
      expect(problemOf(await ask(server, '/api/v1/commands', { cookie, ...origin } as Record<string, string>, 'POST', kill)).code).toBe(
        'ORIGIN_FOREIGN',
      );
    }
    expect(session.commands).toHaveLength(0);
  });

  test('pages forbid inline script, frames and everything foreign', async () => {
    const { server } = await start();
    const { headers } = await ask(server, '/');
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(headers['content-security-policy']).not.toContain('unsafe-inline');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
  });
});

describe('files', () => {
  test('addresses of the panel lead to its page, missing files are 404', async () => {
    const { server } = await start();
    for (const path of ['/', '/trading', '/trading/BTCUSDT'])
      expect((await ask(server, path)).body).toContain(`<title>Atalaya ${path}</title>`);
    expect((await ask(server, '/nowhere')).status).toBe(404);
    expect((await ask(server, '/server/server.js')).status).toBe(404);
    expect((await ask(server, '/app.js')).status).toBe(200);
    expect(problemOf(await ask(server, '/missing.js')).status).toBe(404);
    expect(problemOf(await ask(server, '/api/v1/nothing')).status).toBe(404);
    expect(problemOf(await ask(server, '/%2e%2e/%2e%2e/package.json')).status).toBe(403);
  });

  test('a page is drawn with the figures for who has entered, with none for anybody else, and kept by nobody', async () => {
    const { server, session } = await start();
    const stranger = await ask(server, '/');
    expect(stranger.body).toContain('</title>false undefined');
    const owner = await ask(server, '/', { cookie: await enter(server) });
    expect(owner.body).toContain(`</title>true ${session.snapshot().status.account.equity}`);
    expect(owner.headers['cache-control']).toBe('no-store');
    expect(owner.headers.link).toBe('</app.css>; rel=preload; as=style');
  });

  test('without a built panel it says what to do', async () => {
    const { server } = await start({ panelFolder: join(folder(), 'dist') });
    expect(problemOf(await ask(server, '/'))).toMatchObject({ status: 503, code: 'PANEL_NOT_BUILT' });
  });
});

describe('questions', () => {
  test('answers keep to their shapes, and pages follow one another without a gap', async () => {
    const { server } = await start();
    const cookie = await enter(server);
    const snapshot = sessionSnapshot.parse(JSON.parse((await ask(server, '/api/v1/snapshot', { cookie })).body));
    const ids: string[] = [];
    let before = '';
    for (;;) {
      const page = fillPage.parse(JSON.parse((await ask(server, `/api/v1/fills?limit=6${before}`, { cookie })).body));
      ids.push(...page.rows.map((row) => row.fillId));
      if (page.next === null) break;
      before = `&before=${page.next}`;
    }
    expect(ids).toEqual(snapshot.fills.map((fill) => fill.fillId));
    expect(ids.length).toBeGreaterThan(12);
    const refused = decisionPage.parse(JSON.parse((await ask(server, '/api/v1/decisions?outcome=refused', { cookie })).body));
    expect(refused.rows.every((row) => row.refusal !== null)).toBe(true);
  });

  test('input that is not understood is named, what is not there is 404', async () => {
    const { server } = await start();
    const cookie = await enter(server);
    expect(problemOf(await ask(server, '/api/v1/candles?instrumentId=BTCUSDT', { cookie })).detail).toContain('timeframe');
    expect(problemOf(await ask(server, '/api/v1/fills?limit=0', { cookie })).detail).toContain('limit');
    expect(problemOf(await ask(server, '/api/v1/candles?instrumentId=ETH&timeframe=1m', { cookie }))).toMatchObject({
      status: 404,
      code: 'INSTRUMENT_UNKNOWN',
    });
    expect(problemOf(await ask(server, '/api/v1/commands', act(server, cookie), 'POST', '{broken')).status).toBe(400);
  });

  test('a bug is told without its inside', async () => {
    const told: unknown[] = [];
    const { server, session } = await start({ onBug: (error, correlationId, route) => told.push([error, correlationId, route]) });
    const cookie = await enter(server);
    session.fills = () => {
      throw new Error('password of the database');
    };
    const answer = await ask(server, '/api/v1/fills', { cookie });
    expect(problemOf(answer).code).toBe('INTERNAL_ERROR');
    expect(answer.body).not.toContain('password');
    expect(told).toEqual([
      [expect.objectContaining({ message: 'password of the database' }), answer.headers['x-correlation-id'], 'GET /api/v1/fills'],
    ]);
    // An answer of the wrong shape is a bug as well, not the asker's fault.
    session.orders = () => ({ rows: [{}], next: null }) as never;
    expect(problemOf(await ask(server, '/api/v1/orders', { cookie })).code).toBe('INTERNAL_ERROR');
  });
});

describe('commands', () => {
  test('a command is carried out once per id, and says who asked', async () => {
    const { server, session } = await start();
    const cookie = await enter(server);
    const pause = { kind: 'pause', commandId: commandId() };
    const first = await ask(server, '/api/v1/commands', act(server, cookie), 'POST', pause);
    const second = await ask(server, '/api/v1/commands', act(server, cookie), 'POST', pause);
    expect(first.status).toBe(200);
    expect(second.body).toBe(first.body);
    expect(session.commands).toHaveLength(1);
    expect(session.commands[0]?.origin.by).toBe('panel');
    expect(session.snapshot().status.mode.name).toBe('PAUSE');
  });

  test('a refusal is a 409 with its code', async () => {
    const { server } = await start();
    const cookie = await enter(server);
    const resume = { kind: 'resume', commandId: commandId(), confirmed: true };
    expect(problemOf(await ask(server, '/api/v1/commands', act(server, cookie), 'POST', resume))).toMatchObject({
      status: 409,
      code: 'MODE_TRANSITION',
    });
  });

  test('what starts or closes needs its confirmation', async () => {
    const { server, session } = await start();
    const cookie = await enter(server);
    for (const kind of ['kill', 'resume', 'reset']) {
      expect(problemOf(await ask(server, '/api/v1/commands', act(server, cookie), 'POST', { kind, commandId: commandId() })).status).toBe(
        422,
      );
    }
    expect(session.commands).toHaveLength(0);
  });

  test('a speed outside 1 to 3600 is refused', async () => {
    const { server } = await start();
    const cookie = await enter(server);
    const status = async (speed: number) =>
      (await ask(server, '/api/v1/commands', act(server, cookie), 'POST', { kind: 'feed-speed', commandId: commandId(), speed })).status;
    expect(await status(0)).toBe(422);
    expect(await status(1)).toBe(200);
    expect(await status(3600)).toBe(200);
    expect(await status(3601)).toBe(422);
  });
});

describe('probes and the port', () => {
  test('health needs no session, says 503 only when failed, and nothing about money', async () => {
    const { server, session } = await start();
    expect((await ask(server, '/health')).status).toBe(200);
    session.database = { state: 'down', since: 0, lastError: 'connection refused', projectedSequence: null };
    const degraded = await ask(server, '/health');
    expect(degraded.status).toBe(200);
    expect(JSON.parse(degraded.body)).toMatchObject({ status: 'degraded', mode: 'NORMAL', release: '0.1.0' });
    expect(degraded.body).not.toContain('equity');
    session.journalFailure = { code: 'JOURNAL_WRITE_FAILED', message: 'no space left' };
    expect((await ask(server, '/health')).status).toBe(503);
  });

  test('a port in use is an environment error with its remedy', async () => {
    const other = createPlainServer();
    const port = await new Promise<number>((resolve) =>
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port)),
    );
    open.push(() => void other.close());
    await expect(start({ port })).rejects.toMatchObject({ code: 'PORT_IN_USE', exitCode: 3, message: expect.stringContaining('--port') });
    await expect(start({ port: 70_000 })).rejects.toMatchObject({ code: 'PORT_INVALID', exitCode: 2 });
  });

  test('it listens on the loopback address alone', async () => {
    const { server } = await start();
    expect(server.url).toBe(`http://localhost:${server.port}`);
    // 127.0.0.2 is this machine too, and is not 127.0.0.1: a server on all addresses would answer there.
    await expect(
      new Promise((resolve, reject) => rawRequest({ host: '127.0.0.2', port: server.port }, resolve).on('error', reject).end()),
    ).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
