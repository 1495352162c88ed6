/** Who a cookie or a token stands for: looked up in the database, remembered for seconds, and for as long as it lives while the database is away. */

import { hashOf } from '../../../adapters/credentials/secrets.ts';
import { type OwnedToken, tokenByHash, usedToken } from '../../../adapters/postgres/accounts/api-tokens.ts';
import { endSession, type LiveSession, sawSession, sessionById, sessionByToken } from '../../../adapters/postgres/accounts/sessions.ts';
import { isOfAnotherRelease } from '../../../adapters/postgres/migrations.ts';
import { InputError } from '../../../core/domain/result.ts';
import { sessionEndsAt, sessionLives, stepUpIsFresh } from '../../../core/operations/access/session-life.ts';
import type { AccountParts } from './parts.ts';

const REMEMBERED_MS = 5_000;
/** How exactly it is known when a session or token was used last. */
const SEEN_EVERY_MS = 60_000;
/** After a failure the database is left alone for so long: nobody who is known waits for it at every request. */
const AWAY_MS = 2_000;
const MOST_REMEMBERED = 1_000;

type Found = { readonly endsAt: number; readonly whileDatabaseDown: boolean } & (
  | { readonly kind: 'session'; readonly session: LiveSession; readonly isFresh: boolean }
  | { readonly kind: 'token'; readonly token: OwnedToken }
);

/** As it was looked up; what follows from the time is worked out at each asking. */
type Known = { readonly checkedAt: number } & (
  | { readonly kind: 'session'; readonly session: LiveSession }
  | { readonly kind: 'token'; readonly token: OwnedToken }
);

export interface Visitors {
  /** Null for nobody. InputError ACCOUNTS_UNAVAILABLE (exit 3) while the database is away and it is not known from before. */
  find(secret: string, kind: Found['kind']): Promise<Found | null>;
  /** Whether it still lives under whatever token; as far as is known while the database is away. */
  isStillIn(session: LiveSession): Promise<boolean>;
  /** Asks anew for this user's; the others stay known, also for a database that goes away in the next moment. */
  forget(userId: string): void;
  /** Calls `listener` after each forgetting: what has changed is in the database by then. */
  onForgotten(listener: (userId: string) => void): void;
}

export function createVisitors({ database, now }: Pick<AccountParts, 'database' | 'now'>): Visitors {
  const kept = new Map<string, Known>();
  const listeners: ((userId: string) => void)[] = [];
  let awayUntil = 0;
  /** An answer that was under way when rights changed is not kept. */
  let generation = 0;

  async function ask(secret: string, kind: Found['kind'], at: number): Promise<Known | null> {
    const { query } = database();
    if (kind === 'token') {
      const token = await tokenByHash(query, hashOf(secret), at);
      if (token === null) return null;
      if (at - (token.lastUsedAt ?? 0) >= SEEN_EVERY_MS) await usedToken(query, token.tokenId, at);
      return { kind, token, checkedAt: at };
    }
    const session = await sessionByToken(query, hashOf(secret));
    if (session === null) return null;
    if (!sessionLives(session, at)) await endSession(query, session.userId, session.sessionId);
    else if (at - session.lastSeenAt >= SEEN_EVERY_MS) await sawSession(query, session.sessionId, at);
    return { kind, session, checkedAt: at };
  }

  function keep(key: string, known: Known): void {
    kept.delete(key);
    kept.set(key, known);
    for (const oldest of kept.keys()) if (kept.size > MOST_REMEMBERED) kept.delete(oldest);
  }

  /** Null once it has ended. Being asked keeps a session alive. */
  function shown(key: string, known: Known, at: number, whileDatabaseDown: boolean): Found | null {
    if (known.kind === 'token') {
      const { kind, token } = known;
      return at < token.expiresAt ? { kind, token, endsAt: token.expiresAt, whileDatabaseDown } : null;
    }
    if (!sessionLives(known.session, at)) return null;
    const session = { ...known.session, lastSeenAt: at };
    if (kept.get(key) === known) kept.set(key, { ...known, session });
    return { kind: 'session', session, isFresh: stepUpIsFresh(session, at), endsAt: sessionEndsAt(session), whileDatabaseDown };
  }

  function fromBefore(key: string, at: number): Found | null {
    const known = kept.get(key);
    if (known === undefined)
      throw new InputError('ACCOUNTS_UNAVAILABLE', 'expected the database to say who this is, found it away; try again soon', 3);
    return shown(key, known, at, true);
  }

  return {
    async find(secret, kind) {
      const at = now();
      const key = `${kind} ${hashOf(secret).toString('base64')}`;
      const before = kept.get(key);
      if (before !== undefined && at - before.checkedAt < REMEMBERED_MS) return shown(key, before, at, false);
      // One who is not known from before has nothing else to go by, and may have signed in this very moment.
      if (before !== undefined && at < awayUntil) return fromBefore(key, at);
      const asked = generation;
      try {
        const known = await ask(secret, kind, at);
        awayUntil = 0;
        if (known === null) kept.delete(key);
        else if (asked === generation) keep(key, known);
        return known === null ? null : shown(key, known, at, false);
      } catch (error) {
        if (!isAway(error)) throw error;
        awayUntil = at + AWAY_MS;
        return fromBefore(key, at);
      }
    },
    async isStillIn(session) {
      const at = now();
      try {
        const row = await sessionById(database().query, session.sessionId);
        return row !== null && sessionLives(row, at);
      } catch (error) {
        if (!isAway(error)) throw error;
        return sessionLives(session, at);
      }
    },
    forget(userId) {
      generation++;
      for (const [key, known] of kept) if (userOf(known) === userId) kept.delete(key);
      for (const listener of listeners) listener(userId);
    },
    onForgotten: (listener) => void listeners.push(listener),
  };
}

const userOf = (known: Known) => (known.kind === 'session' ? known.session.userId : known.token.userId);

/** Not reachable, lost while it was asked, another release's, or without the means to answer (class 53 of SQLSTATE). Anything else is a bug and shows as one. */
function isAway(error: unknown): boolean {
  const { code = '' } = error as { code?: string };
  return code === 'DATABASE_UNREACHABLE' || isOfAnotherRelease(code) || code.startsWith('53');
}
