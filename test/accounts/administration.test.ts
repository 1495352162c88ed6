/** Sessions, tokens and users: listed, ended, rotated; and what is known about a visitor while the database is away. */

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { lockUsers } from '../../src/adapters/postgres/accounts/users.ts';
import { listSessions, revokeOtherSessions, revokeSession } from '../../src/apps/web/accounts/own-account.ts';
import type { Actor } from '../../src/apps/web/accounts/parts.ts';
import { createToken, listTokens, revokeToken, rotateToken } from '../../src/apps/web/accounts/tokens.ts';
import { changeRole, inviteUser, listUsers, newPasswordCode, resetFactors, setDisabled } from '../../src/apps/web/accounts/users.ts';
import type { InputError } from '../../src/core/domain/result.ts';
import { AccountsLab, Browser, HOST, type Person } from './accounts-lab.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

let lab: AccountsLab;
beforeAll(async () => {
  lab = await AccountsLab.start();
});
beforeEach(() => lab.clear());
afterAll(() => lab.end());

const coded = (code: string) => expect.objectContaining({ code });
const as = ({ name }: Person, role: Actor['role']): Actor => ({ name, address: '203.0.113.7', role });
const token = async (secret: string) => {
  const found = await lab.accounts.visitors.find(secret, 'token');
  return found?.kind === 'token' ? found.token.name : null;
};

test('sessions are listed and ended one by one or all others at once, at once', async () => {
  const marta = await lab.owner();
  const [second, third] = [await lab.enter(marta), await lab.enter(marta)];
  const mine = await lab.session(marta.browser);
  const { sessions } = await listSessions(lab.parts, mine);
  expect(sessions.map(({ isCurrent }) => isCurrent).filter(Boolean)).toEqual([true]);
  expect(sessions).toHaveLength(3);
  const { sessionId } = await lab.session(second);
  await revokeSession(lab.parts, marta.browser.caller, mine, sessionId);
  expect([await lab.find(second.session), (await lab.session(third)).stage]).toEqual([null, 'full']);
  expect(await revokeOtherSessions(lab.parts, marta.browser.caller, mine)).toEqual({ ended: 1 });
  expect([await lab.find(third.session), (await lab.session(marta.browser)).stage]).toEqual([null, 'full']);
  const luis = await lab.user('luis', 'viewer');
  await expect(revokeSession(lab.parts, luis.browser.caller, await lab.session(luis.browser), mine.sessionId)).rejects.toEqual(
    coded('SESSION_UNKNOWN'),
  );
});

test('a session that is used lives up to 12 hours, a silent one 30 minutes, and then its row is gone', async () => {
  const marta = await lab.owner();
  const used = await lab.enter(marta);
  const began = (await lab.session(used)).createdAt;
  for (; lab.now < began + 12 * 60 * MINUTE; lab.now += 29 * MINUTE) expect(await lab.find(used.session)).not.toBe(null);
  expect(await lab.find(used.session)).toBe(null);
  expect(await lab.find(marta.browser.session)).toBe(null);
  expect(await lab.throwAway.database.query('select 1 from accounts.session')).toEqual([]);
});

test('a token is good until its end; while it is rotated the old and the new one are, and no third', async () => {
  const marta = await lab.owner();
  const session = await lab.session(marta.browser);
  const { caller } = marta.browser;
  const first = await createToken(lab.parts, caller, session, { name: 'backup', rights: ['trading.read'], expiresAt: lab.now + 30 * DAY });
  expect(await token(first.token)).toBe('backup');
  lab.now += MINUTE;
  const wish = { expiresAt: lab.now + 60 * DAY, overlapMs: 2 * DAY };
  const second = await rotateToken(lab.parts, caller, session, { ...wish, id: first.id });
  expect([await token(first.token), await token(second.token)]).toEqual(['backup', 'backup']);
  await expect(rotateToken(lab.parts, caller, session, { ...wish, id: first.id })).rejects.toEqual(coded('TOKEN_REPLACED'));
  expect((await listTokens(lab.parts)).tokens.map(({ isReplaced, rights, madeBy }) => [isReplaced, rights, madeBy])).toEqual([
    [false, ['trading.read'], 'marta'],
    [true, ['trading.read'], 'marta'],
  ]);
  lab.now += 2 * DAY;
  expect([await token(first.token), await token(second.token)]).toEqual([null, 'backup']);
  const short = await createToken(lab.parts, caller, session, { name: 'short', rights: ['trading.read'], expiresAt: lab.now + 3_000 });
  expect(await token(short.token)).toBe('short');
  lab.now += 3_000;
  expect(await token(short.token)).toBe(null);
  await revokeToken(lab.parts, caller, session, second.id);
  expect(await token(second.token)).toBe(null);
});

test('a token holds no right that needs a second factor, and none its maker lacks', async () => {
  const marta = await lab.owner();
  const wish = { name: 'x', expiresAt: lab.now + DAY };
  const make = async (rights: Parameters<typeof createToken>[3]['rights'], expiresAt = wish.expiresAt) =>
    createToken(lab.parts, marta.browser.caller, await lab.session(marta.browser), { ...wish, rights, expiresAt });
  await expect(make(['trading.read', 'trading.arm'])).rejects.toEqual(coded('TOKEN_RIGHT'));
  await expect(make(['self'])).rejects.toEqual(coded('TOKEN_RIGHT'));
  await expect(make(['trading.read'], lab.now + 367 * DAY)).rejects.toEqual(coded('TOKEN_EXPIRY'));
  const ana = await lab.user('ana', 'administrator');
  const wishOfAna = { ...wish, rights: ['limits.tighten'] as const };
  await expect(createToken(lab.parts, ana.browser.caller, await lab.session(ana.browser), wishOfAna)).rejects.toEqual(coded('TOKEN_RIGHT'));
});

test("a token ends with its maker's account", async () => {
  await lab.owner();
  const ana = await lab.user('ana', 'administrator');
  const wish = { name: 'x', rights: ['trading.read'] as const, expiresAt: lab.now + DAY };
  const made = await createToken(lab.parts, ana.browser.caller, await lab.session(ana.browser), wish);
  expect(await token(made.token)).toBe('x');
  await setDisabled(lab.parts, HOST, { name: 'ana', disabled: true });
  expect(await token(made.token)).toBe(null);
});

test('there is always an owner who can enter', async () => {
  const marta = await lab.owner();
  const change = { name: 'marta', role: 'viewer' as const, parts: [] };
  await expect(changeRole(lab.parts, HOST, change)).rejects.toEqual(coded('OWNER_LAST'));
  await expect(setDisabled(lab.parts, HOST, { name: 'marta', disabled: true })).rejects.toEqual(coded('OWNER_LAST'));
  // Invited is not enough: nobody has entered with it.
  await inviteUser(lab.parts, as(marta, 'owner'), { name: 'second', role: 'owner', parts: [] });
  await expect(setDisabled(lab.parts, HOST, { name: 'marta', disabled: true })).rejects.toEqual(coded('OWNER_LAST'));
  // Two at the same moment: while one disables the first owner, the other may not be disabled by what it still sees.
  await lab.user('third', 'owner');
  const { promise: goOn, resolve } = Promise.withResolvers<void>();
  const { promise: isLocked, resolve: locked } = Promise.withResolvers<void>();
  const first = lab.throwAway.database.transaction(async (query) => {
    await lockUsers(query);
    await query("update accounts.users set disabled_at = now() where name = 'marta'");
    locked();
    await goOn;
  });
  await isLocked;
  const second = setDisabled(lab.parts, HOST, { name: 'third', disabled: true }).catch((error: InputError) => error.code);
  await expect.poll(() => lab.throwAway.database.query("select from pg_locks where locktype = 'advisory' and not granted")).toHaveLength(1);
  resolve();
  await first;
  expect(await second).toBe('OWNER_LAST');
});

test('an administrator neither makes nor touches an owner', async () => {
  await lab.owner();
  const ana = await lab.user('ana', 'administrator');
  const actor = as(ana, 'administrator');
  const missing = coded('RIGHT_MISSING');
  await expect(inviteUser(lab.parts, actor, { name: 'mine', role: 'owner', parts: [] })).rejects.toEqual(missing);
  await expect(changeRole(lab.parts, actor, { name: 'ana', role: 'owner', parts: [] })).rejects.toEqual(missing);
  for (const touch of [resetFactors, newPasswordCode]) await expect(touch(lab.parts, actor, 'marta')).rejects.toEqual(missing);
  await expect(setDisabled(lab.parts, actor, { name: 'marta', disabled: true })).rejects.toEqual(missing);
  expect((await listUsers(lab.parts)).users.map(({ name, role, state }) => [name, role, state])).toEqual([
    ['ana', 'administrator', 'active'],
    ['marta', 'owner', 'active'],
  ]);
  expect((await lab.audit(1))[0]).toBe('user.disable refused');
});

test('a changed role or a disabled account ends its sessions', async () => {
  await lab.owner();
  const luis = await lab.user('luis', 'viewer', new Browser('203.0.113.9'), ['risk']);
  expect((await lab.session(luis.browser)).parts).toEqual(['risk']);
  await changeRole(lab.parts, HOST, { name: 'luis', role: 'auditor', parts: [] });
  expect(await lab.find(luis.browser.session)).toBe(null);
  await setDisabled(lab.parts, HOST, { name: 'luis', disabled: true });
  await expect(lab.enter(luis)).rejects.toEqual(coded('SIGN_IN_WRONG'));
  await setDisabled(lab.parts, HOST, { name: 'luis', disabled: false });
  expect((await listUsers(lab.parts)).users[0]).toMatchObject({ name: 'luis', state: 'active', role: 'auditor' });
});

test('while the database is away a session known before is good until its end, and says so; others are not known', async () => {
  const marta = await lab.owner();
  const other = await lab.enter(marta);
  await lab.session(marta.browser);
  const { visitors } = lab.accounts;
  lab.now += 10_000;
  lab.isAway = true;
  const find = (secret: string | null) => visitors.find(secret ?? '', 'session');
  expect(await find(marta.browser.session)).toMatchObject({ whileDatabaseDown: true });
  await expect(find(other.session)).rejects.toEqual(coded('ACCOUNTS_UNAVAILABLE'));
  // Being used keeps it alive as ever; 30 silent minutes end it.
  lab.now += 29 * MINUTE;
  expect(await find(marta.browser.session)).toMatchObject({ whileDatabaseDown: true });
  lab.now += 30 * MINUTE;
  expect(await find(marta.browser.session)).toBe(null);
});

test('once the database is back whoever signs in is in, and with that it is back for everybody', async () => {
  const marta = await lab.owner();
  await lab.session(marta.browser);
  lab.now += 10_000;
  lab.isAway = true;
  const { visitors } = lab.accounts;
  const find = (secret: string | null) => visitors.find(secret ?? '', 'session');
  expect(await find(marta.browser.session)).toMatchObject({ whileDatabaseDown: true });
  lab.isAway = false;
  const other = await lab.enter(marta);
  expect(await find(other.session)).toMatchObject({ whileDatabaseDown: false });
  expect(await find(marta.browser.session)).toMatchObject({ whileDatabaseDown: false });
});

test('once the database is back it is asked again within seconds', async () => {
  const marta = await lab.owner();
  await lab.session(marta.browser);
  lab.now += 10_000;
  lab.isAway = true;
  await lab.find(marta.browser.session);
  lab.isAway = false;
  await lab.throwAway.database.query('delete from accounts.session');
  expect(await lab.find(marta.browser.session)).not.toBe(null);
  lab.now += 2_000;
  expect(await lab.find(marta.browser.session)).toBe(null);
});
