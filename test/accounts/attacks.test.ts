/** What somebody would try against a panel with accounts: frames, redirects, foreign streams, guessing names, reaching for what is another's. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { WebServer } from '../../src/adapters/http/create-server.ts';
import { PATIENCE } from '../../src/adapters/http/message-guard.ts';
import { RawLine, saying } from '../http/raw-line.ts';
import { buildSmallPanel } from '../http/small-panel.ts';
import { type AccountsLab, PASSWORD } from './accounts-lab.ts';
import { PROBES } from './authorisation-requests.ts';
import { type Answer, HttpBrowser } from './http-browser.ts';
import { serveEverything, type WholeInterface } from './whole-interface.ts';

const panel = buildSmallPanel();
let served: WholeInterface;
let lab: AccountsLab;
let server: WebServer;

beforeAll(async () => {
  served = await serveEverything({ panelFolder: panel.folder, hasteFactor: 1e6, patience: { ...PATIENCE, bodyMs: 400, silenceMs: 1_200 } });
  ({ lab, server } = served);
}, 60_000);
beforeEach(async () => {
  await lab.clear();
  lab.now = Math.max(lab.now, Date.now());
});
afterAll(async () => {
  await served.close();
  panel.remove();
});

/** An owner in a browser, with a fresh second factor. */
async function ownerIn(name = 'marta'): Promise<HttpBrowser> {
  const { browser } = await lab.owner(name);
  return browserOf(browser.session);
}

async function browserOf(session: string | null): Promise<HttpBrowser> {
  const browser = new HttpBrowser(server);
  browser.cookies.set(`atalaya_session_${server.port}`, session ?? '');
  const { body } = await browser.get('/api/v1/session');
  browser.cookies.set(`atalaya_csrf_${server.port}`, body.csrfToken);
  return browser;
}

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
    const [known, ...others] = Object.values(times).map((each) => each.sort((a, b) => a - b)[2] as number) as [number, ...number[]];
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

describe('what is another’s', () => {
  test('sessions and factors of another are not there', async () => {
    const owner = await ownerIn();
    const luis = await browserOf((await lab.user('luis', 'operator')).browser.session);
    const [theirs] = (await owner.get('/api/v1/account/sessions')).body.sessions;
    const { authenticators } = (await owner.get('/api/v1/account/factors')).body;
    expect(await luis.ask('DELETE', `/api/v1/account/sessions/${theirs.id}`)).toMatchObject({ status: 404, code: 'SESSION_UNKNOWN' });
    expect(await luis.ask('DELETE', `/api/v1/account/factors/${authenticators[0].id}`)).toMatchObject({
      status: 404,
      code: 'FACTOR_UNKNOWN',
    });
    expect((await owner.get('/api/v1/session')).status).toBe(200);
    expect((await owner.get('/api/v1/account/factors')).body.authenticators).toHaveLength(1);
  });

  test('fields nobody asked for change nothing, and a parameter given twice is no parameter', async () => {
    const owner = await ownerIn();
    const more = {
      passwordHash: 'x',
      disabledAt: null,
      userId: '6f9619ff-8b86-4d01-b42d-00c04fc964ff',
      rights: ['trading.arm'],
      isOwner: true,
    };
    expect((await owner.post('/api/v1/users', { name: 'luis', role: 'viewer', parts: [], ...more })).status).toBe(200);
    const [row] = await lab.throwAway.database.query<Record<string, unknown>>("select * from accounts.users where name = 'luis'");
    expect(row).toMatchObject({ role: 'viewer', password_hash: null });
    expect(row?.user_id).not.toBe(more.userId);
    expect((await owner.get('/api/v1/audit?limit=1&limit=500')).status).toBe(422);
    expect((await owner.get('/api/v1/audit?limit[]=1')).body.entries?.length).not.toBe(0);
    const answers = (await owner.get('/api/v1/users')).body.users;
    expect(JSON.stringify(answers)).not.toMatch(/argon2|hash|user_?id/i);
  });

  test('who reaches for what is forbidden is written down, and does not fill the audit', async () => {
    await ownerIn();
    const viewer = await browserOf((await lab.user('vera', 'viewer', undefined, ['trading'])).browser.session);
    const { browser } = await lab.enter(await lab.user('ines', 'operator')).then((entered) => ({ browser: entered }));
    const operator = await browserOf(browser.session);
    const [before] = await lab.throwAway.database.query<{ last: number }>('select max(sequence) as last from audit.entry');
    lab.now += 61_000;
    for (let i = 0; i < 60; i++) expect((await viewer.get('/api/v1/users')).status).toBe(403);
    await operator.post('/api/v1/commands', { kind: 'kill' }, { origin: 'https://evil.example' });
    lab.now += 61_000;
    await operator.post('/api/v1/commands', { kind: 'kill' }, { 'x-csrf-token': 'forged' });
    const entries = async () =>
      lab.throwAway.database.query<{ actor: string; target: string; detail: { code: string; passedOver: number } }>(
        "select actor, target, detail from audit.entry where act = 'access.refuse' and sequence > $1 order by sequence",
        [before?.last],
      );
    await expect.poll(async () => (await entries()).length).toBe(31);
    const written = await entries();
    expect(written[0]).toMatchObject({ actor: 'panel:vera', target: 'GET /api/v1/users', detail: { code: 'RIGHT_MISSING' } });
    expect(written.at(-1)).toMatchObject({
      actor: 'panel:ines',
      target: 'POST /api/v1/commands',
      detail: { code: 'CSRF_TOKEN_WRONG', passedOver: 31 },
    });
    expect((await lab.verifyAudit()).fault).toBe(null);
  });
});

describe('files', () => {
  const names = [
    '../../../etc/cron.d/x',
    '..\\..\\x.csv',
    '/etc/passwd',
    'a/../../b.csv',
    '....//x',
    '.htaccess',
    'x.csv%00.exe',
    '%2e%2e%2fx',
    'CON',
    'a\r\nSet-Cookie: x=1.csv',
    '<script>.csv',
    '=cmd|x.csv',
  ];

  test('names of uploads are names and no paths', async () => {
    const owner = await ownerIn();
    for (const name of names) {
      const answer = await owner.ask('POST', `/api/v1/data/uploads?name=${encodeURIComponent(name)}`, {
        headers: { 'content-type': 'application/octet-stream' },
      });
      if (answer.status !== 201) {
        expect([name, answer.status]).toEqual([name, 422]);
        continue;
      }
      expect(answer.body.upload).toMatch(/^[0-9a-f-]{36}\/[^/\\]+$/);
      expect(answer.body.name).not.toMatch(/[/\\\r\n\0]|^\.\.?$/);
    }
  });

  test('what is asked for by name or id comes from its own place alone', async () => {
    const owner = await ownerIn();
    const id = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
    const out = [
      '..',
      '../..',
      '..%2f..',
      '%2e%2e',
      '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
      '..%5c..',
      '%00',
      'report.html%00',
      '.',
      '%252e%252e',
      'manifest.json',
    ];
    for (const part of out)
      for (const path of [
        `/api/v1/research/runs/${id}/files/${part}`,
        `/api/v1/research/runs/${part}/files/report.html`,
        `/api/v1/jobs/${part}/log`,
        `/api/v1/strategies/${part}/source`,
      ]) {
        const { status } = await owner.get(path);
        expect([path, status]).toEqual([path, [400, 403, 404, 422].includes(status) ? status : 404]);
      }
    for (const reference of [`${id}/../../x`, `${id}/..`, '../x', `${id}/a/b`, `${id}\\x`])
      expect((await owner.post('/api/v1/data/imports', { upload: reference, symbol: 'X' })).status).toBe(422);
    for (const query of [
      'venue=..&symbol=..&timeframe=1h',
      'venue=a&symbol=..%2f..%2f..%2fetc%2fpasswd&timeframe=1h',
      'venue=%2fetc&symbol=x&timeframe=1h',
    ])
      expect((await owner.get(`/api/v1/data/export?format=csv&${query}`)).status).toBeGreaterThanOrEqual(400);
  });

  test('an upload may take its time, but not stand still', async () => {
    const owner = await ownerIn();
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const head = [
      'POST /api/v1/data/uploads?name=slow.csv HTTP/1.1',
      `Host: localhost:${server.port}`,
      `Cookie: ${cookie}`,
      `Origin: http://localhost:${server.port}`,
      `X-CSRF-Token: ${owner.cookie('csrf')}`,
      'Content-Type: application/octet-stream',
      'Connection: close',
    ].join('\r\n');
    const [slow, silent] = [new RawLine(server.port), new RawLine(server.port)];
    slow.say(`${head}\r\nContent-Length: 10\r\n\r\n`);
    silent.say(`${head}\r\nContent-Length: 10\r\n\r\nab`);
    for (let i = 0; i < 10; i++) {
      await new Promise((done) => setTimeout(done, 100));
      slow.say('x');
    }
    expect((await slow.hear()).status).toBe(201);
    expect((await silent.hear()).status).not.toBe(201);
    expect(silent.isOpen).toBe(false);
  });
});

test('no text that is searched for takes long (ReDoS)', async () => {
  const owner = await ownerIn();
  const texts = [
    `${'a'.repeat(119)}!`,
    '(a+)+'.repeat(20),
    '%'.repeat(100),
    '_'.repeat(100),
    `${'0-'.repeat(59)}x`,
    `${'.*'.repeat(50)}`,
    '\\'.repeat(100),
  ];
  const asked = texts.flatMap((text) => {
    const value = encodeURIComponent(text);
    return [
      `/api/v1/archive/decisions?prefix=${value}`,
      `/api/v1/archive/orders?prefix=${value}&strategyId=${value}`,
      `/api/v1/archive/events?cursor=${value}`,
      `/api/v1/research/runs?text=${value}`,
      `/api/v1/audit?actor=${value}&act=${value}`,
      `/api/v1/data/coverage?sample=${value}`,
    ];
  });
  for (const path of asked) {
    const started = performance.now();
    const { status } = await owner.get(path);
    expect([path, status < 500, performance.now() - started < 1_000]).toEqual([path, true, true]);
  }
  const long = ','.repeat(20_000);
  for (const headers of [
    { 'accept-language': long },
    { 'if-none-match': long },
    { 'accept-encoding': long },
    { cookie: '='.repeat(20_000) },
    { 'sec-purpose': ' '.repeat(20_000) },
    { authorization: `Bearer ${' '.repeat(20_000)}` },
  ] as Record<string, string>[]) {
    const started = performance.now();
    await owner.get('/', { headers });
    await owner.get('/api/v1/session', { headers });
    expect([Object.keys(headers), performance.now() - started < 1_000]).toEqual([Object.keys(headers), true]);
  }
  for (const name of [`${'a.'.repeat(99)}!`, ' '.repeat(199)])
    expect((await owner.post('/api/v1/session', { name, password: 'x' })).status).toBe(401);
});

test('text that is SQL is text', async () => {
  const owner = await ownerIn();
  for (const text of [
    "' or 1=1 --",
    "'; drop table accounts.users; --",
    "x' union select password_hash from accounts.users --",
    '$1',
    '\\',
    '%',
  ]) {
    await lab.throwAway.database.query('truncate accounts.sign_in_failures');
    const value = encodeURIComponent(text);
    expect((await owner.get(`/api/v1/audit?actor=${value}`)).body).toEqual({ entries: [] });
    expect((await owner.get(`/api/v1/research/runs?text=${value}`)).body.rows).toEqual([]);
    expect((await owner.get(`/api/v1/archive/orders?prefix=${value}&strategyId=${value}`)).status).toBe(200);
    expect((await owner.ask('DELETE', `/api/v1/account/sessions/${value}`)).status).toBeGreaterThanOrEqual(400);
    expect((await owner.post('/api/v1/session', { name: text, password: text })).status).toBe(401);
  }
  expect((await owner.get('/api/v1/users')).body.users).toHaveLength(1);
});

test('what cannot be kept is refused: NUL in a text, and things within things without end', async () => {
  const owner = await ownerIn();
  expect(await owner.post('/api/v1/account/authenticators', { name: 'a\0b' })).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
  expect(await owner.get('/api/v1/audit?actor=%00')).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
  let response: object = {};
  for (let i = 0; i < 100; i++) response = { response };
  expect(await owner.post('/api/v1/session/passkey', { response })).toMatchObject({ status: 422, code: 'REQUEST_INVALID' });
});

test('none of this was a bug', () => {
  expect(served.bugs).toEqual([]);
});
