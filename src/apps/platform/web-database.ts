/** The database of the web role: looked for until it is there, brought up to date, and used through one handle that says so while it is away. */

import { setTimeout as pause } from 'node:timers/promises';
import { type Database, type DatabaseAddress, openDatabase } from '../../adapters/postgres/database.ts';
import { prepareQueue } from '../../adapters/postgres/job-queue.ts';
import { type DatabasePlaceOptions, placeOfDatabase, prepareDatabase } from '../../adapters/postgres/least-rights.ts';
import { isOfAnotherRelease } from '../../adapters/postgres/migrations.ts';
import { InputError } from '../../core/domain/result.ts';

const LOOK_AGAIN_MS = 500;
/** Pages, jobs and accounts share them; each costs the server some 10 MB. */
const CONNECTIONS = 6;

export interface WebDatabase {
  /** Every use of it is refused with DATABASE_UNREACHABLE until the database is there; with DATABASE_NEWER or MIGRATION_CHANGED where it is another release's. */
  readonly database: Database;
  /** Where it is, for what opens connections of its own. InputError DATABASE_UNREACHABLE. */
  address(): DatabaseAddress;
  /** Settles once it is there and up to date; never, where that does not come. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** The embedded server of the data folder is started by another process. */
export interface WebDatabaseOptions extends DatabasePlaceOptions {
  /** Told once of each reason why there is none. */
  say(line: string): void;
}

export function findDatabase({ say, ...options }: WebDatabaseOptions): WebDatabase {
  const stopping = new AbortController();
  const { signal } = stopping;
  let found: { readonly database: Database; readonly address: DatabaseAddress } | null = null;
  let trouble = 'it has not been found yet';
  /** Waiting helps nobody: it is there, and another release's. */
  let refusal: InputError | null = null;

  async function look(): Promise<boolean> {
    const place = placeOfDatabase(options);
    if (place === undefined) return false;
    try {
      const address = await prepareDatabase(place, 'web', prepareQueue);
      found = { database: openDatabase(address, CONNECTIONS), address };
      refusal = null;
      return true;
    } catch (error) {
      const [reason = ''] = (error as Error).message.split('\n');
      refusal = error instanceof InputError && isOfAnotherRelease(error.code) ? error : null;
      if (reason !== trouble && refusal !== null) say(`nobody can enter the panel: ${reason} [${refusal.code}]`);
      // Known only with its password is the embedded one before it has started: that is no news.
      else if (reason !== trouble && options.url !== undefined) say(`the database can't be used yet: ${reason}`);
      trouble = reason;
      return false;
    }
  }

  async function lookUntilFound(): Promise<void> {
    while (!(await look())) await pause(LOOK_AGAIN_MS, undefined, { signal });
  }

  const open = () => {
    if (refusal !== null) throw refusal;
    if (found === null) throw new InputError('DATABASE_UNREACHABLE', `the database is away: ${trouble}; try again in a moment`, 3);
    return found;
  };
  const looking = lookUntilFound();
  const ready = new Promise<void>((isReady) => {
    looking.then(isReady, () => {});
  });
  return {
    database: {
      query: async (text, parameters) => open().database.query(text, parameters),
      transaction: async (work) => open().database.transaction(work),
      ping: async () => open().database.ping(),
      close: async () => {},
    },
    address: () => open().address,
    ready,
    async close() {
      stopping.abort();
      await looking.catch(() => {});
      await found?.database.close();
    },
  };
}
