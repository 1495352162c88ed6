/** What the parts of the accounts share: where they keep things, who acts, and that nothing is done which the audit does not tell. */

import type { Cipher } from '../../../adapters/credentials/cipher.ts';
import type { Passwords } from '../../../adapters/credentials/passwords.ts';
import { appendAudit } from '../../../adapters/postgres/audit-log.ts';
import type { Database, Query } from '../../../adapters/postgres/database.ts';
import type { Role } from '../../../api/roles.ts';
import type { Result } from '../../../core/domain/result.ts';
import { InputError } from '../../../core/domain/result.ts';

export interface AccountParts {
  /** Throws DATABASE_UNREACHABLE while there is none. */
  readonly database: () => Database;
  readonly passwords: Passwords;
  readonly cipher: () => Cipher;
  readonly now: () => number;
  /** This user's sessions and tokens are looked up again: their rights have changed. */
  readonly forgetVisitors: (userId: string) => void;
}

/** Who does something, for the audit. */
export interface Actor {
  readonly name: string;
  readonly address: string;
  /** Null for the host itself, which may do everything. */
  readonly role: Role | null;
}

interface Told {
  readonly act: string;
  readonly target?: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export type Note = (more: Readonly<Record<string, unknown>>) => void;

/**
 * Does `work` and writes its audit entry in one transaction: both are there or neither. A refusal (InputError) is written too, after what it undid, and
 * thrown on.
 */
export async function audited<T>(
  { database, now }: Pick<AccountParts, 'database' | 'now'>,
  actor: Pick<Actor, 'name' | 'address'>,
  { act, target = '', detail = {} }: Told,
  work: (query: Query, note: Note) => Promise<T>,
): Promise<T> {
  const entry = { at: now(), actor: actor.name, address: actor.address, act, target };
  let noted: Record<string, unknown> = { ...detail };
  try {
    return await database().transaction(async (query) => {
      const value = await work(query, (more) => {
        noted = { ...noted, ...more };
      });
      await appendAudit(query, { ...entry, outcome: 'done', detail: noted });
      return value;
    });
  } catch (error) {
    if (!(error instanceof InputError) || error.exitCode === 3) throw error;
    await database().transaction((query) => appendAudit(query, { ...entry, outcome: 'refused', detail: { ...noted, code: error.code } }));
    throw error;
  }
}

/** The value, or the refusal thrown. */
export function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new InputError(result.refusal.code, result.refusal.message);
}
