/** Accounts over HTTP: what a browser has to bring, what another site can't, and what a program's token may. Roles against operations: authorisation.test.ts. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createServer, type ServerOptions, type WebServer } from '../../src/adapters/http/create-server.ts';
import { PARTS, type Role } from '../../src/api/roles.ts';
import { createAccountDesk } from '../../src/apps/web/accounts/desk.ts';
import { changeRole, newSetupCode, setDisabled } from '../../src/apps/web/accounts/users.ts';
import { type AuditEntry, AuditWalk } from '../../src/core/compliance/audit-entry.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';
import { AccountsLab, HOST, PASSWORD } from './accounts-lab.ts';
import { HttpBrowser } from './http-browser.ts';

let lab: AccountsLab;
let server: WebServer;
let publicServer: WebServer;
const source = new ScriptedSession(300);

function serve(more: Partial<ServerOptions> = {}): Promise<WebServer> {
  return createServer({ source, port: 0, panelFolder: '/nowhere', accounts: createAccountDesk(lab.accounts), heartbeatMs: 100, ...more });
}

beforeAll(async () => {
  lab = await AccountsLab.start();
  server = await serve();
  publicServer = await serve({ publicOrigin: 'https://panel.example.org', gatewayAddress: '127.0.0.1' });
});
beforeEach(async () => {
  await lab.clear();
  lab.now = Math.max(lab.now, Date.now());
});
afterAll(async () => {
  await server.close();
  await publicServer.close();
  await lab.end();
});

/** The first owner over HTTP, with an authenticator: in, complete and fresh. */
async function owner(browser = new HttpBrowser(server)) {
  const code = (await newSetupCode(lab.parts, HOST))?.code;
  expect((await browser.post('/api/v1/setup', { code, name: 'marta', password: PASSWORD })).status).toBe(200);
  return { browser, code: await enrol(browser) };
}

async function enrol(browser: HttpBrowser): Promise<() => string> {
  const { body } = await browser.post('/api/v1/account/authenticators', { name: 'phone' });
  const code = lab.showing(body.secret);
  expect((await browser.post('/api/v1/account/authenticators/confirm', { code: code() })).body).toMatchObject({ stage: 'full' });
  lab.now += 30_000;
  return code;
}

async function enter(name: string, code: () => string, browser = new HttpBrowser(server)): Promise<HttpBrowser> {
  expect((await browser.post('/api/v1/session', { name, password: PASSWORD })).body.stage).toBe('second-factor');
  expect((await browser.post('/api/v1/session/second-factor', { kind: 'totp', code: code() })).status).toBe(200);
  lab.now += 30_000;
  return browser;
}

/** Somebody of a role, invited by the host, in. */
async function personOf(role: Role, at = server): Promise<HttpBrowser> {
  const person = await lab.user(`one-${role}`, role, undefined, PARTS);
  const browser = new HttpBrowser(at);
  if (person.code() !== 'none') return enter(person.name, person.code, browser);
  expect((await browser.post('/api/v1/session', { name: person.name, password: PASSWORD })).body.stage).toBe('full');
  return browser;
}

const commandOf = (kind: string) => ({ kind, commandId: crypto.randomUUID(), ...(kind !== 'pause' && { confirmed: true }) });

/** The second factor of every session was given an hour ago. */
async function letStepUpGrowOld(): Promise<void> {
  await lab.throwAway.database.query("update accounts.session set step_up_at = step_up_at - interval '1 hour'");
  lab.now += 6_000;
}

describe('cookies', () => {
  test('on loopback: not for scripts, this site only, named by port; the one for acts is readable', async () => {
    const browser = new HttpBrowser(server);
    const code = (await newSetupCode(lab.parts, HOST))?.code;
    const { cookies, headers } = await browser.post('/api/v1/setup', { code, name: 'marta', password: PASSWORD });
    const [session, csrf] = cookies;
    expect(session).toMatch(new RegExp(`^atalaya_session_${server.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`));
    expect(csrf).toMatch(new RegExp(`^atalaya_csrf_${server.port}=[\\w-]{43}; Path=/; SameSite=Strict$`));
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['strict-transport-security']).toBe(undefined);
  });

  test('under the public address: over TLS only, this host only, and the browser is told to stay with TLS', async () => {
    await owner();
    const browser = new HttpBrowser(publicServer, 'https://panel.example.org');
    const { cookies, headers } = await browser.post('/api/v1/session', { name: 'marta', password: PASSWORD });
    expect(cookies[0]).toMatch(/^__Host-atalaya_session=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    expect((await browser.get('/metrics')).status).not.toBe(200);
    expect((await new HttpBrowser(publicServer, 'https://other.example.org').get('/api/v1/setup')).status).toBe(421);
  });

  test('a cookie that somebody planted is not taken over', async () => {
    const { code } = await owner();
    const browser = new HttpBrowser(server);
    browser.cookies.set(`atalaya_session_${server.port}`, 'planted');
    await enter('marta', code, browser);
    expect(browser.cookie('session')).not.toBe('planted');
    const thief = new HttpBrowser(server);
    thief.cookies.set(`atalaya_session_${server.port}`, 'planted');
    expect((await thief.get('/api/v1/session')).status).toBe(401);
  });
});

test('a condition of somebody who has not entered is not met: nothing was read yet', async () => {
  await owner();
  const signIn = { name: 'marta', password: PASSWORD };
  const { status, body } = await new HttpBrowser(server).post('/api/v1/session', signIn, { 'if-match': '"0"' });
  expect([status, body.code]).toEqual([412, 'IF_MATCH_NOTHING']);
});

describe('another site', () => {
  test('can neither act with the cookie nor sign somebody in', async () => {
    const { browser, code } = await owner();
    const path = '/api/v1/account/recovery-codes';
    const csrf = browser.cookie('csrf');
    expect(await browser.post(path, undefined, { origin: 'https://evil.example' })).toMatchObject({ status: 403, code: 'ORIGIN_FOREIGN' });
    expect(await browser.post(path, undefined, { origin: undefined })).toMatchObject({ status: 403, code: 'ORIGIN_FOREIGN' });
    expect(await browser.post(path, undefined, { 'x-csrf-token': undefined })).toMatchObject({ status: 403, code: 'CSRF_TOKEN_WRONG' });
    const other = await enter('marta', code);
    expect(await browser.post(path, undefined, { 'x-csrf-token': other.cookie('csrf') })).toMatchObject({ code: 'CSRF_TOKEN_WRONG' });
    expect((await browser.post(path)).status).toBe(200);
    // It belongs to the token it was made for: after a step-up the old one is worth nothing.
    await browser.post('/api/v1/session/second-factor', { kind: 'totp', code: code() });
    expect(await browser.post(path, undefined, { 'x-csrf-token': csrf })).toMatchObject({ code: 'CSRF_TOKEN_WRONG' });
    const signIn = { name: 'marta', password: PASSWORD };
    expect(await new HttpBrowser(server).post('/api/v1/session', signIn, { origin: 'https://evil.example' })).toMatchObject({
      code: 'ORIGIN_FOREIGN',
    });
  });

  test('can open no live stream, and neither can a stranger or a half-entered session', async () => {
    const { browser } = await owner();
    const half = new HttpBrowser(server);
    await half.post('/api/v1/session', { name: 'marta', password: PASSWORD });
    const opens = (from: HttpBrowser, origin: string) =>
      new Promise<string>((done) => {
        const cookie = [...from.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const socket = new WebSocket(`ws://localhost:${server.port}/api/v1/live`, { headers: { cookie, origin } });
        socket.on('open', () => {
          done('open');
          socket.terminate();
        });
        socket.on('error', ({ message }) => done(message.slice(-3)));
      });
    expect(await opens(browser, `http://localhost:${server.port}`)).toBe('open');
    expect(await opens(browser, 'https://evil.example')).toBe('403');
    expect(await opens(new HttpBrowser(server), `http://localhost:${server.port}`)).toBe('401');
    expect(await opens(half, `http://localhost:${server.port}`)).toBe('403');
  });
});

test('what makes a secret is done once under its key: the same person is shown the same again, nobody else is', async () => {
  const { browser } = await owner();
  const key = { 'idempotency-key': 'lost-answer' };
  const wish = { name: 'anna', role: 'viewer', parts: ['trading'] };
  const first = await browser.post('/api/v1/users', wish, key);
  expect([first.status, first.body.name]).toEqual([200, 'anna']);
  expect((await browser.post('/api/v1/users', wish, key)).body).toEqual(first.body);
  expect(await browser.post('/api/v1/users', { ...wish, name: 'berta' }, key)).toMatchObject({ status: 409, code: 'IDEMPOTENCY_CONFLICT' });
  expect(await browser.post('/api/v1/users', wish)).toMatchObject({ status: 409, code: 'NAME_TAKEN' });

  const token = { name: 'reader', rights: ['trading.read'], expiresAt: lab.now + 86_400_000 };
  const made = await browser.post('/api/v1/tokens', token, key);
  expect((await browser.post('/api/v1/tokens', token, key)).body).toEqual(made.body);
  expect((await browser.get('/api/v1/tokens')).body.tokens).toHaveLength(1);
  const other = await personOf('owner');
  const others = await other.post('/api/v1/tokens', token, key);
  expect(others.status).toBe(200);
  expect(others.body.token).not.toBe(made.body.token);
  const kept = await lab.throwAway.database.query('select * from accounts.api_token');
  expect(JSON.stringify(kept)).not.toContain(made.body.token);
});

test('a live stream survives a step-up and ends with its session', async () => {
  const { browser, code } = await owner();
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const socket = new WebSocket(`ws://localhost:${server.port}/api/v1/live`, {
    headers: { cookie, origin: `http://localhost:${server.port}` },
  });
  const closed = new Promise<number>((done) => socket.on('close', done));
  await new Promise((done) => socket.on('open', done));
  await browser.post('/api/v1/session/second-factor', { kind: 'totp', code: code() });
  await new Promise((done) => setTimeout(done, 350));
  expect(socket.readyState).toBe(WebSocket.OPEN);
  expect((await browser.ask('DELETE', '/api/v1/session')).status).toBe(204);
  expect(await closed).toBe(1008);
  expect((await browser.get('/api/v1/session')).status).toBe(401);
});

test('a live stream ends at once when its user is disabled or given another role, and says why; nobody else’s does', async () => {
  // Its sessions are looked at so rarely that only being told can end it.
  const quiet = await serve({ heartbeatMs: 600_000 });
  const watch = async (person: HttpBrowser) => {
    const cookie = [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const socket = new WebSocket(`ws://localhost:${quiet.port}/api/v1/live`, {
      headers: { cookie, origin: `http://localhost:${quiet.port}` },
    });
    const closed = new Promise<[number, string]>((done) => socket.on('close', (code, reason) => done([code, String(reason)])));
    await new Promise((done) => socket.on('message', done));
    return { socket, closed };
  };
  try {
    const other = await watch(await personOf('viewer', quiet));
    const operator = await watch(await personOf('operator', quiet));
    await setDisabled(lab.parts, HOST, { name: 'one-operator', disabled: true });
    expect(await operator.closed).toEqual([1008, 'the session has ended']);
    const administrator = await watch(await personOf('administrator', quiet));
    await changeRole(lab.parts, HOST, { name: 'one-administrator', role: 'viewer', parts: [] });
    expect(await administrator.closed).toEqual([1008, 'the session has ended']);
    expect(other.socket.readyState).toBe(WebSocket.OPEN);
  } finally {
    await quiet.close();
  }
});

test("until there is an owner the host's links let in; from then on none does, and who came by one is out", async () => {
  const fresh = await AccountsLab.start(lab.throwAway);
  const other = await createServer({ source, port: 0, panelFolder: '/nowhere', accounts: createAccountDesk(fresh.accounts) });
  try {
    fresh.now = lab.now;
    const guest = new HttpBrowser(other);
    const link = new URL(other.loginLink());
    await guest.get(link.pathname + link.search);
    expect((await guest.get('/api/v1/session')).body).toMatchObject({ factor: 'link', stage: 'full', role: 'owner' });
    expect((await guest.post('/api/v1/links')).body.link).toContain('/enter?token=');
    expect(await guest.post('/api/v1/account/recovery-codes')).toMatchObject({ status: 403 });
    const late = other.loginLink();
    const code = (await newSetupCode(fresh.parts, HOST))?.code;
    expect((await new HttpBrowser(other).post('/api/v1/setup', { code, name: 'marta', password: PASSWORD })).status).toBe(200);
    expect((await guest.get('/api/v1/session')).status).toBe(401);
    const { headers } = await fetch(late, { redirect: 'manual' });
    expect([headers.get('location'), headers.get('set-cookie')]).toEqual(['/?link=used', null]);
    // Also for a process that starts anew, before it has a database to ask.
    fresh.isAway = true;
    expect(fresh.restarted().owner.isKnown()).toBe(true);
  } finally {
    await other.close();
    await fresh.leave();
  }
});

test('a session without its second factor may give it and leave, nothing else', async () => {
  await owner();
  const half = new HttpBrowser(server);
  await half.post('/api/v1/session', { name: 'marta', password: PASSWORD });
  expect(await half.get('/api/v1/snapshot')).toMatchObject({ status: 403, code: 'SECOND_FACTOR_NEEDED' });
  expect(await half.post('/api/v1/account/authenticators', { name: 'mine' })).toMatchObject({ status: 403, code: 'SECOND_FACTOR_NEEDED' });
  expect(await half.post('/api/v1/commands', commandOf('pause'))).toMatchObject({ status: 403 });
  expect((await half.get('/api/v1/session')).body).toMatchObject({ stage: 'second-factor', rights: [] });
  expect((await half.ask('DELETE', '/api/v1/session')).status).toBe(204);
});

test('what is dangerous asks for a fresh second factor; stopping never does', async () => {
  const { browser, code } = await owner();
  await letStepUpGrowOld();
  const command = (kind: string) => browser.post('/api/v1/commands', commandOf(kind));
  expect(await command('resume')).toMatchObject({ status: 403, code: 'STEP_UP_NEEDED' });
  expect(await browser.post('/api/v1/users', { name: 'luis', role: 'viewer', parts: [] })).toMatchObject({ code: 'STEP_UP_NEEDED' });
  expect(await browser.post('/api/v1/tokens', { name: 'x', rights: ['trading.read'], expiresAt: lab.now + 1000 })).toMatchObject({
    code: 'STEP_UP_NEEDED',
  });
  expect((await command('pause')).status).toBe(200);
  await browser.post('/api/v1/session/second-factor', { kind: 'totp', code: code() });
  expect((await command('resume')).status).toBe(200);
  expect((await browser.post('/api/v1/users', { name: 'luis', role: 'viewer', parts: [] })).body.code).toMatch(/^\w{4}-/);
  await letStepUpGrowOld();
  expect((await command('kill')).status).toBe(200);
});

test('wrong codes and passwords lock over HTTP, with the time to wait', async () => {
  await owner();
  const stranger = new HttpBrowser(publicServer, 'https://panel.example.org');
  const guess = () =>
    stranger.post('/api/v1/session', { name: 'marta', password: 'a wrong guess' }, { 'x-forwarded-for': '198.51.100.77' });
  for (let i = 0; i < 5; i++) expect(await guess()).toMatchObject({ status: 401, code: 'SIGN_IN_WRONG' });
  const locked = await guess();
  expect(locked).toMatchObject({ status: 429, code: 'SIGN_IN_LOCKED' });
  expect(Number(locked.headers['retry-after'])).toBeGreaterThan(0);
});

test('who enters is held to thirty tries a minute and address, whatever they try', async () => {
  const fresh = await serve();
  const stranger = new HttpBrowser(fresh);
  const statuses: number[] = [];
  for (let i = 0; i < 31; i++) statuses.push((await stranger.post('/api/v1/session/passkey/options')).status);
  await fresh.close();
  expect(statuses).toEqual([...Array(30).fill(200), 429]);
});

test('metrics are for this machine, also where a gateway on it passes strangers on', async () => {
  const metrics = { contentType: 'text/plain; charset=utf-8', page: async () => 'figures', requestDone: () => {} };
  const measured = await serve({ publicOrigin: 'https://panel.example.org', gatewayAddress: '127.0.0.1', metrics });
  try {
    expect(await new HttpBrowser(measured).get('/metrics')).toMatchObject({ status: 200, body: 'figures' });
    const outside = new HttpBrowser(measured, 'https://panel.example.org');
    expect(await outside.get('/metrics')).toMatchObject({ status: 403, code: 'LOOPBACK_ONLY' });
  } finally {
    await measured.close();
  }
});

test('X-Forwarded-For counts from the gateway alone', async () => {
  await owner();
  const address = async (browser: HttpBrowser) => {
    await browser.post('/api/v1/session', { name: 'marta', password: PASSWORD }, { 'x-forwarded-for': '198.51.100.4' });
    const [row] = await lab.throwAway.database.query<{ address: string }>(
      'select address from accounts.session order by created_at desc limit 1',
    );
    return row?.address;
  };
  lab.now += 1000;
  expect(await address(new HttpBrowser(server))).toBe('127.0.0.1');
  lab.now += 1000;
  expect(await address(new HttpBrowser(publicServer, 'https://panel.example.org'))).toBe('198.51.100.4');
});

test('a token may what it was made for, without cookie or origin, 60 acts a minute; ended it is nobody', async () => {
  const { browser } = await owner();
  const wish = { name: 'robot', rights: ['trading.read', 'strategies.enable'], expiresAt: lab.now + 3_600_000 };
  const { body: made } = await browser.post('/api/v1/tokens', wish);
  const robot = new HttpBrowser(server);
  const headers = { authorization: `Bearer ${made.token}` };
  expect((await robot.get('/api/v1/orders', { headers })).status).toBe(200);
  expect(await robot.get('/api/v1/users', { headers })).toMatchObject({ status: 403, code: 'RIGHT_MISSING' });
  expect(await robot.get('/api/v1/account/sessions', { headers })).toMatchObject({ status: 403, code: 'RIGHT_MISSING' });
  expect((await robot.post('/api/v1/commands', commandOf('pause'), headers)).status).toBe(403);
  const statuses = await Promise.all(Array.from({ length: 130 }, async () => (await robot.get('/api/v1/fills', { headers })).status));
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10);
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(117);
  // A right that got into a row in some other way is none.
  await lab.throwAway.database.query("update accounts.api_token set rights = '{trading.stop,trading.start}'");
  lab.now += 6_000;
  expect(await robot.post('/api/v1/commands', commandOf('resume'), headers)).toMatchObject({ status: 403, code: 'RIGHT_MISSING' });
  lab.now += 3_600_000;
  expect((await robot.get('/api/v1/orders', { headers })).status).toBe(401);
});

test('an auditor takes the audit along, whole, and that is an entry of it', async () => {
  await owner();
  const auditor = await personOf('auditor');
  const { headers, body } = await auditor.get('/api/v1/audit/export');
  expect(headers['content-disposition']).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.ndjson"$/);
  const entries = (body as string)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as AuditEntry);
  expect(new AuditWalk().add(entries)).toBe(null);
  expect(entries.at(-1)).toMatchObject({ act: 'audit.export', actor: 'panel:one-auditor', outcome: 'done' });
  const newest = await auditor.get('/api/v1/audit?act=session&limit=1');
  expect(newest.body.entries).toMatchObject([{ act: 'session.begin', actor: 'one-auditor' }]);
  expect((await auditor.get('/api/v1/audit/verify')).body).toMatchObject({ entries: entries.length, fault: null });
});

test('what is asked of trading is in the audit with who, from where, on what and what came of it, refusals too', async () => {
  const { browser } = await owner();
  const command = (body: object) => browser.post('/api/v1/commands', { commandId: crypto.randomUUID(), ...body });
  expect((await command({ kind: 'pause', reason: 'news' })).status).toBe(200);
  expect((await command({ kind: 'kill', confirmed: true })).status).toBe(200);
  // No passage out of EMERGENCY.
  expect((await command({ kind: 'resume', confirmed: true, to: 'NORMAL' })).status).toBe(409);
  const trading = async () => (await browser.get('/api/v1/audit?act=trading&limit=3')).body.entries as AuditEntry[];
  await expect.poll(async () => (await trading())[0]).toMatchObject({ act: 'trading.resume', outcome: 'refused' });
  const account = source.snapshot().status.account.accountId;
  const by = { actor: 'panel:marta', target: account, address: expect.stringMatching(/127\.0\.0\.1|::1/) };
  expect(await trading()).toMatchObject([
    { ...by, act: 'trading.resume', outcome: 'refused', detail: { to: 'NORMAL', code: 'MODE_TRANSITION' } },
    { ...by, act: 'trading.kill', outcome: 'done', detail: { journalSequence: expect.any(Number) } },
    { ...by, act: 'trading.pause', outcome: 'done', detail: { reason: 'news', journalSequence: expect.any(Number) } },
  ]);
  await command({ kind: 'reset', confirmed: true });
  await command({ kind: 'resume', confirmed: true, to: 'NORMAL' });
  expect((await browser.get('/api/v1/audit/verify')).body).toMatchObject({ fault: null });
});

test('while the database is away one looks and stops, and is told why not more', async () => {
  const { browser } = await owner();
  await browser.get('/api/v1/session');
  lab.now += 6_000;
  lab.isAway = true;
  expect((await browser.get('/api/v1/session')).body).toMatchObject({ whileDatabaseDown: true });
  expect((await browser.get('/api/v1/snapshot')).status).toBe(200);
  expect((await browser.post('/api/v1/commands', commandOf('kill'))).status).toBe(200);
  expect(await browser.post('/api/v1/commands', commandOf('resume'))).toMatchObject({
    status: 503,
    code: 'ACCOUNTS_UNAVAILABLE',
  });
  expect((await new HttpBrowser(server).post('/api/v1/session', { name: 'marta', password: PASSWORD })).status).toBe(503);
  lab.isAway = false;
});
