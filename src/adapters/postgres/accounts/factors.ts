/** Second factors: authenticators, passkeys and recovery codes, by user. */

import type { Query, Row } from '../database.ts';

export interface AuthenticatorRow {
  readonly authenticatorId: string;
  readonly name: string;
  readonly secret: Buffer;
  readonly lastStep: number;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

export interface PasskeyRow {
  readonly credentialId: string;
  readonly userId: string;
  readonly name: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly relyingParty: string;
  readonly isBackedUp: boolean;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
}

const AUTHENTICATOR = `authenticator_id as "authenticatorId", name, secret, last_step as "lastStep", created_at as "createdAt", last_used_at as "lastUsedAt"`;
const PASSKEY = `credential_id as "credentialId", user_id as "userId", name, public_key as "publicKey", counter, transports,
  relying_party as "relyingParty", is_backed_up as "isBackedUp", created_at as "createdAt", last_used_at as "lastUsedAt"`;

/** Those that have shown a right code, or the one that has not yet. */
export function authenticatorsOf(query: Query, userId: string, confirmed = true): Promise<AuthenticatorRow[]> {
  return query<AuthenticatorRow & Row>(
    `select ${AUTHENTICATOR} from accounts.authenticator where user_id = $1 and (confirmed_at is not null) = $2 order by created_at`,
    [userId, confirmed],
  );
}

/** In place of one that was begun and never confirmed. */
/** Whether anybody has one that counts. */
export async function hasAuthenticators(query: Query): Promise<boolean> {
  const [found] = await query<{ has: boolean }>('select exists (select from accounts.authenticator where confirmed_at is not null) as has');
  return found?.has ?? false;
}

export async function beginAuthenticator(
  query: Query,
  userId: string,
  begun: Pick<AuthenticatorRow, 'authenticatorId' | 'name' | 'secret' | 'createdAt'>,
): Promise<void> {
  await query('delete from accounts.authenticator where user_id = $1 and confirmed_at is null', [userId]);
  await query('insert into accounts.authenticator (authenticator_id, user_id, name, secret, created_at) values ($1, $2, $3, $4, $5)', [
    begun.authenticatorId,
    userId,
    begun.name,
    begun.secret,
    new Date(begun.createdAt),
  ]);
}

/** Uses a step up and confirms with it; false where it, or a later one, was used meanwhile. */
export async function useStep(query: Query, authenticatorId: string, step: number, now: number): Promise<boolean> {
  const used = await query(
    `update accounts.authenticator set last_step = $2, last_used_at = $3, confirmed_at = coalesce(confirmed_at, $3)
     where authenticator_id = $1 and last_step < $2 returning 1`,
    [authenticatorId, step, new Date(now)],
  );
  return used.length === 1;
}

export async function removeAuthenticator(query: Query, userId: string, authenticatorId: string): Promise<string | null> {
  const [row] = await query<{ name: string }>(
    'delete from accounts.authenticator where user_id = $1 and authenticator_id::text = $2 and confirmed_at is not null returning name',
    [userId, authenticatorId],
  );
  return row?.name ?? null;
}

export function passkeysOf(query: Query, userId: string): Promise<PasskeyRow[]> {
  return query<PasskeyRow & Row>(`select ${PASSKEY} from accounts.passkey where user_id = $1 order by created_at`, [userId]);
}

export async function passkeyById(query: Query, credentialId: string): Promise<PasskeyRow | null> {
  const [row] = await query<PasskeyRow & Row>(`select ${PASSKEY} from accounts.passkey where credential_id = $1`, [credentialId]);
  return row ?? null;
}

/** False where that passkey is there already. */
export async function addPasskey(query: Query, passkey: Omit<PasskeyRow, 'lastUsedAt'>): Promise<boolean> {
  const added = await query(
    `insert into accounts.passkey (credential_id, user_id, name, public_key, counter, transports, relying_party, is_backed_up, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning 1`,
    [
      ...[passkey.credentialId, passkey.userId, passkey.name, passkey.publicKey, passkey.counter, passkey.transports],
      ...[passkey.relyingParty, passkey.isBackedUp, new Date(passkey.createdAt)],
    ],
  );
  return added.length === 1;
}

/** False where the counter was moved meanwhile: the same signature twice at once. */
export async function usePasskey(query: Query, { credentialId, counter }: PasskeyRow, newCounter: number, now: number): Promise<boolean> {
  const used = await query(
    'update accounts.passkey set counter = $3, last_used_at = $4 where credential_id = $1 and counter = $2 returning 1',
    [credentialId, counter, newCounter, new Date(now)],
  );
  return used.length === 1;
}

export async function removePasskey(query: Query, userId: string, credentialId: string): Promise<string | null> {
  const [row] = await query<{ name: string }>('delete from accounts.passkey where user_id = $1 and credential_id = $2 returning name', [
    userId,
    credentialId,
  ]);
  return row?.name ?? null;
}

/** A set to be confirmed, in place of one that never was; the codes in use stay until then. */
export async function offerRecoveryCodes(query: Query, userId: string, hashes: readonly Buffer[]): Promise<void> {
  await query('delete from accounts.recovery_code where user_id = $1 and not is_confirmed', [userId]);
  await query('insert into accounts.recovery_code (code_hash, user_id) select unnest($2::bytea[]), $1', [userId, hashes]);
}

/** The offered set takes the place of the one before; false where none was offered. */
export async function confirmRecoveryCodes(query: Query, userId: string): Promise<boolean> {
  const [offered] = await query('select 1 from accounts.recovery_code where user_id = $1 and not is_confirmed limit 1', [userId]);
  if (offered === undefined) return false;
  await query('delete from accounts.recovery_code where user_id = $1 and is_confirmed', [userId]);
  await query('update accounts.recovery_code set is_confirmed = true where user_id = $1', [userId]);
  return true;
}

export async function useRecoveryCode(query: Query, userId: string, hash: Buffer, now: number): Promise<boolean> {
  const used = await query(
    'update accounts.recovery_code set used_at = $3 where user_id = $1 and code_hash = $2 and is_confirmed and used_at is null returning 1',
    [userId, hash, new Date(now)],
  );
  return used.length === 1;
}

export interface FactorCounts {
  readonly authenticators: number;
  readonly passkeys: number;
  readonly recoveryCodes: number;
}

export async function countFactors(query: Query, userId: string): Promise<FactorCounts> {
  const [row] = await query<FactorCounts & Row>(
    `select (select count(*) from accounts.authenticator where user_id = $1 and confirmed_at is not null) as authenticators,
            (select count(*) from accounts.passkey where user_id = $1) as passkeys,
            (select count(*) from accounts.recovery_code where user_id = $1 and is_confirmed and used_at is null) as "recoveryCodes"`,
    [userId],
  );
  return row as FactorCounts;
}

export async function removeAllFactors(query: Query, userId: string): Promise<void> {
  for (const table of ['authenticator', 'passkey', 'recovery_code'])
    await query(`delete from accounts.${table} where user_id = $1`, [userId]);
}
