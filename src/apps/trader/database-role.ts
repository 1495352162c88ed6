/** The database beside the trader: looked for in the background, fed from the journal, never waited for. */

import { setTimeout as pause } from 'node:timers/promises';
import { type Database, openDatabase } from '../../adapters/postgres/database.ts';
import { type DatabasePlaceOptions, placeOfDatabase, prepareDatabase } from '../../adapters/postgres/least-rights.ts';
import { isOfAnotherRelease } from '../../adapters/postgres/migrations.ts';
import { clearViews, type ProjectedAccount, project, viewsPosition } from '../../adapters/postgres/projector.ts';
import type { SessionStatus } from '../../api/session.ts';
import { InputError } from '../../core/domain/result.ts';
import type { DurableJournal, Subscription } from '../../core/journal/durable-journal.ts';
import type { MultiplierOf } from '../../core/trading/engine/net-result.ts';
import { compareViews } from './compare-views.ts';
import { viewRows } from './view-rows.ts';

const RETRY_MS = 3_000;
/** One for the entries and one to spare: each costs the server some 10 MB. */
const CONNECTIONS = 2;
const CLOSED_WITHIN_MS = 2_000;
const STARTED_WITHIN_MS = 30_000;
/** A start waits with its entries for the comparison of journal and views for so long. */
const COMPARED_WITHIN_MS = 30_000;

/** What comes of comparing the journal with the views: they are of another history than this journal's, or could not be compared with it. */
export interface ViewsNews {
  readonly code: 'JOURNAL_ENTRIES_LOST' | 'VIEWS_REBUILT' | 'JOURNAL_UNCHECKED' | 'DATABASE_NEWER' | 'MIGRATION_CHANGED';
  readonly message: string;
}

export interface ViewsListener {
  /** Hears what is told. */
  told(news: ViewsNews): void;
  /** The comparison is over, or is not waited for any longer; after what is told of it. */
  settled(): void;
}

export interface DatabaseRole {
  status(): SessionStatus['database'];
  /** Whether there is one, or should be: a start without one waits for none. */
  isExpected(): boolean;
  /** Looks for the database and keeps the views of this journal up to date from where they are. */
  follow(journal: DurableJournal, account: ProjectedAccount & { readonly multiplierOf: MultiplierOf }, listener: ViewsListener): void;
  /** After JOURNAL_ENTRIES_LOST: gives the lost entries up and makes the views anew from the journal. */
  rebuild(): void;
  stop(): Promise<void>;
}

/** The embedded server of the data folder: `awaited` where another part of the platform starts it, `optional` where it is used only while it is there. */
export type EmbeddedServerUse = 'awaited' | 'optional';

export interface DatabaseRoleOptions extends DatabasePlaceOptions {
  readonly server: EmbeddedServerUse;
  readonly comparedWithinMs?: number;
}

/** Starts nothing before `follow`. */
export function createDatabaseRole(options: DatabaseRoleOptions): DatabaseRole {
  const withinMs = options.comparedWithinMs ?? COMPARED_WITHIN_MS;
  let state: SessionStatus['database']['state'] = options.url === undefined && options.server === 'optional' ? 'none' : 'starting';
  let since = Date.now();
  let lastError: string | null = null;
  let projected: number | null = null;
  let database: Database | null = null;
  let subscription: Subscription | null = null;
  let stopped = false;
  let lossAccepted = false;
  let retry: NodeJS.Timeout | null = null;
  let patience: NodeJS.Timeout | undefined;
  let refused: string | null = null;
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
      refuse(error, followed[2]);
    }
    if (!stopped) retry = setTimeout(reconnect, RETRY_MS);
  }

  /** Told once of each reason. */
  function refuse(error: unknown, listener: ViewsListener): void {
    if (!(error instanceof InputError)) return;
    const { code } = error;
    if (!isOfAnotherRelease(code) || stopped || refused === code) return;
    refused = code;
    const message = `the database can't be used: ${error.message}. Until then nothing is written into it, and whether the journal is whole can't be told: the session is in PAUSE, its exits and stops go on`;
    listener.told({ code, message });
    settle(listener);
  }

  function settle(listener: ViewsListener): void {
    clearTimeout(patience);
    patience = undefined;
    listener.settled();
  }

  const isExpected = () => state !== 'none' || placeOfDatabase(options) !== undefined;

  /** A server that is awaited takes seconds to start, and longer when it is created. */
  function absent(): void {
    if (options.server === 'optional') become('none');
    else if (state !== 'starting' || Date.now() - since > STARTED_WITHIN_MS) become('down', 'no database server runs on the data folder');
  }

  async function beginFollowing(open: Database, ...[journal, account, listener]: Parameters<DatabaseRole['follow']>): Promise<void> {
    const held = await viewsPosition(open, account.account);
    const found = compareViews(held, journal);
    if (found === 'lost' && !lossAccepted) {
      const message = `the journal has lost its end: the database has seen entry ${held.sequence} of it, and the journal no longer has all entries up to there. The session is in PAUSE: stop and restore the journal from a backup, or resume to go on without them`;
      become('down', message);
      listener.told({ code: 'JOURNAL_ENTRIES_LOST', message });
      settle(listener);
      return;
    }
    settle(listener);
    if (found !== 'same' && journal.first > 1)
      throw new Error(
        `the database's views are of another history, or of an earlier release, and can't be made anew: the journal is kept from entry ${journal.first} on; restore the removed segments from a backup`,
      );
    if (found !== 'same') {
      await clearViews(open, account.account);
      const why = found === 'lost' ? 'the lost entries were given up' : 'they were made from another journal or by an earlier release';
      listener.told({ code: 'VIEWS_REBUILT', message: `the database's views are made anew from this journal: ${why}` });
    }
    if (stopped) return;
    const rowsOf = viewRows(account.currency, account.multiplierOf);
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
    isExpected,
    follow(...followed) {
      const [, , listener] = followed;
      patience = setTimeout(() => {
        if (isExpected()) {
          const why = lastError ?? 'it has not started yet';
          const message = `the database has not come within ${withinMs / 1000} s (${why}): whether the journal still has all that it has seen is looked at when it comes`;
          listener.told({ code: 'JOURNAL_UNCHECKED', message });
        }
        settle(listener);
      }, withinMs);
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
      clearTimeout(patience);
      subscription?.stop();
      // What a database that does not answer lacks it is told after the next start.
      await Promise.race([connecting.then(() => database?.close()).catch(() => {}), pause(CLOSED_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}
