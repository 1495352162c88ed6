/** The users' rows. Every function works within the transaction of its `query`; times are epoch milliseconds. */

import type { Role } from '../../../api/roles.ts';
import type { Query, Row } from '../database.ts';

export interface UserRow {
  readonly userId: string;
  readonly name: string;
  readonly role: Role;
  readonly parts: readonly string[];
  readonly passwordHash: string | null;
  readonly disabledAt: number | null;
  readonly createdAt: number;
  readonly passwordChangedAt: number | null;
}

/** What an administrator sees of a user. */
export interface ListedUser extends UserRow {
  readonly authenticators: number;
  readonly passkeys: number;
  readonly recoveryCodes: number;
  readonly lastSeenAt: number | null;
}

const COLUMNS = `user_id as "userId", name, role, parts, password_hash as "passwordHash", disabled_at as "disabledAt", created_at as "createdAt",
  password_changed_at as "passwordChangedAt"`;
/** Any fixed number: users are changed one after the other, so that two changes can't take away the last owner together. */
const USERS_LOCK = 7_203_816;

export async function lockUsers(query: Query): Promise<void> {
  await query('select pg_advisory_xact_lock($1)', [USERS_LOCK]);
}

export async function userByName(query: Query, name: string): Promise<UserRow | null> {
  const [row] = await query<UserRow & Row>(`select ${COLUMNS} from accounts.users where name = $1`, [name]);
  return row ?? null;
}

export async function userById(query: Query, userId: string): Promise<UserRow | null> {
  const [row] = await query<UserRow & Row>(`select ${COLUMNS} from accounts.users where user_id = $1`, [userId]);
  return row ?? null;
}

export function listUsers(query: Query): Promise<ListedUser[]> {
  return query<ListedUser & Row>(
    `select ${COLUMNS},
       (select count(*) from accounts.authenticator a where a.user_id = u.user_id and confirmed_at is not null) as authenticators,
       (select count(*) from accounts.passkey p where p.user_id = u.user_id) as passkeys,
       (select count(*) from accounts.recovery_code r where r.user_id = u.user_id and is_confirmed and used_at is null) as "recoveryCodes",
       (select max(seen_at) from accounts.known_entrance k where k.user_id = u.user_id) as "lastSeenAt"
     from accounts.users u order by name`,
  );
}

/** Owners who can enter. */
export async function countActiveOwners(query: Query): Promise<number> {
  const [row] = await query<{ owners: number }>(
    `select count(*) as owners from accounts.users where role = 'owner' and disabled_at is null and password_hash is not null`,
  );
  return row?.owners ?? 0;
}

/** False where the name is taken. */
export async function addUser(query: Query, user: Pick<UserRow, 'userId' | 'name' | 'role' | 'parts' | 'createdAt'>): Promise<boolean> {
  const added = await query(
    'insert into accounts.users (user_id, name, role, parts, created_at) values ($1, $2, $3, $4, $5) on conflict (name) do nothing returning 1',
    [user.userId, user.name, user.role, user.parts, new Date(user.createdAt)],
  );
  return added.length === 1;
}

export async function setPassword(query: Query, userId: string, passwordHash: string, now: number): Promise<void> {
  await query('update accounts.users set password_hash = $2, password_changed_at = $3 where user_id = $1', [
    userId,
    passwordHash,
    new Date(now),
  ]);
}

/** The same password under another cost: nothing has changed for its owner. */
export async function renewHash(query: Query, userId: string, old: string, renewed: string): Promise<void> {
  await query('update accounts.users set password_hash = $3 where user_id = $1 and password_hash = $2', [userId, old, renewed]);
}

export async function setRole(query: Query, userId: string, role: Role, parts: readonly string[]): Promise<void> {
  await query('update accounts.users set role = $2, parts = $3 where user_id = $1', [userId, role, parts]);
}

export async function setDisabled(query: Query, userId: string, disabledAt: number | null): Promise<void> {
  await query('update accounts.users set disabled_at = $2 where user_id = $1', [userId, disabledAt === null ? null : new Date(disabledAt)]);
}
