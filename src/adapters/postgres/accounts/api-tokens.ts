/** Tokens of the interface: of each only a hash and its first letters, with what it may do and until when. */

import type { Right, Role } from '../../../api/roles.ts';
import type { Query, Row } from '../database.ts';

export interface TokenRow {
  readonly tokenId: string;
  readonly userId: string;
  readonly name: string;
  readonly prefix: string;
  readonly rights: readonly Right[];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly replacedBy: string | null;
  readonly revokedAt: number | null;
  readonly lastUsedAt: number | null;
}

/** With who made it: it can do no more than that user still may. */
export interface OwnedToken extends TokenRow {
  readonly userName: string;
  readonly role: Role;
  readonly parts: readonly string[];
}

const SELECT = `select t.token_id as "tokenId", t.user_id as "userId", t.name, t.prefix, t.rights, t.created_at as "createdAt",
    t.expires_at as "expiresAt", t.replaced_by as "replacedBy", t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt",
    u.name as "userName", u.role, u.parts
  from accounts.api_token t join accounts.users u using (user_id)`;

export async function addToken(
  query: Query,
  token: Omit<TokenRow, 'replacedBy' | 'revokedAt' | 'lastUsedAt'>,
  tokenHash: Buffer,
): Promise<void> {
  await query(
    `insert into accounts.api_token (token_id, user_id, name, prefix, token_hash, rights, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      ...[token.tokenId, token.userId, token.name, token.prefix, tokenHash, token.rights],
      ...[new Date(token.createdAt), new Date(token.expiresAt)],
    ],
  );
}

/** Null where there is none that is still good, or its user may not enter any more. */
export async function tokenByHash(query: Query, tokenHash: Buffer, now: number): Promise<OwnedToken | null> {
  const [row] = await query<OwnedToken & Row>(
    `${SELECT} where t.token_hash = $1 and t.revoked_at is null and t.expires_at > $2 and u.disabled_at is null`,
    [tokenHash, new Date(now)],
  );
  return row ?? null;
}

/** Locked against another change until the transaction ends. */
export async function tokenToChange(query: Query, tokenId: string): Promise<OwnedToken | null> {
  const [row] = await query<OwnedToken & Row>(`${SELECT} where t.token_id::text = $1 and t.revoked_at is null for update of t`, [tokenId]);
  return row ?? null;
}

/** Ended ones for 30 days more, newest first. */
export function listTokens(query: Query, now: number): Promise<OwnedToken[]> {
  const since = new Date(now - 30 * 86_400_000);
  return query<OwnedToken & Row>(`${SELECT} where coalesce(t.revoked_at, t.expires_at) > $1 order by t.created_at desc`, [since]);
}

export async function replaceToken(query: Query, tokenId: string, replacedBy: string, endsAt: number): Promise<void> {
  await query('update accounts.api_token set replaced_by = $2, expires_at = $3 where token_id = $1', [
    tokenId,
    replacedBy,
    new Date(endsAt),
  ]);
}

export async function revokeToken(query: Query, tokenId: string, now: number): Promise<void> {
  await query('update accounts.api_token set revoked_at = $2 where token_id = $1', [tokenId, new Date(now)]);
}

export async function usedToken(query: Query, tokenId: string, now: number): Promise<void> {
  await query('update accounts.api_token set last_used_at = $2 where token_id = $1', [tokenId, new Date(now)]);
}
