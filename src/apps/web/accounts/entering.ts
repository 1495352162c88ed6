/** How sessions begin and grow: always with a new token, so that one planted or seen before is worth nothing. */

import { randomUUID } from 'node:crypto';
import { hashOf, newToken } from '../../../adapters/credentials/secrets.ts';
import type { Caller } from '../../../adapters/http/account-desk.ts';
import { rememberEntrance } from '../../../adapters/postgres/accounts/entrances.ts';
import { countFactors } from '../../../adapters/postgres/accounts/factors.ts';
import { addSession, endSession, renewSession, type SessionRow, sessionByToken } from '../../../adapters/postgres/accounts/sessions.ts';
import type { UserRow } from '../../../adapters/postgres/accounts/users.ts';
import type { Query } from '../../../adapters/postgres/database.ts';
import { SECOND_FACTOR_DEMANDED } from '../../../api/roles.ts';
import { InputError } from '../../../core/domain/result.ts';
import { networkOf } from '../../../core/operations/access/lock-out.ts';
import type { SessionStage } from '../../../core/operations/access/session-life.ts';
import type { AccountParts } from './parts.ts';

/** What the browser is given. */
export interface Entered {
  readonly token: string;
  readonly stage: SessionStage;
  /** For a browser that is in and has none yet: it keeps its own allowance of wrong tries from now on. */
  readonly deviceToken: string | null;
}

/** What follows a right password. */
export async function stageAfterPassword(query: Query, user: Pick<UserRow, 'userId' | 'role'>): Promise<SessionStage> {
  const { authenticators, passkeys } = await countFactors(query, user.userId);
  if (authenticators + passkeys > 0) return 'second-factor';
  return SECOND_FACTOR_DEMANDED[user.role] ? 'enrol' : 'full';
}

interface Beginning {
  readonly stage: SessionStage;
  readonly factor: string;
  /** A second factor was given. */
  readonly isFresh: boolean;
}

export async function beginSession(
  parts: Pick<AccountParts, 'now' | 'forgetVisitors'>,
  query: Query,
  caller: Caller,
  userId: string,
  { stage, factor, isFresh }: Beginning,
): Promise<Entered> {
  const now = parts.now();
  if (caller.sessionToken !== null) {
    const before = await sessionByToken(query, hashOf(caller.sessionToken));
    if (before !== null) {
      await endSession(query, before.userId, before.sessionId);
      parts.forgetVisitors(before.userId);
    }
  }
  const token = newToken();
  const times = { createdAt: now, lastSeenAt: now, stepUpAt: isFresh ? now : null };
  const { address, userAgent } = caller;
  await addSession(query, { sessionId: randomUUID(), userId, stage, factor, ...times, address, userAgent }, hashOf(token));
  return { token, stage, deviceToken: stage === 'full' ? await rememberCaller(query, caller, userId, now) : null };
}

/** A session that has been given or enrolled a second factor: complete, fresh, under a new token. Its hours begin when it is complete. */
export async function growSession(query: Query, caller: Caller, session: SessionRow, factor: string, now: number): Promise<Entered> {
  const token = newToken();
  const createdAt = session.stage === 'full' ? session.createdAt : now;
  const grown = { ...session, stage: 'full' as const, factor, stepUpAt: now, lastSeenAt: now, createdAt };
  if (!(await renewSession(query, grown, hashOf(token)))) throw sessionEnded();
  return { token, stage: 'full', deviceToken: await rememberCaller(query, caller, session.userId, now) };
}

/** The same session under a new token. */
export async function renewToken(query: Query, session: SessionRow): Promise<Entered> {
  const token = newToken();
  if (!(await renewSession(query, session, hashOf(token)))) throw sessionEnded();
  return { token, stage: session.stage, deviceToken: null };
}

export function sessionEnded(): InputError {
  return new InputError('NOT_ENTERED', 'expected a session, found none or one that has ended; sign in');
}

async function rememberCaller(query: Query, caller: Caller, userId: string, now: number): Promise<string | null> {
  const device = caller.device ?? newToken();
  await rememberEntrance(query, userId, hashOf(device).toString('hex'), networkOf(caller.address), now);
  return caller.device === null ? device : null;
}
