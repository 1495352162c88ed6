/** What somebody who is in would try: reaching for what is another’s, for files, for the database, and for the audit’s silence. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createServer } from '../../src/adapters/http/create-server.ts';
import { PATIENCE } from '../../src/adapters/http/message-guard.ts';
import { RawLine } from '../http/raw-line.ts';
import type { AccountsLab } from './accounts-lab.ts';
import { type AttackedPanel, openAttackedPanel } from './attacked-panel.ts';

let attacked: AttackedPanel;
let lab: AccountsLab;
const ownerIn = () => attacked.ownerIn();
const browserOf = (session: string | null) => attacked.browserOf(session);

beforeAll(async () => {
  attacked = await openAttackedPanel();
  ({ lab } = attacked);
}, 60_000);
beforeEach(() => attacked.clear());
afterAll(() => attacked.close());

/** Of this process, in which the server runs too: other programs on the machine take none of it. */
function secondsSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
}

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

  test('fields nobody asked for are refused, and a parameter given twice is no parameter', async () => {
    const owner = await ownerIn();
    const more = {
      passwordHash: 'x',
      disabledAt: null,
      userId: '6f9619ff-8b86-4d01-b42d-00c04fc964ff',
      rights: ['trading.arm'],
      isOwner: true,
    };
    for (const [name, value] of Object.entries(more)) {
      const { status, body } = await owner.post('/api/v1/users', { name: 'luis', role: 'viewer', parts: [], [name]: value });
      expect([status, body.unclear]).toEqual([422, { field: name, rule: 'unknown', expected: [], found: null }]);
    }
    expect(await lab.throwAway.database.query("select 1 from accounts.users where name = 'luis'")).toEqual([]);
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
    expect(written.find(({ actor }) => actor === 'panel:ines')).toMatchObject({
      target: 'POST /api/v1/commands',
      detail: { code: 'CSRF_TOKEN_WRONG', passedOver: 31 },
    });
    expect((await lab.verifyAudit()).fault).toBe(null);
  });

  test('input that fits no question is written down without the input, a few times a minute, and hides nobody', async () => {
    const operator = await ownerIn();
    const [before] = await lab.throwAway.database.query<{ last: number }>('select max(sequence) as last from audit.entry');
    lab.now += 61_000;
    for (let i = 0; i < 20; i++) expect((await operator.get('/api/v1/audit?planted=1')).status).toBe(422);
    expect((await operator.post('/api/v1/commands', { kind: 'kill' }, { 'x-csrf-token': 'forged' })).status).toBe(403);
    lab.now += 61_000;
    const broken = await fetch(`${attacked.server.url}/api/v1/session`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"planted","name":"planted"}' },
    });
    expect(broken.status).toBe(400);
    const entries = () =>
      lab.throwAway.database.query(
        `select actor, act, target, detail from audit.entry where act in ('access.refuse', 'input.refuse') and sequence > $1 order by sequence`,
        [before?.last],
      );
    await expect.poll(async () => (await entries()).length).toBe(7);
    const written = await entries();
    const owner = { actor: 'panel:marta', act: 'input.refuse', target: 'GET /api/v1/audit' };
    // Those before this test may have passed some over.
    const passedOver = expect.any(Number);
    expect(written.filter(({ act, actor }) => act === 'input.refuse' && actor === 'panel:marta')).toEqual(
      Array(5).fill({ ...owner, detail: { code: 'REQUEST_INVALID', passedOver } }),
    );
    expect(written).toContainEqual(expect.objectContaining({ act: 'access.refuse', detail: { code: 'CSRF_TOKEN_WRONG', passedOver: 0 } }));
    const stranger = { actor: 'nobody', act: 'input.refuse', target: 'POST /api/v1/session' };
    expect(written).toContainEqual({ ...stranger, detail: { code: 'REQUEST_INVALID', passedOver: 15 } });
    expect(JSON.stringify(written)).not.toContain('planted');
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
    const quick = await createServer({ ...attacked.options, patience: { ...PATIENCE, bodyMs: 400, silenceMs: 1_200 } });
    const owner = await attacked.ownerIn(quick);
    const cookie = [...owner.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const head = [
      'POST /api/v1/data/uploads?name=slow.csv HTTP/1.1',
      `Host: localhost:${quick.port}`,
      `Cookie: ${cookie}`,
      `Origin: http://localhost:${quick.port}`,
      `X-CSRF-Token: ${owner.cookie('csrf')}`,
      'Content-Type: application/octet-stream',
      'Connection: close',
    ].join('\r\n');
    const [slow, silent] = [new RawLine(quick.port), new RawLine(quick.port)];
    slow.say(`${head}\r\nContent-Length: 10\r\n\r\n`);
    silent.say(`${head}\r\nContent-Length: 10\r\n\r\nab`);
    for (let i = 0; i < 10; i++) {
      await new Promise((done) => setTimeout(done, 100));
      slow.say('x');
    }
    expect((await slow.hear()).status).toBe(201);
    expect((await silent.hear()).status).not.toBe(201);
    expect(silent.isOpen).toBe(false);
    await quick.close();
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
    const started = process.cpuUsage();
    const { status } = await owner.get(path);
    expect([path, status < 500, secondsSince(started) < 1]).toEqual([path, true, true]);
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
    const started = process.cpuUsage();
    await owner.get('/', { headers });
    await owner.get('/api/v1/session', { headers });
    expect([Object.keys(headers), secondsSince(started) < 1]).toEqual([Object.keys(headers), true]);
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
  expect(attacked.bugs).toEqual([]);
});
