/** Signing in: the first owner, a name with its password, a passkey alone, and a code that lets one choose a password. */

import { randomUUID } from 'node:crypto';
import { credentialIdIn } from '../../../adapters/credentials/passkeys.ts';
import { hashOf } from '../../../adapters/credentials/secrets.ts';
import type { Caller } from '../../../adapters/http/account-desk.ts';
import { passkeyById } from '../../../adapters/postgres/accounts/factors.ts';
import { takeCode } from '../../../adapters/postgres/accounts/one-time.ts';
import { endSessionsOf } from '../../../adapters/postgres/accounts/sessions.ts';
import {
  addUser,
  countActiveOwners,
  lockUsers,
  renewHash,
  setPassword,
  type UserRow,
  userById,
  userByName,
} from '../../../adapters/postgres/accounts/users.ts';
import { userName } from '../../../api/accounts.ts';
import { InputError } from '../../../core/domain/result.ts';
import { readCode } from '../../../core/operations/access/one-time-code.ts';
import { readNewPassword } from '../../../core/operations/access/password-policy.ts';
import { beginSession, type Entered, stageAfterPassword } from './entering.ts';
import { type AccountParts, audited, orThrow } from './parts.ts';
import { checkSignature, passkeyUnknown } from './signatures.ts';
import { beginTry } from './tries.ts';

/** No owner can enter yet. */
export async function ownerIsNeeded({ database }: AccountParts): Promise<boolean> {
  return (await countActiveOwners(database().query)) === 0;
}

/** InputError SETUP_DONE, CODE_WRONG, NAME_TAKEN, PASSWORD_…; the owner then enrols a second factor. */
export async function setupOwner(
  parts: AccountParts,
  caller: Caller,
  wish: { readonly code: string; readonly name: string; readonly password: string },
): Promise<Entered> {
  const act = 'owner.setup';
  const tried = await beginTry(parts, caller, { act, name: wish.name, userId: null, account: null });
  const passwordHash = await parts.passwords.hash(orThrow(readNewPassword(wish.password, wish.name)));
  const now = parts.now();
  const user = { userId: randomUUID(), name: wish.name, role: 'owner' as const, parts: [], createdAt: now };
  return audited(parts, { name: wish.name, address: caller.address }, { act, target: wish.name }, async (query) => {
    await lockUsers(query);
    if ((await countActiveOwners(query)) > 0)
      throw new InputError('SETUP_DONE', 'expected no owner yet, found one; sign in, or ask that owner for an invitation');
    const taken = await takeCode(query, codeHash(wish.code), now);
    if (taken?.purpose !== 'first-owner') throw codeWrong();
    if (!(await addUser(query, user))) throw nameTaken(wish.name);
    await setPassword(query, user.userId, passwordHash, now);
    await tried.giveBack(query);
    return beginSession(parts, query, caller, user.userId, { stage: 'enrol', factor: 'password', isFresh: false });
  });
}

/** InputError SIGN_IN_WRONG, the same whatever was wrong; LockedOut; SIGN_IN_BUSY. */
export async function signIn(
  parts: AccountParts,
  caller: Caller,
  typed: { readonly name: string; readonly password: string },
): Promise<Entered> {
  const act = 'session.begin';
  const name = userName.safeParse(typed.name).data ?? 'nobody';
  const user = await userByName(parts.database().query, name);
  const tried = await beginTry(parts, caller, { act, name, userId: user?.userId ?? null, account: user?.userId ?? name });
  const { isRight, newHash } = await parts.passwords.check(typed.password, user?.passwordHash ?? null);
  return audited(parts, { name, address: caller.address }, { act, target: name, detail: { factor: 'password' } }, async (query, note) => {
    if (user === null || !isRight || user.disabledAt !== null)
      throw new InputError('SIGN_IN_WRONG', 'expected a name and its password, found others; type them again');
    if (newHash !== null) await renewHash(query, user.userId, user.passwordHash as string, newHash);
    const stage = await stageAfterPassword(query, user);
    note({ stage });
    // Where a second factor follows, the tries are given back after it: who knows the password gets no more guesses at the code.
    if (stage !== 'second-factor') await tried.giveBack(query);
    return beginSession(parts, query, caller, user.userId, { stage, factor: 'password', isFresh: false });
  });
}

/**
 * A passkey is both factors. Its tries are counted for the address alone, so that strangers who guess passwords keep nobody out who has one. InputError
 * PASSKEY_REFUSED.
 */
export async function signInWithPasskey(parts: AccountParts, caller: Caller, response: unknown): Promise<Entered> {
  const act = 'session.begin';
  const { query: ask } = parts.database();
  const passkey = await passkeyById(ask, credentialIdIn(response));
  const user = passkey === null ? null : await userById(ask, passkey.userId);
  const name = user?.name ?? 'nobody';
  const tried = await beginTry(parts, caller, { act, name, userId: user?.userId ?? null, account: null });
  const signature = await checkSignature(parts, caller.site, passkey, response, { purpose: 'enter', sessionId: null });
  return audited(parts, { name, address: caller.address }, { act, target: name, detail: { factor: 'passkey' } }, async (query) => {
    if (user === null || user.disabledAt !== null) throw passkeyUnknown();
    const now = parts.now();
    await signature.use(query, now);
    await tried.giveBack(query);
    return beginSession(parts, query, caller, user.userId, { stage: 'full', factor: 'passkey', isFresh: true });
  });
}

/** With a code of an invitation or for a forgotten password. Every session of that user ends; the user then signs in. InputError CODE_WRONG, PASSWORD_…. */
export async function choosePassword(
  parts: AccountParts,
  caller: Caller,
  typed: { readonly code: string; readonly password: string },
): Promise<{ readonly name: string }> {
  const act = 'password.choose';
  const tried = await beginTry(parts, caller, { act, name: 'nobody', userId: null, account: null });
  // Before it is known whose it is: a wrong code costs the same work.
  const passwordHash = await parts.passwords.hash(typed.password);
  const done = await audited(parts, { name: 'nobody', address: caller.address }, { act }, async (query, note) => {
    const now = parts.now();
    const taken = await takeCode(query, codeHash(typed.code), now);
    const user: UserRow | null = taken?.userId == null ? null : await userById(query, taken.userId);
    if (taken === null || user === null || user.disabledAt !== null) throw codeWrong();
    orThrow(readNewPassword(typed.password, user.name));
    await setPassword(query, user.userId, passwordHash, now);
    const sessionsEnded = await endSessionsOf(query, user.userId);
    await tried.giveBack(query);
    note({ user: user.name, purpose: taken.purpose, sessionsEnded });
    return user;
  });
  parts.forgetVisitors(done.userId);
  return { name: done.name };
}

function codeHash(typed: string): Buffer {
  return hashOf(readCode(typed) ?? 'none');
}

function codeWrong(): InputError {
  return new InputError('CODE_WRONG', 'expected a one-time code that is still good, found another; ask for a new one');
}

export function nameTaken(name: string): InputError {
  return new InputError('NAME_TAKEN', `expected a name nobody has, found ${name}; choose another`);
}
