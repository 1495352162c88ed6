/** Who gets into the web role: the accounts on the platform's database, and the one-time code for the first owner. */

import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { AccountDesk } from '../../adapters/http/account-desk.ts';
import { hasAuthenticators } from '../../adapters/postgres/accounts/factors.ts';
import { note } from '../cli/output.ts';
import { userName } from '../cli/user-name.ts';
import { ENVIRONMENT } from '../config.ts';
import { createAccounts, factorKeyIn } from '../web/accounts/accounts.ts';
import { createAccountDesk } from '../web/accounts/desk.ts';
import type { AccountParts } from '../web/accounts/parts.ts';
import { newSetupCode } from '../web/accounts/users.ts';
import type { WebDatabase } from './web-database.ts';

const SWEEP_MS = 3_600_000;
/** The first start makes the database, which takes seconds. */
const DATABASE_WAITS_MS = 10_000;

export interface Entrance {
  readonly desk: AccountDesk;
  /** For what else is done with an entry in the audit. */
  readonly parts: AccountParts;
  /** The public address behind a gateway, where there is one. */
  readonly place: ReturnType<typeof ENVIRONMENT.publicPlace>;
  /** With a new one-time code; null where there is an owner, or no database in good time. */
  setupLink(url: string): Promise<string | null>;
  close(): void;
}

export interface EntranceOptions extends Pick<WebDatabase, 'database' | 'ready'> {
  readonly stateFolder: string;
}

export function openEntrance({ database, ready, stateFolder }: EntranceOptions): Entrance {
  const place = ENVIRONMENT.publicPlace();
  const accounts = createAccounts({ database: () => database, stateFolder });
  // Who is there in a database that this data folder does not know of yet, is known from now on.
  void ready.then(() => accounts.owner.isNeeded()).catch((error: Error) => note(`accounts: ${error.message}`));
  void ready.then(() => tellMissingKey(database, stateFolder)).catch((error: Error) => note(`accounts: ${error.message}`));
  const sweep = () => accounts.sweep().catch((error: Error) => note(`accounts: ${error.message}`));
  const sweeping = setInterval(() => void sweep(), SWEEP_MS).unref();
  return {
    desk: createAccountDesk(accounts),
    parts: accounts.parts,
    place,
    async setupLink(url) {
      if (accounts.owner.isKnown()) return null;
      const inTime = await Promise.race([ready.then(() => true), pause(DATABASE_WAITS_MS, false, { ref: false })]);
      if (!inTime || !(await accounts.owner.isNeeded())) return null;
      const code = await newSetupCode(accounts.parts, { name: `host:${userName()}`, address: '', role: null });
      // After the #: a browser keeps it to itself, and no log or history of a server sees it.
      return code === null ? null : `${place.publicOrigin ?? url}/setup#code=${code.code}`;
    },
    close: () => clearInterval(sweeping),
  };
}

/** A folder that was restored without it: better told at the start than to whoever signs in first. */
async function tellMissingKey(database: WebDatabase['database'], stateFolder: string): Promise<void> {
  const file = factorKeyIn(stateFolder);
  if (existsSync(file) || !(await hasAuthenticators(database.query))) return;
  note(
    `FACTOR_KEY_ABSENT: ${file} is not there, and codes of authenticators can't be checked: put it back from where you keep it (docs/guides/backup.md); until then passkeys and recovery codes let in, or: npx atalaya admin reset-second-factor NAME`,
  );
}
