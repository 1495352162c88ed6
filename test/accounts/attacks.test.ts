/** What somebody would try from outside against a panel with accounts: frames, redirects, foreign streams, guessing names. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { WebServer } from '../../src/adapters/http/create-server.ts';
import { saying } from '../http/raw-line.ts';
import { type AccountsLab, PASSWORD } from './accounts-lab.ts';
import { type AttackedPanel, openAttackedPanel } from './attacked-panel.ts';
import { PROBES } from './authorisation-requests.ts';
import { type Answer, HttpBrowser } from './http-browser.ts';

let attacked: AttackedPanel;
let lab: AccountsLab;
let server: WebServer;
const ownerIn = () => attacked.ownerIn();
const browserOf = (session: string | null) => attacked.browserOf(session);

beforeAll(async () => {
  attacked = await openAttackedPanel();
  ({ lab, server } = attacked);
}, 60_000);
beforeEach(() => attacked.clear());
afterAll(() => attacked.close());

async function documented(browser: HttpBrowser): Promise<{ id: string; method: string; path: string }[]> {
  const { body } = await browser.get('/api/v1/openapi.json');
  return Object.entries(body.paths as Record<string, Record<string, { operationId: string }>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => {
      const { params = {}, query } = PROBES[operationId] ?? {};
      const address = path.replace(/\{(\w+)\}/g, (_whole, part: string) => params[part] ?? 'none');
      return { id: operationId, method: method.toUpperCase(), path: query === undefined ? address : `${address}?${query}` };
    }),
  );
}

describe('frames and what a browser is told', () => {
  test('every answer of every operation, page and file, refusals included: in no frame, of its own kind, kept by nobody', async () => {
    const owner = await ownerIn();
    const operations = await documented(owner);
    expect(operations.length).toBeGreaterThan(70);
    const pages = [
      '/',
      '/sign-in',
      '/nowhere',
      '/trading',
      '/app.js',
      '/missing.js',
      '/api/v1/nothing',
      '/%c0%ae',
      '/health',
      '/api/docs/static/index.html',
    ];
    const asked = [
      ...operations.filter(({ id }) => id !== 'accounts.leave').map(({ method, path }) => [method, path] as const),
      ...pages.map((path) => ['GET', path] as const),
      ...(['POST', 'PUT', 'TRACE'] as const).map((method) => [method, '/'] as const),
    ];
    const faults: string[] = [];
    for (const [method, path] of asked)
      for (const browser of [owner, new HttpBrowser(server)]) {
        const { status, headers, body } = await browser.ask(method, path, { headers: { origin: 'https://evil.example' } });
        const policy = String(headers['content-security-policy']);
        const type = String(headers['content-type'] ?? '');
        const wrong = [
          !/frame-ancestors 'none'/.test(policy) && 'can be framed',
          !/default-src 'none'/.test(policy) && 'loads from anywhere',
          headers['x-content-type-options'] !== 'nosniff' && 'is sniffed',
          headers['referrer-policy'] !== 'no-referrer' && path !== '/%c0%ae' && 'tells where one was',
          Object.keys(headers).some((name) => name.startsWith('access-control-')) && 'is read from elsewhere',
          headers['x-powered-by'] !== undefined && 'says by what it is served',
          headers.server !== undefined && 'says by what it is served',
          body !== '' && type === '' && 'has no type',
          /^text\//.test(type) && !/charset=utf-8/i.test(type) && `has no character set: ${type}`,
          (path.startsWith('/api/v1') || status >= 400 || /html/.test(type)) &&
            !/docs/.test(path) &&
            !/no-store/.test(String(headers['cache-control'])) &&
            'is kept',
        ].filter(Boolean);
        if (wrong.length > 0) faults.push(`${method} ${path} ${status}: ${wrong.join(', ')}`);
      }
    expect(faults).toEqual([]);
  });

  test('what no request is made of is answered with the same protection', async () => {
    for (const text of ['nonsense\r\n\r\n', `GET /${'a'.repeat(70_000)} HTTP/1.1\r\n\r\n`]) {
      const { head } = await saying(server.port, text);
      expect(head).toContain("frame-ancestors 'none'");
      expect(head).toContain('nosniff');
      expect(head).toContain('no-store');
    }
  });
});

describe('redirects', () => {
  test('lead to a path of this panel, whatever was asked for', async () => {
    await ownerIn();
    const { headers } = await new HttpBrowser(server).get('/trading?a=b');
    expect(headers.location).toBe('/sign-in?to=%2Ftrading%3Fa%3Db');
    const wanted = [
      '//evil.example',
      '//evil.example/%2e%2e',
      '/\\evil.example',
      '/%5cevil.example',
      '/%2f%2fevil.example',
      '/.//evil.example',
      '/trading?to=https://evil.example',
      '/enter?token=x&to=https://evil.example',
      '/enter?token=x#//evil.example',
      '/https:evil.example',
      '/%0d%0aLocation:%20https://evil.example',
    ];
    for (const path of wanted) {
      const { head, status } = await saying(
        server.port,
        `GET ${path} HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`,
      );
      const place = /^location: (.*)$/im.exec(head)?.[1];
      expect([path, status]).toEqual([path, place === undefined ? status : 303]);
      if (place !== undefined) expect(place).toMatch(/^\/(sign-in\?to=[\w%.~-]*|\?link=used)$/);
    }
  });
});

describe('the live stream', () => {
  const opens = (headers: Record<string, string>, { path = '/api/v1/live', protocols = [] as string[] } = {}) =>
    new Promise<string>((done) => {
      const socket = new WebSocket(`ws://localhost:${server.port}${path}`, protocols, { headers });
      socket.on('open', () => {
        done('open');
        socket.terminate();
      });
      socket.on('error', ({ message }) => done(/\d{3}$/.exec(message)?.[0] ?? message));
    });
  const here = () => `http://localhost:${server.port}`;
  const cookieOf = (browser: HttpBrowser) => [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  test('is opened by the cookie and the origin of the panel together, and by nothing else that a page can send', async () => {
    const owner = await ownerIn();
    const cookie = cookieOf(owner);
    const session = owner.cookie('session') ?? '';
    expect(await opens({ cookie, origin: here() })).toBe('open');
    for (const origin of [
      'https://evil.example',
      'null',
      `http://localhost:${server.port + 1}`,
      `https://localhost:${server.port}`,
      `${here()}.evil.example`,
      `http://evil.example/${here()}`,
    ])
      expect([origin, await opens({ cookie, origin })]).toEqual([origin, '403']);
    expect(await opens({ cookie })).toBe('403');
    expect(await opens({ origin: here() })).toBe('401');
    for (const path of [`?token=${session}`, `?access_token=${session}`, `?session=${session}`])
      expect(await opens({ origin: here() }, { path: `/api/v1/live${path}` })).toBe('401');
    for (const protocols of [[session], ['bearer', session], [`atalaya.${session}`]])
      expect(await opens({ origin: here() }, { protocols })).toBe('401');
    expect(await opens({ cookie, origin: here() }, { path: '/api/v1/session' })).toBe('400');
  });

  test('a session that has ended, or is of somebody kept out, opens none', async () => {
    const owner = await ownerIn();
    const other = await lab.user('luis', 'operator');
    const theirs = cookieOf(await browserOf(other.browser.session));
    expect(await opens({ cookie: theirs, origin: here() })).toBe('open');
    expect((await owner.ask('PUT', '/api/v1/users/luis/disabled', { body: { disabled: true } })).status).toBe(204);
    expect(await opens({ cookie: theirs, origin: here() })).toBe('401');
    lab.now += 13 * 3_600_000;
    expect(await opens({ cookie: cookieOf(owner), origin: here() })).toBe('401');
  });

  test('one visitor has fifty, and no more', async () => {
    const cookie = cookieOf(await ownerIn());
    const sockets = Array.from(
      { length: 50 },
      () => new WebSocket(`ws://localhost:${server.port}/api/v1/live`, { headers: { cookie, origin: here() } }),
    );
    await Promise.all(sockets.map((socket) => new Promise((done) => socket.on('open', done))));
    const more = new WebSocket(`ws://localhost:${server.port}/api/v1/live`, { headers: { cookie, origin: here() } });
    expect(await new Promise((done) => more.on('close', done))).toBe(1008);
    await Promise.all(sockets.map((socket) => new Promise((done) => socket.on('close', done).terminate())));
    await expect.poll(() => opens({ cookie, origin: here() })).toBe('open');
  });
});

describe('secrets of the way in', () => {
  test('a session is in its cookie alone: no address, no other header and no other scheme lets in', async () => {
    const owner = await ownerIn();
    const secret = owner.cookie('session') ?? '';
    const stranger = new HttpBrowser(server);
    for (const query of ['token', 'access_token', 'session', 'sid', `atalaya_session_${server.port}`])
      expect((await stranger.get(`/api/v1/session?${query}=${secret}`)).status).toBe(401);
    for (const headers of [
      { authorization: `Basic ${Buffer.from(`marta:${PASSWORD}`).toString('base64')}` },
      { authorization: `Bearer ${secret}` },
      { 'x-session': secret, 'x-auth-token': secret, 'x-user': 'marta', 'x-forwarded-user': 'marta', 'remote-user': 'marta' },
    ] as Record<string, string>[])
      expect((await stranger.get('/api/v1/session', { headers })).status).toBe(401);
    expect((await stranger.get('/api/v1/session', { headers: { cookie: `atalaya_session_${server.port + 1}=${secret}` } })).status).toBe(
      401,
    );
  });

  test('what is answered to a name that is known and to one that is not is the same, and as quick', async () => {
    await ownerIn();
    await lab.user('vera', 'viewer');
    const said = async (name: string): Promise<{ answer: Answer; ms: number }> => {
      await lab.throwAway.database.query('truncate accounts.sign_in_failures');
      const started = performance.now();
      const answer = await new HttpBrowser(server).post('/api/v1/session', { name, password: 'not this one, surely' });
      return { answer, ms: performance.now() - started };
    };
    const told = ({ answer: { status, body, headers, cookies } }: { answer: Answer }) => {
      const { 'x-correlation-id': _id, date: _date, 'x-ratelimit-remaining': _left, 'x-ratelimit-reset': _reset, ...others } = headers;
      return { status, others, cookies, body: { ...body, correlationId: '' } };
    };
    const times = { marta: [] as number[], vera: [] as number[], nobody: [] as number[], 'not a name!': [] as number[] };
    const first = await said('marta');
    for (let round = 0; round < 5; round++)
      for (const name of Object.keys(times) as (keyof typeof times)[]) {
        const one = await said(name);
        expect(told(one)).toEqual(told(first));
        times[name].push(one.ms);
      }
    const [known, ...others] = Object.values(times).map((each) => Math.min(...each)) as [number, ...number[]];
    // Argon2id takes most of it; without it an answer is ten times as quick.
    for (const other of others) expect(other / known).toBeGreaterThan(0.4);
  });

  test('codes and passkeys tell no more of who there is', async () => {
    await ownerIn();
    const stranger = new HttpBrowser(server);
    const codes = await Promise.all(
      ['AAAA-AAAA-AAAA-AAAA', 'wrong', 'marta'].map((code) =>
        stranger.post('/api/v1/password', { code, password: 'four grey herons at noon' }),
      ),
    );
    expect(new Set(codes.map(({ status, code }) => `${status} ${code}`))).toEqual(new Set(['401 CODE_WRONG']));
    const { options } = (await stranger.post('/api/v1/session/passkey/options')).body;
    expect(options.allowCredentials ?? []).toEqual([]);
  });
});

test('none of this was a bug', () => {
  expect(attacked.bugs).toEqual([]);
});
