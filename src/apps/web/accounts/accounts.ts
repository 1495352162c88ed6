/** The accounts as one: what the web server and the command line ask. */

import { join } from 'node:path';
import { type Cipher, openCipher } from '../../../adapters/credentials/cipher.ts';
import { createPasswords } from '../../../adapters/credentials/passwords.ts';
import { sweepEntrances } from '../../../adapters/postgres/accounts/entrances.ts';
import { sweepEnded } from '../../../adapters/postgres/accounts/sessions.ts';
import type { Database } from '../../../adapters/postgres/database.ts';
import { SESSION_ABSOLUTE_MS, SESSION_IDLE_MS } from '../../../core/operations/access/session-life.ts';
import { type FirstOwner, rememberOwner } from './first-owner.ts';
import type { AccountParts } from './parts.ts';
import { createVisitors, type Visitors } from './visitors.ts';

export interface AccountOptions {
  /** Throws DATABASE_UNREACHABLE while there is none; migrated. */
  readonly database: () => Database;
  /** Holds the key that authenticators' secrets are sealed with. */
  readonly stateFolder: string;
  readonly now?: () => number;
}

export interface Accounts {
  readonly parts: AccountParts;
  readonly visitors: Visitors;
  readonly owner: FirstOwner;
  /** Removes what has ended: called now and then. */
  sweep(): Promise<void>;
}

/** The key that authenticators' secrets are sealed with. */
export const factorKeyIn = (stateFolder: string) => join(stateFolder, 'second-factors.key');

export function createAccounts({ database, stateFolder, now = Date.now }: AccountOptions): Accounts {
  const visitors = createVisitors({ database, now });
  let cipher: Cipher | null = null;
  const parts: AccountParts = {
    database,
    passwords: createPasswords(),
    cipher: () => {
      cipher ??= openCipher(factorKeyIn(stateFolder));
      return cipher;
    },
    now,
    forgetVisitors: (userId) => visitors.forget(userId),
  };
  return {
    parts,
    visitors,
    owner: rememberOwner(parts, join(stateFolder, 'owner-exists')),
    async sweep() {
      const at = now();
      await sweepEnded(database().query, { created: at - SESSION_ABSOLUTE_MS, seen: at - SESSION_IDLE_MS, now: at });
      await sweepEntrances(database().query, at);
    },
  };
}
