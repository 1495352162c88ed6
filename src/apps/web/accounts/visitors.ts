/** Who a cookie or a token stands for: looked up in the database, remembered for seconds, and for as long as it lives while the database is away. */

import { hashOf } from '../../../adapters/credentials/secrets.ts';
import { type OwnedToken, tokenByHash, usedToken } from '../../../adapters/postgres/accounts/api-tokens.ts';
import { endSession, type LiveSession, sawSession, sessionById, sessionByToken } from '../../../adapters/postgres/accounts/sessions.ts';
import { InputError } from '../../../core/domain/result.ts';
import { sessionEndsAt, sessionLives } from '../../../core/operations/access/session-life.ts';
import type { AccountParts } from './parts.ts';

const REMEMBERED_MS = 5_000;
/** How exactly it is known when a session or token was used last. */
const SEEN_EVERY_MS = 60_000;
/** After a failure the database is left alone for so long: nobody waits for it at every request. */
const AWAY_MS = 2_000;
const MOST_REMEMBERED = 1_000;

type Found = { readonly endsAt: number; readonly whileDatabaseDown: boolean } & (
  | { readonly kind: 'session'; readonly session: LiveSession }
  | { readonly kind: 'token'; readonly token: OwnedToken }
);

type Kept = Found & { readonly checkedAt: number; seenAt: number };

export interface Visitors {
  /** Null for nobody. InputError ACCOUNTS_UNAVAILABLE (exit 3) while the database is away and it is not known from before. */
  find(secret: string, kind: Found['kind']): Promise<Found | null>;
  /** Whether it still lives under whatever token; as far as is known while the database is away. */
  isStillIn(session: LiveSession): Promise<boolean>;
  /** Asks anew for this user's; the others stay known, also for a database that goes away in the next moment. */
  forget(userId: string): void;
}

export function createVisitors({ database, now }: Pick<AccountParts, 'database' | 'now'>): Visitors {
  const kept = new Map<string, Kept>();
  let awayUntil = 0;
  /** An answer that was under way when rights changed is not kept. */
  let generation = 0;

  async function ask(secret: string, kind: Found['kind'], at: number): Promise<Kept | null> {
    const { query } = database();
    if (kind === 'session') {
      const session = await sessionByToken(query, hashOf(secret));
      if (session === null) return null;
      if (!sessionLives(session, at)) {
        await endSession(query, session.userId, session.sessionId);
        return null;
      }
      const isOld = at - session.lastSeenAt >= SEEN_EVERY_MS;
      if (isOld) await sawSession(query, session.sessionId, at);
      const seen = { ...session, lastSeenAt: at };
      return {
        kind,
        session: seen,
        endsAt: sessionEndsAt(seen),
        whileDatabaseDown: false,
        checkedAt: at,
        seenAt: isOld ? at : session.lastSeenAt,
      };
    }
    const token = await tokenByHash(query, hashOf(secret), at);
    if (token === null) return null;
    if (at - (token.lastUsedAt ?? 0) >= SEEN_EVERY_MS) await usedToken(query, token.tokenId, at);
    return { kind, token, endsAt: token.expiresAt, whileDatabaseDown: false, checkedAt: at, seenAt: at };
  }

  /** Good until its own end; being used keeps a session alive here as well. */
  function fromBefore(key: string, at: number): Found | null {
    const found = kept.get(key);
    if (found === undefined)
      throw new InputError('ACCOUNTS_UNAVAILABLE', 'expected the database to say who this is, found it away; try again soon', 3);
    if (at >= found.endsAt) return null;
    if (found.kind === 'token') return { ...found, whileDatabaseDown: true };
    const session = { ...found.session, lastSeenAt: at };
    const still = { ...found, session, endsAt: sessionEndsAt(session), whileDatabaseDown: true };
    kept.set(key, still);
    return still;
  }

  function keep(key: string, found: Kept): void {
    kept.delete(key);
    kept.set(key, found);
    for (const oldest of kept.keys()) if (kept.size > MOST_REMEMBERED) kept.delete(oldest);
  }

  return {
    async find(secret, kind) {
      const at = now();
      const key = `${kind} ${hashOf(secret).toString('base64')}`;
      const before = kept.get(key);
      if (before !== undefined && !before.whileDatabaseDown && at - before.checkedAt < REMEMBERED_MS && at < before.endsAt) return before;
      if (at < awayUntil) return fromBefore(key, at);
      const asked = generation;
      try {
        const found = await ask(secret, kind, at);
        if (found === null) kept.delete(key);
        else if (asked === generation) keep(key, found);
        return found;
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
      for (const [key, found] of kept) if (userOf(found) === userId) kept.delete(key);
    },
  };
}

const userOf = (found: Found) => (found.kind === 'session' ? found.session.userId : found.token.userId);

/** Not reachable, lost while it was asked, or shutting down (classes 08, 53 and 57P of SQLSTATE). Anything else is a bug and shows as one. */
function isAway(error: unknown): boolean {
  const { code = '', message, syscall } = error as { code?: string; message: string; syscall?: string };
  if (code === 'DATABASE_UNREACHABLE' || syscall !== undefined) return true;
  return /^(08|53|57P)/.test(code) || /^(Connection terminated|Query read timeout|timeout exceeded)/.test(message);
}
