/** Sessions: of their tokens only hashes, with the user each belongs to. */

import type { Role } from '../../../api/roles.ts';
import type { SessionTimes } from '../../../core/operations/access/session-life.ts';
import type { Query, Row } from '../database.ts';

export interface SessionRow extends SessionTimes {
  readonly sessionId: string;
  readonly userId: string;
  readonly factor: string;
  readonly address: string;
  readonly userAgent: string;
}

/** A session whose user may still enter. */
export interface LiveSession extends SessionRow {
  readonly name: string;
  readonly role: Role;
  readonly parts: readonly string[];
}

const COLUMNS = `s.session_id as "sessionId", s.user_id as "userId", s.stage, s.factor, s.created_at as "createdAt", s.last_seen_at as "lastSeenAt",
  s.step_up_at as "stepUpAt", s.address, s.user_agent as "userAgent"`;

const SELECT = `select ${COLUMNS}, u.name, u.role, u.parts from accounts.session s join accounts.users u using (user_id)`;

export async function addSession(query: Query, session: SessionRow, tokenHash: Buffer): Promise<void> {
  await query(
    `insert into accounts.session (session_id, token_hash, user_id, stage, factor, created_at, last_seen_at, step_up_at, address, user_agent)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[session.sessionId, tokenHash, session.userId, session.stage, session.factor, new Date(session.createdAt)],
      ...[new Date(session.lastSeenAt), dateOf(session.stepUpAt), session.address, session.userAgent],
    ],
  );
}

export async function sessionByToken(query: Query, tokenHash: Buffer): Promise<LiveSession | null> {
  const [row] = await query<LiveSession & Row>(`${SELECT} where s.token_hash = $1 and u.disabled_at is null`, [tokenHash]);
  return row ?? null;
}

export async function sessionById(query: Query, sessionId: string): Promise<LiveSession | null> {
  const [row] = await query<LiveSession & Row>(`${SELECT} where s.session_id = $1 and u.disabled_at is null`, [sessionId]);
  return row ?? null;
}

/** A new token for a session whose rights have changed; the old one is worth nothing from now on. False where the session has ended meanwhile. */
export async function renewSession(
  query: Query,
  { sessionId, stage, factor, stepUpAt, lastSeenAt, createdAt }: SessionRow,
  tokenHash: Buffer,
): Promise<boolean> {
  const renewed = await query(
    `update accounts.session set token_hash = $2, stage = $3, factor = $4, step_up_at = $5, last_seen_at = $6, created_at = $7
     where session_id = $1 returning 1`,
    [sessionId, tokenHash, stage, factor, dateOf(stepUpAt), new Date(lastSeenAt), new Date(createdAt)],
  );
  return renewed.length === 1;
}

export async function sawSession(query: Query, sessionId: string, now: number): Promise<void> {
  await query('update accounts.session set last_seen_at = $2 where session_id = $1', [sessionId, new Date(now)]);
}

export function sessionsOf(query: Query, userId: string): Promise<SessionRow[]> {
  return query<SessionRow & Row>(`select ${COLUMNS} from accounts.session s where user_id = $1 order by last_seen_at desc`, [userId]);
}

/** True where it was there. */
export async function endSession(query: Query, userId: string, sessionId: string): Promise<boolean> {
  return (
    (await query('delete from accounts.session where user_id = $1 and session_id::text = $2 returning 1', [userId, sessionId])).length === 1
  );
}

/** How many were ended. */
export async function endSessionsOf(query: Query, userId: string, except: string | null = null): Promise<number> {
  return (
    await query('delete from accounts.session where user_id = $1 and ($2::uuid is null or session_id <> $2) returning 1', [userId, except])
  ).length;
}

/** Those that ended by themselves; also what else is too old to count. */
export async function sweepEnded(
  query: Query,
  before: { readonly created: number; readonly seen: number; readonly now: number },
): Promise<void> {
  await query('delete from accounts.session where created_at < $1 or last_seen_at < $2', [new Date(before.created), new Date(before.seen)]);
  await query('delete from accounts.challenge where expires_at < $1', [new Date(before.now)]);
  await query('delete from accounts.one_time_code where expires_at < $1', [new Date(before.now)]);
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
