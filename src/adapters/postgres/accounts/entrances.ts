/** Wrong tries, and from where an account has been entered before. */

import { countTry, type Failures, FORGIVEN_AFTER_MS, lockedUntil } from '../../../core/operations/access/lock-out.ts';
import type { Query, Row } from '../database.ts';

/** A device or address that has not been seen for so long is a stranger's again. */
const KNOWN_FOR_MS = 180 * 86_400_000;

/**
 * Takes a try from each allowance, before anything is compared; or null and, where one of them is locked, until when, and none is taken. Within one
 * transaction that has to be committed before the comparison.
 */
export async function takeTry(query: Query, allowances: readonly string[], now: number): Promise<number | null> {
  const found = new Map<string, Failures>();
  // In one order for everybody, so that two tries never wait for each other; a row that is not there yet is guarded by the lock as well.
  for (const allowance of [...allowances].sort()) {
    await query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [allowance]);
    const [row] = await query<Failures & Row>('select count, last_at as "lastAt" from accounts.sign_in_failures where allowance = $1', [
      allowance,
    ]);
    if (row !== undefined) found.set(allowance, row);
  }
  const locks = [...found.values()].map((failures) => lockedUntil(failures) ?? 0);
  const until = Math.max(0, ...locks);
  if (until > now) return until;
  for (const allowance of allowances) {
    const { count, lastAt } = countTry(found.get(allowance) ?? null, now);
    await query(
      `insert into accounts.sign_in_failures (allowance, count, last_at) values ($1, $2, $3)
       on conflict (allowance) do update set count = excluded.count, last_at = excluded.last_at`,
      [allowance, count, new Date(lastAt)],
    );
  }
  return null;
}

/** After a right try: the account's allowances are whole again; of the address's, which others share, only this try is given back. */
export async function giveBack(query: Query, allowances: readonly string[]): Promise<void> {
  const shared = allowances.filter((allowance) => allowance.startsWith('address '));
  const own = allowances.filter((allowance) => !shared.includes(allowance));
  await query('delete from accounts.sign_in_failures where allowance = any($1) or (allowance = any($2) and count <= 1)', [own, shared]);
  await query('update accounts.sign_in_failures set count = count - 1 where allowance = any($1)', [shared]);
}

/** What the host does for somebody who is locked out: all that is counted for an account. The name counts where tries came before there was a user. */
export async function forgetFailures(query: Query, userId: string, name: string): Promise<number> {
  const gone = await query(
    `delete from accounts.sign_in_failures
     where split_part(allowance, ' ', 1) in ('account', 'device') and split_part(allowance, ' ', 2) in ($1, $2)
        or starts_with(allowance, 'known address ' || $1) or starts_with(allowance, 'address ') returning 1`,
    [userId, name],
  );
  return gone.length;
}

/** What counts no more. */
export async function sweepEntrances(query: Query, now: number): Promise<void> {
  await query('delete from accounts.sign_in_failures where last_at < $1', [new Date(now - FORGIVEN_AFTER_MS)]);
  await query('delete from accounts.known_entrance where seen_at < $1', [new Date(now - KNOWN_FOR_MS)]);
}

export interface KnownEntrance {
  readonly deviceIsKnown: boolean;
  readonly addressIsKnown: boolean;
}

export async function knownEntrance(
  query: Query,
  userId: string,
  device: string | null,
  address: string,
  now: number,
): Promise<KnownEntrance> {
  const [row] = await query<KnownEntrance & Row>(
    `select coalesce(bool_or(kind = 'device' and value = $2), false) as "deviceIsKnown",
            coalesce(bool_or(kind = 'address' and value = $3), false) as "addressIsKnown"
     from accounts.known_entrance where user_id = $1 and seen_at > $4`,
    [userId, device, address, new Date(now - KNOWN_FOR_MS)],
  );
  return row as KnownEntrance;
}

export async function rememberEntrance(query: Query, userId: string, device: string, address: string, now: number): Promise<void> {
  for (const [kind, value] of [
    ['device', device],
    ['address', address],
  ])
    await query(
      `insert into accounts.known_entrance (user_id, kind, value, seen_at) values ($1, $2, $3, $4)
       on conflict (user_id, kind, value) do update set seen_at = excluded.seen_at`,
      [userId, kind, value, new Date(now)],
    );
}
