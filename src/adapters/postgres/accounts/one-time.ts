/** What counts once: codes that are handed over, and the challenges passkeys sign. */

import type { Query } from '../database.ts';

export type CodePurpose = 'first-owner' | 'invitation' | 'password';
export type ChallengePurpose = 'register' | 'enter' | 'second-factor';

/** In place of an earlier one for the same. */
export async function addCode(
  query: Query,
  code: { readonly hash: Buffer; readonly purpose: CodePurpose; readonly userId: string | null; readonly expiresAt: number },
): Promise<void> {
  await query(`delete from accounts.one_time_code where user_id is not distinct from $1`, [code.userId]);
  await query('insert into accounts.one_time_code (code_hash, purpose, user_id, expires_at) values ($1, $2, $3, $4)', [
    code.hash,
    code.purpose,
    code.userId,
    new Date(code.expiresAt),
  ]);
}

/** Uses a code up; null where there is none that is still good. */
export async function takeCode(
  query: Query,
  hash: Buffer,
  now: number,
): Promise<{ readonly purpose: CodePurpose; readonly userId: string | null } | null> {
  const [row] = await query<{ purpose: CodePurpose; userId: string | null }>(
    'delete from accounts.one_time_code where code_hash = $1 and expires_at > $2 returning purpose, user_id as "userId"',
    [hash, new Date(now)],
  );
  return row ?? null;
}

export async function addChallenge(
  query: Query,
  challenge: {
    readonly challenge: string;
    readonly purpose: ChallengePurpose;
    readonly sessionId: string | null;
    readonly expiresAt: number;
  },
): Promise<void> {
  await query('insert into accounts.challenge (challenge, purpose, session_id, expires_at) values ($1, $2, $3, $4)', [
    challenge.challenge,
    challenge.purpose,
    challenge.sessionId,
    new Date(challenge.expiresAt),
  ]);
}

/** Uses a challenge up; false where it was not given out for this, to this session, or is too old. */
export async function takeChallenge(
  query: Query,
  challenge: string,
  purpose: ChallengePurpose,
  sessionId: string | null,
  now: number,
): Promise<boolean> {
  const [row] = await query<{ fits: boolean }>(
    `delete from accounts.challenge where challenge = $1
     returning purpose = $2 and session_id is not distinct from $3 and expires_at > $4 as fits`,
    [challenge, purpose, sessionId, new Date(now)],
  );
  return row?.fits === true;
}
