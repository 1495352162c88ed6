/** One's own account: password, authenticators, passkeys, recovery codes and sessions. */

import { randomUUID } from 'node:crypto';
import { newAuthenticatorSecret, offerOf } from '../../../adapters/credentials/authenticator-codes.ts';
import { askForPasskey, CEREMONY_MS, readNewPasskey } from '../../../adapters/credentials/passkeys.ts';
import { hashOf, newCode } from '../../../adapters/credentials/secrets.ts';
import type { Caller } from '../../../adapters/http/account-desk.ts';
import * as factors from '../../../adapters/postgres/accounts/factors.ts';
import { addChallenge, takeChallenge } from '../../../adapters/postgres/accounts/one-time.ts';
import { endSession, endSessionsOf, type LiveSession, sessionsOf } from '../../../adapters/postgres/accounts/sessions.ts';
import { setPassword, userById } from '../../../adapters/postgres/accounts/users.ts';
import type { Query } from '../../../adapters/postgres/database.ts';
import type { FactorList, SessionList } from '../../../api/accounts.ts';
import { SECOND_FACTOR_DEMANDED } from '../../../api/roles.ts';
import { InputError } from '../../../core/domain/result.ts';
import { RECOVERY_CODES } from '../../../core/operations/access/one-time-code.ts';
import { readNewPassword } from '../../../core/operations/access/password-policy.ts';
import { sessionLives, stepUpIsFresh } from '../../../core/operations/access/session-life.ts';
import { type Entered, growSession, renewToken } from './entering.ts';
import { type AccountParts, audited, orThrow } from './parts.ts';
import { useAuthenticator } from './step-up.ts';
import { beginTry } from './tries.ts';

/** More would only be more to lose. */
const MOST_FACTORS = 10;

const actorOf = ({ name }: LiveSession, { address }: Caller) => ({ name, address });

/**
 * Enrolling and removing factors: fresh, except for the first one of an account, which has nothing to be fresh with but the password just given.
 * InputError STEP_UP_NEEDED.
 */
function requireFresh(session: LiveSession, now: number): void {
  if (session.stage !== 'enrol' && !stepUpIsFresh(session, now)) throw stepUpNeeded();
}

export function stepUpNeeded(): InputError {
  return new InputError('STEP_UP_NEEDED', 'expected a second factor given within the last 5 minutes, found none; give it again');
}

export async function listFactors({ database }: AccountParts, { userId, role }: LiveSession): Promise<FactorList> {
  const { query } = database();
  const [authenticators, passkeys, { recoveryCodes }] = [
    await factors.authenticatorsOf(query, userId),
    await factors.passkeysOf(query, userId),
    await factors.countFactors(query, userId),
  ];
  return {
    authenticators: authenticators.map(({ authenticatorId: id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt, lastUsedAt })),
    passkeys: passkeys.map(({ credentialId: id, name, createdAt, lastUsedAt, isBackedUp }) => ({
      id,
      name,
      createdAt,
      lastUsedAt,
      isBackedUp,
    })),
    recoveryCodesLeft: recoveryCodes,
    isDemanded: SECOND_FACTOR_DEMANDED[role],
  };
}

export async function beginAuthenticator(parts: AccountParts, caller: Caller, session: LiveSession, { name }: { readonly name: string }) {
  const now = parts.now();
  requireFresh(session, now);
  const secret = newAuthenticatorSecret();
  const id = randomUUID();
  const sealed = parts.cipher().seal(secret, session.userId);
  await audited(parts, actorOf(session, caller), { act: 'authenticator.begin', target: session.name, detail: { name } }, async (query) => {
    await refuseTooMany(query, session.userId);
    await factors.beginAuthenticator(query, session.userId, { authenticatorId: id, name, secret: sealed, createdAt: now });
  });
  return { id, ...offerOf(secret, session.name) };
}

/** The first code shows that it works; from then on it counts. Completes a session that was waiting for a factor. */
export async function confirmAuthenticator(
  parts: AccountParts,
  caller: Caller,
  session: LiveSession,
  { code }: { readonly code: string },
): Promise<Entered> {
  requireFresh(session, parts.now());
  const act = 'authenticator.enrol';
  const { userId, name } = session;
  const tried = await beginTry(parts, caller, { act, name, userId, account: userId });
  const entered = await audited(parts, actorOf(session, caller), { act, target: name }, async (query) => {
    await useAuthenticator(parts, query, userId, code, false);
    await tried.giveBack(query);
    return growSession(query, caller, session, 'totp', parts.now());
  });
  parts.forgetVisitors(session.userId);
  return entered;
}

export async function passkeyOptions(parts: AccountParts, { site }: Caller, session: LiveSession) {
  requireFresh(session, parts.now());
  const { query } = parts.database();
  const options = await askForPasskey(site, session, await factors.passkeysOf(query, session.userId));
  const expiresAt = parts.now() + CEREMONY_MS;
  await addChallenge(query, { challenge: options.challenge, purpose: 'register', sessionId: session.sessionId, expiresAt });
  return options;
}

export async function addPasskey(
  parts: AccountParts,
  caller: Caller,
  session: LiveSession,
  { name, response }: { readonly name: string; readonly response: unknown },
): Promise<Entered> {
  const now = parts.now();
  requireFresh(session, now);
  const { sessionId, userId } = session;
  const taken = (challenge: string) => takeChallenge(parts.database().query, challenge, 'register', sessionId, now);
  const passkey = await readNewPasskey(caller.site, response, taken);
  const told = { act: 'passkey.enrol', target: session.name, detail: { name, relyingParty: passkey.relyingParty } };
  const entered = await audited(parts, actorOf(session, caller), told, async (query) => {
    await refuseTooMany(query, userId);
    if (!(await factors.addPasskey(query, { ...passkey, userId, name, createdAt: now })))
      throw new InputError('PASSKEY_REFUSED', 'expected a new passkey, found one that is enrolled already; use another device');
    return growSession(query, caller, session, 'passkey', now);
  });
  parts.forgetVisitors(session.userId);
  return entered;
}

async function refuseTooMany(query: Query, userId: string): Promise<void> {
  const { authenticators, passkeys } = await factors.countFactors(query, userId);
  if (authenticators + passkeys >= MOST_FACTORS)
    throw new InputError('FACTORS_TOO_MANY', `expected at most ${MOST_FACTORS} second factors, found as many already; remove one first`);
}

/** An authenticator or passkey by its id. InputError FACTOR_UNKNOWN, SECOND_FACTOR_LAST (the role can't be without one), STEP_UP_NEEDED. */
export async function removeFactor(parts: AccountParts, caller: Caller, session: LiveSession, id: string): Promise<void> {
  requireFresh(session, parts.now());
  const { userId, role } = session;
  await audited(parts, actorOf(session, caller), { act: 'factor.remove', target: session.name }, async (query, note) => {
    const name = (await factors.removeAuthenticator(query, userId, id)) ?? (await factors.removePasskey(query, userId, id));
    if (name === null)
      throw new InputError('FACTOR_UNKNOWN', 'expected a second factor of this account, found none of that id; reload the list');
    note({ name });
    const { authenticators, passkeys } = await factors.countFactors(query, userId);
    if (authenticators + passkeys > 0) return;
    if (SECOND_FACTOR_DEMANDED[role])
      throw new InputError('SECOND_FACTOR_LAST', 'expected another second factor beside this one, found none; enrol the new one first');
    await factors.removeAllFactors(query, userId);
  });
}

/** Ten new ones, shown this once; the ones before count until these are confirmed. */
export async function offerRecoveryCodes(parts: AccountParts, caller: Caller, session: LiveSession): Promise<{ readonly codes: string[] }> {
  if (!stepUpIsFresh(session, parts.now())) throw stepUpNeeded();
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  await audited(parts, actorOf(session, caller), { act: 'recovery-codes.offer', target: session.name }, (query) =>
    factors.offerRecoveryCodes(query, session.userId, codes.map(hashOf)),
  );
  return { codes };
}

export async function confirmRecoveryCodes(parts: AccountParts, caller: Caller, session: LiveSession): Promise<void> {
  await audited(parts, actorOf(session, caller), { act: 'recovery-codes.confirm', target: session.name }, async (query) => {
    if (!(await factors.confirmRecoveryCodes(query, session.userId)))
      throw new InputError('RECOVERY_CODES_NONE', 'expected codes that were just shown, found none; make new ones');
  });
}

/** Ends every other session. InputError SIGN_IN_WRONG where the current password is not right. */
export async function changePassword(
  parts: AccountParts,
  caller: Caller,
  session: LiveSession,
  { current, next }: { readonly current: string; readonly next: string },
): Promise<Entered> {
  const act = 'password.change';
  const { userId, name } = session;
  const chosen = orThrow(readNewPassword(next, name));
  const tried = await beginTry(parts, caller, { act, name, userId, account: userId });
  const user = await userById(parts.database().query, userId);
  const { isRight } = await parts.passwords.check(current, user?.passwordHash ?? null);
  const passwordHash = isRight ? await parts.passwords.hash(chosen) : '';
  const entered = await audited(parts, actorOf(session, caller), { act, target: name }, async (query, note) => {
    if (!isRight) throw new InputError('SIGN_IN_WRONG', 'expected the current password, found another; type it again');
    await setPassword(query, userId, passwordHash, parts.now());
    await tried.giveBack(query);
    note({ sessionsEnded: await endSessionsOf(query, userId, session.sessionId) });
    return renewToken(query, session);
  });
  parts.forgetVisitors(session.userId);
  return entered;
}

export async function listSessions({ database, now }: AccountParts, { userId, sessionId }: LiveSession): Promise<SessionList> {
  const rows = (await sessionsOf(database().query, userId)).filter((row) => sessionLives(row, now()));
  return {
    sessions: rows.map(({ sessionId: id, factor, createdAt, lastSeenAt, address, userAgent }) => ({
      ...{ id, isCurrent: id === sessionId, factor, createdAt, lastSeenAt, address, userAgent },
    })),
  };
}

/** One's own, by id; this one too, which is signing out. InputError SESSION_UNKNOWN. */
export async function revokeSession(parts: AccountParts, caller: Caller, session: LiveSession, id: string): Promise<void> {
  const act = id === session.sessionId ? 'session.end' : 'session.revoke';
  await audited(parts, actorOf(session, caller), { act, target: session.name }, async (query) => {
    if (!(await endSession(query, session.userId, id)))
      throw new InputError('SESSION_UNKNOWN', 'expected a session of this account, found none of that id; reload the list');
  });
  parts.forgetVisitors(session.userId);
}

export async function revokeOtherSessions(parts: AccountParts, caller: Caller, session: LiveSession): Promise<{ readonly ended: number }> {
  const ended = await audited(
    parts,
    actorOf(session, caller),
    { act: 'session.revoke-others', target: session.name },
    async (query, note) => {
      const count = await endSessionsOf(query, session.userId, session.sessionId);
      note({ count });
      return count;
    },
  );
  parts.forgetVisitors(session.userId);
  return { ended };
}
