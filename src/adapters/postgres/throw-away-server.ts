// A real PostgreSQL for one test file: a cluster in a temporary folder, removed with everything in it at the end.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from './database.ts';
import { type EmbeddedServer, startEmbeddedServer } from './embedded-server.ts';

export interface ThrowAwayServer {
  readonly server: EmbeddedServer;
  readonly database: Database;
  remove(): Promise<void>;
}

/** A folder with a short path that other operating system users may enter, as a server started by root must. */
export function throwAwayFolder(): string {
  const folder = mkdtempSync('/tmp/atalaya-');
  chmodSync(folder, 0o755);
  return folder;
}

export async function startThrowAwayServer(): Promise<ThrowAwayServer> {
  const folder = throwAwayFolder();
  const server = await startEmbeddedServer({ databaseFolder: join(folder, 'database'), sharedFolder: join(folder, 'shared') });
  const database = openDatabase(server.connection);
  return {
    server,
    database,
    async remove() {
      await database.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
