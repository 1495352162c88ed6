// Secrets in the running platform, put in through the web: they reach what they are for, a new one proves itself first, and no planted value is found anywhere else.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openJournal } from '../../src/adapters/journal-files/open-journal.ts';
import { pidOf } from '../live/role-pids.ts';
import { TOKEN } from '../telegram/bot-api-server.ts';
import { HOOK_SECRET, MAIL_PASSWORD, RunningPlatform } from './running-platform.ts';

const OWNER = '4242';
const VENUE_KEY = 'planted-words-of-the-key';
const VENUE_SECRET = 'planted-words-of-the-venue';
const WRONG_TOKEN = '110201543:planted-words-of-the-bot';
const PLANTED = [TOKEN.split(':')[1] as string, MAIL_PASSWORD, HOOK_SECRET, VENUE_KEY, VENUE_SECRET, WRONG_TOKEN.split(':')[1] as string];

const platform = new RunningPlatform();
const { folder, telegram } = platform;
const ask = platform.ask.bind(platform);
const put = platform.put.bind(platform);
const rowOf = platform.secret.bind(platform);
const settings = platform.noticeSettings.bind(platform);
const tryIt = async (name: string) => (await ask('POST', `/api/v1/secrets/${name}/try`)).body;
const testOf = async (channel: string) => (await ask('POST', `/api/v1/notices/${channel}/test`)).body;

beforeAll(() => platform.start(), 120_000);
afterAll(() => platform.end(), 60_000);

test('the chat, put in while it runs, is opened at once; a test of it is taken with its number', { timeout: 90_000 }, async () => {
  expect((await put('telegram', { token: TOKEN, chat: OWNER })).status).toBe(200);
  expect((await put('telegram', { token: TOKEN, chat: OWNER })).body).toMatchObject({ status: 409, code: 'SECRET_CONFLICT' });
  await expect.poll(() => platform.said, { timeout: 30_000 }).toContain('telegram: TELEGRAM_CONNECTED');
  const test = await testOf('telegram');
  expect(test).toMatchObject({ outcome: 'taken', messageId: String(telegram.sent.at(-1)?.message_id), target: '…242' });
  expect(telegram.sent.at(-1)?.text).toContain('NOTICE_TEST');
  await expect.poll(async () => (await rowOf('telegram')).verifiedAt, { timeout: 30_000 }).not.toBeNull();
  expect(await rowOf('telegram')).toMatchObject({ state: 'active', source: 'store', version: 1 });
});

test('a wrong token that is rotated to is refused by Telegram, and the old one goes on', { timeout: 90_000 }, async () => {
  await put('telegram', { token: WRONG_TOKEN, chat: OWNER }, 'rotate');
  expect(await tryIt('telegram')).toMatchObject({ works: false, code: 'TELEGRAM_401', version: 2 });
  expect(await rowOf('telegram')).toMatchObject({
    state: 'rotating',
    version: 1,
    candidate: { version: 2, fault: { code: 'TELEGRAM_401' } },
  });
  await put('telegram', { token: TOKEN, chat: OWNER }, 'rotate');
  expect(await tryIt('telegram')).toMatchObject({
    works: true,
    version: 3,
    receipt: { messageId: String(telegram.sent.at(-1)?.message_id) },
  });
  const row = await rowOf('telegram');
  expect(row).toMatchObject({ state: 'active', version: 3, candidate: null });
  expect(row.past.map(({ version, why }: { version: number; why: string }) => [version, why])).toEqual([
    [1, 'replaced'],
    [2, 'given-up'],
  ]);
});

test('mail and webhook: what is missing is named, what is wrong is refused in the words of the other side', {
  timeout: 30_000,
}, async () => {
  const set = await ask('PUT', '/api/v1/notices', settings());
  expect(set.body.channels).toMatchObject([
    { name: 'telegram', state: 'on' },
    { name: 'email', state: 'incomplete', why: { code: 'EMAIL_PASSWORD_MISSING' } },
    { name: 'webhook', state: 'incomplete', why: { code: 'WEBHOOK_SECRET_MISSING' } },
  ]);
  expect(await testOf('email')).toMatchObject({ outcome: 'not-set-up', code: 'EMAIL_PASSWORD_MISSING' });
  await put('smtp', { password: 'not the right one' });
  expect(await testOf('email')).toMatchObject({ outcome: 'refused', code: 'EMAIL_EAUTH', message: expect.stringContaining('535') });
  await put('smtp', { password: MAIL_PASSWORD }, 'replace');
  expect(await testOf('email')).toMatchObject({ outcome: 'taken', messageId: '250 OK: queued as 1', target: 'marta@example.org' });
  expect(platform.mail.mails[0]).toMatchObject({
    from: 'atalaya@example.org',
    to: ['marta@example.org'],
    text: expect.stringContaining('NOTICE_TEST'),
  });
  await put('webhook', { secret: HOOK_SECRET });
  expect(await testOf('webhook')).toMatchObject({ outcome: 'taken', messageId: expect.stringContaining('HTTP 204') });
  expect(platform.receiver.taken[0]).toMatchObject({ code: 'NOTICE_TEST', severity: 'info' });
  // Six a minute, those of the chat above among them.
  expect(await testOf('webhook')).toMatchObject({ status: 429, code: 'NOTICE_TESTS_TOO_MANY' });
});

test('a password may not travel in the open, and nothing is changed where it would', { timeout: 90_000 }, async () => {
  const open = settings();
  const wrong = { ...open, email: { ...open.email, host: 'mail.example.org' } };
  expect(await ask('PUT', '/api/v1/notices', wrong)).toMatchObject({ status: 422, body: { code: 'NOTICE_SETTINGS_INVALID' } });
  expect((await ask('GET', '/api/v1/notices')).body.settings).toEqual(open);
});

test('a key of a venue that this session is not on waits; a wrong field is named without what came', { timeout: 90_000 }, async () => {
  expect(await put('venue.kraken', { key: VENUE_KEY, secret: VENUE_SECRET })).toMatchObject({ status: 200, body: { state: 'unverified' } });
  expect(await tryIt('venue.kraken')).toMatchObject({ status: 409, code: 'SECRET_NOT_HERE' });
  const wrong = await put('venue.bybit', { key: `${VENUE_KEY} with a space`, secret: VENUE_SECRET });
  expect(wrong).toMatchObject({ status: 422, body: { code: 'SECRET_VALUE' } });
});

test('who did what is in the audit and the journal', { timeout: 90_000 }, async () => {
  const { entries } = (await ask('GET', '/api/v1/audit?act=secret&limit=100')).body;
  const told = entries.map(({ act, target, outcome }: Record<string, string>) => `${act} ${target} ${outcome}`);
  expect(told).toContain('secret.set telegram refused');
  expect(told).toContain('secret.set telegram done');
  expect(told).toContain('secret.rotate telegram done');
  expect(told).toContain('secret.try venue.kraken refused');
});

test('no planted value is anywhere: not in the data folder, what was said, answered or measured, nor in any process but where it is used', {
  timeout: 90_000,
}, async () => {
  platform.answered += await (await fetch(`${platform.url}/metrics`)).text();
  for (const value of PLANTED) {
    expect(platform.said).not.toContain(value);
    expect(platform.answered).not.toContain(value);
    // grep ends with 1 where it finds nothing.
    expect(() => execFileSync('grep', ['-r', '-a', '-l', '-F', value, folder])).toThrow(expect.objectContaining({ status: 1 }));
  }
  const tree = (['platform', 'instance', 'web'] as const).map((role) => pidOf(folder, role));
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  for (const pid of new Set([...tree.map(String), ...all])) {
    for (const file of ['cmdline', 'environ']) {
      const text = textOf(`/proc/${pid}/${file}`);
      for (const value of PLANTED) expect(text).not.toContain(value);
    }
  }
  // The search does find what is there.
  expect(execFileSync('grep', ['-r', '-a', '-l', '-F', 'atalaya@example.org', folder]).toString()).toContain('notices.json');
});

test('after a stop the journal tells of the trials', { timeout: 90_000 }, async () => {
  platform.child.kill('SIGTERM');
  await expect.poll(() => platform.child.exitCode, { timeout: 60_000 }).toBe(0);
  const [account = ''] = readdirSync(join(folder, 'journal'));
  const journal = await openJournal(join(folder, 'journal', account), { account });
  const actions = [...journal.readEntries(1)].filter(({ kind }) => kind === 'audit').map(({ body }) => (body as { action: string }).action);
  await journal.close();
  expect(actions).toContain('secret.try');
  expect(actions).toContain('notices.test');
});

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
