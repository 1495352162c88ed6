/** Users by those who may change them: inviting, roles, disabling, new passwords and lost factors. At least one owner can always enter. */

import { randomUUID } from 'node:crypto';
import { hashOf, newCode } from '../../../adapters/credentials/secrets.ts';
import { forgetFailures } from '../../../adapters/postgres/accounts/entrances.ts';
import { removeAllFactors } from '../../../adapters/postgres/accounts/factors.ts';
import { addCode, type CodePurpose } from '../../../adapters/postgres/accounts/one-time.ts';
import { endSessionsOf } from '../../../adapters/postgres/accounts/sessions.ts';
import * as rows from '../../../adapters/postgres/accounts/users.ts';
import type { Query } from '../../../adapters/postgres/database.ts';
import type { OneTimeCode, UserList } from '../../../api/accounts.ts';
import { mayManage, type Role } from '../../../api/roles.ts';
import { InputError } from '../../../core/domain/result.ts';
import { type AccountParts, type Actor, audited, type Note } from './parts.ts';
import { nameTaken, ownerIsNeeded } from './sign-in.ts';

const INVITATION_MS = 7 * 86_400_000;
const SETUP_MS = 86_400_000;
const PASSWORD_CODE_MS = 3_600_000;

export async function listUsers({ database }: AccountParts): Promise<UserList> {
  const listed = await rows.listUsers(database().query);
  return {
    users: listed.map(({ name, role, parts, createdAt, lastSeenAt, authenticators, passkeys, recoveryCodes, ...user }) => ({
      ...{
        name,
        role,
        parts: [...parts],
        createdAt,
        lastSeenAt,
        secondFactors: authenticators + passkeys,
        recoveryCodesLeft: recoveryCodes,
      },
      state: user.disabledAt !== null ? 'disabled' : user.passwordHash === null ? 'invited' : 'active',
    })),
  };
}

/** The code that makes the first owner, in place of an earlier one; null where there is an owner. */
export async function newSetupCode(parts: AccountParts, actor: Actor): Promise<Omit<OneTimeCode, 'name'> | null> {
  if (!(await ownerIsNeeded(parts))) return null;
  return audited(parts, actor, { act: 'owner.setup-code' }, (query) => giveCode(parts, query, 'first-owner', null, SETUP_MS));
}

/** InputError NAME_TAKEN, RIGHT_MISSING. */
export async function inviteUser(
  parts: AccountParts,
  actor: Actor,
  wish: { readonly name: string; readonly role: Role; readonly parts: readonly string[] },
): Promise<OneTimeCode> {
  const detail = { role: wish.role, parts: wish.parts };
  return audited(parts, actor, { act: 'user.invite', target: wish.name, detail }, async (query) => {
    requireManaging(actor, wish.role);
    const user = { ...wish, userId: randomUUID(), createdAt: parts.now() };
    if (!(await rows.addUser(query, user))) throw nameTaken(wish.name);
    return { name: wish.name, ...(await giveCode(parts, query, 'invitation', user.userId, INVITATION_MS)) };
  });
}

/** Their sessions end. InputError USER_UNKNOWN, RIGHT_MISSING, OWNER_LAST. */
export function changeRole(
  parts: AccountParts,
  actor: Actor,
  wish: { readonly name: string; readonly role: Role; readonly parts: readonly string[] },
): Promise<void> {
  return change(parts, actor, { act: 'user.role', name: wish.name }, async (query, user, note) => {
    requireManaging(actor, wish.role);
    note({ from: { role: user.role, parts: user.parts }, to: { role: wish.role, parts: wish.parts } });
    await rows.setRole(query, user.userId, wish.role, wish.parts);
  });
}

export function setDisabled(parts: AccountParts, actor: Actor, wish: { readonly name: string; readonly disabled: boolean }): Promise<void> {
  const act = wish.disabled ? 'user.disable' : 'user.enable';
  return change(parts, actor, { act, name: wish.name }, (query, user) =>
    rows.setDisabled(query, user.userId, wish.disabled ? parts.now() : null),
  );
}

/** For a lost phone without recovery codes: whoever knows the password enrols anew. */
export function resetFactors(parts: AccountParts, actor: Actor, name: string): Promise<void> {
  return change(parts, actor, { act: 'user.reset-second-factor', name }, (query, user) => removeAllFactors(query, user.userId));
}

/** For a forgotten password: with the code another is chosen, and the old one ends. Sessions end now, and once more then. */
export function newPasswordCode(parts: AccountParts, actor: Actor, name: string): Promise<OneTimeCode> {
  return change(parts, actor, { act: 'user.reset-password', name }, async (query, user) => {
    const isInvited = user.passwordHash === null;
    const [purpose, lifeMs] = isInvited ? (['invitation', INVITATION_MS] as const) : (['password', PASSWORD_CODE_MS] as const);
    return { name, ...(await giveCode(parts, query, purpose, user.userId, lifeMs)) };
  });
}

/** All wrong tries are forgotten; how many allowances were not whole. */
export function unlock(parts: AccountParts, actor: Actor, name: string): Promise<number> {
  return audited(parts, actor, { act: 'user.unlock', target: name }, async (query, note) => {
    const user = await existing(query, actor, name);
    const forgotten = await forgetFailures(query, user.userId, name);
    note({ forgotten });
    return forgotten;
  });
}

async function change<T>(
  parts: AccountParts,
  actor: Actor,
  { act, name }: { readonly act: string; readonly name: string },
  work: (query: Query, user: rows.UserRow, note: Note) => Promise<T>,
): Promise<T> {
  const done = await audited(parts, actor, { act, target: name }, async (query, note) => {
    await rows.lockUsers(query);
    const user = await existing(query, actor, name);
    const before = await rows.countActiveOwners(query);
    const value = await work(query, user, note);
    if (before > 0 && (await rows.countActiveOwners(query)) === 0)
      throw new InputError('OWNER_LAST', 'expected another owner who can enter, found none beside this one; make another owner first');
    note({ sessionsEnded: await endSessionsOf(query, user.userId) });
    return { value, userId: user.userId };
  });
  parts.forgetVisitors(done.userId);
  return done.value;
}

async function existing(query: Query, actor: Actor, name: string): Promise<rows.UserRow> {
  const user = await rows.userByName(query, name);
  if (user === null) throw new InputError('USER_UNKNOWN', `expected a user's name, found ${name}; look at the list of users`);
  requireManaging(actor, user.role);
  return user;
}

function requireManaging({ role }: Actor, target: Role): void {
  if (role !== null && !mayManage(role, target))
    throw new InputError('RIGHT_MISSING', `expected an owner, found ${role}: accounts of an owner are made and changed by an owner alone`);
}

async function giveCode(parts: AccountParts, query: Query, purpose: CodePurpose, userId: string | null, lifeMs: number) {
  const code = newCode();
  const expiresAt = parts.now() + lifeMs;
  await addCode(query, { hash: hashOf(code), purpose, userId, expiresAt });
  return { code, expiresAt };
}
