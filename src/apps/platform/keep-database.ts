/** The data folder's own PostgreSQL, kept running by one of its processes: by the supervisor, or by a role that runs alone where nobody else does. */

import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { InputError } from '../../core/domain/result.ts';
import { note } from '../cli/output.ts';
import type { RunningRole } from './role.ts';

const AGAIN_MS = 3_000;
/** So long its start waits for that of the trader, which may refuse. */
const WANTED_MS = 4_000;

/**
 * Starts the server in the background, again and again where it can't be started or another process runs it; returns how to stop it. Nothing is begun
 * for a start that is refused (`wanted` rejects).
 */
export function keepDatabase(databaseFolder: string, wanted: Promise<unknown>): () => Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  let told = '';
  const start = async () => {
    const isWanted = await Promise.race([wanted, pause(WANTED_MS, undefined, { signal })]).then(
      () => true,
      () => false,
    );
    if (!isWanted) return null;
    const { startEmbeddedServer } = await import('../../adapters/postgres/embedded-server.ts');
    while (!signal.aborted) {
      try {
        return await startEmbeddedServer({ databaseFolder });
      } catch (error) {
        const { code, message } = error as InputError;
        if (code !== 'DATABASE_IN_USE' && message !== told) note(`the database does not start: ${message}; trading goes on without it`);
        told = message;
        await pause(AGAIN_MS, undefined, { signal }).catch(() => {});
      }
    }
    return null;
  };
  const server = start();
  return async () => {
    stopping.abort();
    await (await server)?.stop();
  };
}

/** A role without a supervisor, with the database that it would have kept for it. `isElsewhere`: DATABASE_URL names another one. */
export async function withDatabase<Facts>(
  { dataFolder, isElsewhere }: { readonly dataFolder: string; readonly isElsewhere: boolean },
  start: () => Promise<RunningRole<Facts>>,
): Promise<RunningRole<Facts>> {
  if (isElsewhere) return start();
  const starting = start();
  const stopDatabase = keepDatabase(join(dataFolder, 'database'), starting);
  try {
    const role = await starting;
    return {
      ...role,
      async stop(why) {
        await role.stop(why);
        await stopDatabase();
      },
    };
  } catch (error) {
    await stopDatabase();
    throw error;
  }
}
