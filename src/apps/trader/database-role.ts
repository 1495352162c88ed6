/** The database beside the trader: started and watched in the background, fed from the journal, never waited for. */

import { type Database, openDatabase } from '../../adapters/postgres/database.ts';
import { type EmbeddedServer, startEmbeddedServer } from '../../adapters/postgres/embedded-server.ts';
import { migrate } from '../../adapters/postgres/migrations.ts';
import { type ProjectedAccount, project, projectedSequence } from '../../adapters/postgres/projector.ts';
import type { SessionStatus } from '../../api/session.ts';
import type { DurableJournal, Subscription } from '../../core/journal/durable-journal.ts';

const RETRY_MS = 3_000;

export interface DatabaseRole {
  status(): SessionStatus['database'];
  /** Keeps the views of this journal up to date from where they are. */
  follow(journal: DurableJournal, account: ProjectedAccount): void;
  /** Settles when the views hold everything that is durable now, or rejects after `timeoutMs`. */
  caughtUp(sequence: number, timeoutMs: number): Promise<void>;
  stop(): Promise<void>;
}

export interface DatabaseRoleOptions {
  readonly databaseFolder: string;
  /** DATABASE_URL; the embedded server when absent. */
  readonly url: string | undefined;
}

export function startDatabaseRole(options: DatabaseRoleOptions): DatabaseRole {
  let state: SessionStatus['database']['state'] = 'starting';
  let since = Date.now();
  let lastError: string | null = null;
  let projected: number | null = null;
  let server: EmbeddedServer | null = null;
  let database: Database | null = null;
  let subscription: Subscription | null = null;
  let followed: { journal: DurableJournal; account: ProjectedAccount } | null = null;
  let stopped = false;
  let retry: NodeJS.Timeout | null = null;

  const become = (next: typeof state, error: unknown = null) => {
    if (next !== state) since = Date.now();
    state = next;
    if (error !== null) lastError = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    else if (next === 'ready') lastError = null;
  };

  async function connect(): Promise<void> {
    if (stopped) return;
    try {
      if (options.url === undefined) server ??= await startEmbeddedServer({ databaseFolder: options.databaseFolder });
      database ??= openDatabase(server ? server.connection : { url: options.url as string });
      await migrate(database);
      become('catching-up');
      if (followed) await beginFollowing();
    } catch (error) {
      become('down', error);
      if (!stopped) retry = setTimeout(() => void connect(), RETRY_MS);
    }
  }

  async function beginFollowing(): Promise<void> {
    if (!database || !followed || subscription) return;
    const { journal, account } = followed;
    const open = database;
    projected = await projectedSequence(open, account.account);
    if (projected > journal.durable)
      throw new Error(`the views hold entry ${projected}, the journal ends at ${journal.durable}: they belong to another journal`);
    if (projected === journal.durable) become('ready');
    subscription = journal.subscribe(
      projected + 1,
      async (entries) => {
        projected = await project(open, account, entries);
        become(projected >= journal.durable ? 'ready' : 'catching-up');
      },
      (error) => become('down', error),
    );
  }

  const connecting = connect();
  return {
    status: () => ({ state, since, lastError, projectedSequence: projected }),
    follow(journal, account) {
      followed = { journal, account };
      void connecting.then(() => beginFollowing().catch((error: unknown) => become('down', error)));
    },
    async caughtUp(sequence, timeoutMs) {
      const until = Date.now() + timeoutMs;
      while ((projected ?? 0) < sequence) {
        if (Date.now() > until) throw new Error(`the views reached entry ${projected} of ${sequence}: ${lastError ?? state}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async stop() {
      stopped = true;
      if (retry) clearTimeout(retry);
      await connecting.catch(() => {});
      subscription?.stop();
      await database?.close().catch(() => {});
      await server?.stop();
    },
  };
}
