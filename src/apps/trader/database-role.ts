/** The database beside the trader: looked for in the background, fed from the journal, never waited for. */

import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase } from '../../adapters/postgres/database.ts';
import { type DatabasePlaceOptions, placeOfDatabase, prepareDatabase } from '../../adapters/postgres/least-rights.ts';
import { clearViews, type ProjectedAccount, project, viewsPosition } from '../../adapters/postgres/projector.ts';
import type { SessionStatus } from '../../api/session.ts';
import type { DurableJournal, Subscription } from '../../core/journal/durable-journal.ts';
import { compareViews } from './compare-views.ts';
import { viewRows } from './view-rows.ts';

const RETRY_MS = 3_000;
/** One for the entries and one to spare: each costs the server some 10 MB. */
const CONNECTIONS = 2;
const CLOSED_WITHIN_MS = 2_000;
const STARTED_WITHIN_MS = 30_000;

/** The views were made from another history than this journal's. */
export interface ViewsDifference {
  readonly code: 'JOURNAL_ENTRIES_LOST' | 'VIEWS_REBUILT';
  readonly message: string;
}

export interface DatabaseRole {
  status(): SessionStatus['database'];
  /** Looks for the database and keeps the views of this journal up to date from where they are. `onDifference` hears when they are not of this journal. */
  follow(journal: DurableJournal, account: ProjectedAccount, onDifference: (difference: ViewsDifference) => void): void;
  /** After JOURNAL_ENTRIES_LOST: gives the lost entries up and makes the views anew from the journal. */
  rebuild(): void;
  stop(): Promise<void>;
}

/** The embedded server of the data folder: `awaited` where another part of the platform starts it, `optional` where it is used only while it is there. */
export type EmbeddedServerUse = 'awaited' | 'optional';

export interface DatabaseRoleOptions extends DatabasePlaceOptions {
  readonly server: EmbeddedServerUse;
}

/** Starts nothing before `follow`. */
export function createDatabaseRole(options: DatabaseRoleOptions): DatabaseRole {
  let state: SessionStatus['database']['state'] = options.url === undefined && options.server === 'optional' ? 'none' : 'starting';
  let since = Date.now();
  let lastError: string | null = null;
  let projected: number | null = null;
  let database: Database | null = null;
  let subscription: Subscription | null = null;
  let stopped = false;
  let lossAccepted = false;
  let retry: NodeJS.Timeout | null = null;
  let connecting = Promise.resolve();
  let reconnect = () => {};

  const become = (next: typeof state, error: unknown = null) => {
    if (next !== state) since = Date.now();
    state = next;
    if (error !== null) lastError = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    else if (next === 'ready') lastError = null;
  };

  async function connect(...followed: Parameters<DatabaseRole['follow']>): Promise<void> {
    try {
      const place = placeOfDatabase(options);
      if (place === undefined) absent();
      else {
        const address = await prepareDatabase(place, 'trader');
        database ??= openDatabase(address, CONNECTIONS);
        if (!stopped) await beginFollowing(database, ...followed);
        return;
      }
    } catch (error) {
      become('down', error);
    }
    if (!stopped) retry = setTimeout(reconnect, RETRY_MS);
  }

  /** A server that is awaited takes seconds to start, and longer when it is created. */
  function absent(): void {
    if (options.server === 'optional') become('none');
    else if (state !== 'starting' || Date.now() - since > STARTED_WITHIN_MS) become('down', 'no database server runs on the data folder');
  }

  async function beginFollowing(open: Database, ...[journal, account, onDifference]: Parameters<DatabaseRole['follow']>): Promise<void> {
    const held = await viewsPosition(open, account.account);
    const found = compareViews(held, journal);
    if (found === 'lost' && !lossAccepted) {
      const message = `the journal has lost its end: the database has seen entry ${held.sequence} of it, and the journal no longer has all entries up to there. The session is in PAUSE: stop and restore the journal from a backup, or resume to go on without them`;
      become('down', message);
      onDifference({ code: 'JOURNAL_ENTRIES_LOST', message });
      return;
    }
    if (found !== 'same' && journal.first > 1)
      throw new Error(
        `the database's views are of another history, or of an earlier release, and can't be made anew: the journal is kept from entry ${journal.first} on; restore the removed segments from a backup`,
      );
    if (found !== 'same') {
      await clearViews(open, account.account);
      const why = found === 'lost' ? 'the lost entries were given up' : 'they were made from another journal or by an earlier release';
      onDifference({ code: 'VIEWS_REBUILT', message: `the database's views are made anew from this journal: ${why}` });
    }
    if (stopped) return;
    const rowsOf = viewRows(account.currency);
    projected = found === 'same' ? held.sequence : 0;
    become(projected === journal.durable ? 'ready' : 'catching-up');
    subscription = journal.subscribe(
      projected + 1,
      async (entries) => {
        projected = await project(open, account, entries, rowsOf);
        become(projected >= journal.durable ? 'ready' : 'catching-up');
      },
      (error) => become('down', error),
    );
  }

  return {
    status: () => ({ state, since, lastError, projectedSequence: projected }),
    follow(...followed) {
      reconnect = () => {
        connecting = connect(...followed);
      };
      reconnect();
    },
    rebuild() {
      lossAccepted = true;
      reconnect();
    },
    async stop() {
      stopped = true;
      if (retry) clearTimeout(retry);
      subscription?.stop();
      // What a database that does not answer lacks it is told after the next start.
      await Promise.race([connecting.then(() => database?.close()).catch(() => {}), pause(CLOSED_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}
