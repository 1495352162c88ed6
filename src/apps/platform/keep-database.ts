/** The data folder's own PostgreSQL, kept running by one of its processes: by the supervisor, or by a role that runs alone where nobody else does. */

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EmbeddedServer } from '../../adapters/postgres/embedded-server.ts';
import type { ProcessRow } from '../../api/system.ts';
import type { InputError } from '../../core/domain/result.ts';
import { note } from '../cli/output.ts';
import type { RunningRole } from './role.ts';

const AGAIN_MS = 3_000;
/** So long its start waits for that of the trader, which may refuse. */
const WANTED_MS = 4_000;

export interface KeptDatabase {
  /** How it is now. */
  row(): ProcessRow;
  stop(): Promise<void>;
}

/**
 * Starts the server in the background, again and again where it can't be started or another process runs it. Nothing is begun for a start that is
 * refused (`wanted` rejects).
 */
export function keepDatabase(databaseFolder: string, wanted: Promise<unknown>, say = note): KeptDatabase {
  const stopping = new AbortController();
  const { signal } = stopping;
  let told = '';
  let running: EmbeddedServer | null = null;
  const begunAt = Date.now();
  const start = async () => {
    const isWanted = await Promise.race([wanted, pause(WANTED_MS, undefined, { signal })]).then(
      () => true,
      () => false,
    );
    if (!isWanted) return null;
    const { startEmbeddedServer } = await import('../../adapters/postgres/embedded-server.ts');
    while (!signal.aborted) {
      try {
        running = await startEmbeddedServer({ databaseFolder });
        return running;
      } catch (error) {
        const { code, message } = error as InputError;
        if (code !== 'DATABASE_IN_USE' && message !== told) say(`the database does not start: ${message}; trading goes on without it`);
        told = message;
        await pause(AGAIN_MS, undefined, { signal }).catch(() => {});
      }
    }
    return null;
  };
  const server = start();
  return {
    row: () => rowOf(running, told, begunAt),
    async stop() {
      stopping.abort();
      await (await server)?.stop();
    },
  };
}

const STATES = { up: 'running', down: 'waiting', stopped: 'stopped' } as const;

function rowOf(server: EmbeddedServer | null, trouble: string, begunAt: number): ProcessRow {
  const exit = (at: number, message: string): ProcessRow['lastExit'] => ({
    ...{ at, code: null, signal: null, wasAsked: false },
    refusal: { code: 'DATABASE_NOT_STARTED', message },
  });
  if (server === null) {
    const lastExit = trouble === '' ? null : exit(begunAt, trouble);
    return { name: 'database', state: 'starting', processId: null, since: begunAt, startedAt: null, restarts: 0, lastExit };
  }
  const { is, since, restarts, lastError } = server.state();
  return {
    ...{ name: 'database', state: STATES[is], processId: server.processId ?? null, since, restarts },
    startedAt: is === 'up' ? since : null,
    lastExit: lastError === undefined ? null : exit(since, lastError),
  };
}

/** A role without a supervisor, with the database that it would have kept for it. `isElsewhere`: DATABASE_URL names another one. */
export async function withDatabase<Facts>(
  { dataFolder, isElsewhere }: { readonly dataFolder: string; readonly isElsewhere: boolean },
  start: () => Promise<RunningRole<Facts>>,
): Promise<RunningRole<Facts>> {
  if (isElsewhere) return start();
  const starting = start();
  const database = keepDatabase(join(dataFolder, 'database'), starting);
  try {
    const role = await starting;
    return {
      ...role,
      async stop(why) {
        await role.stop(why);
        await database.stop();
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}
