/** The database for a command of the host, as its owner: that of a running platform, or, where none runs, started for as long as the command lasts. */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Database, openDatabase } from '../../adapters/postgres/database.ts';
import { startEmbeddedServer } from '../../adapters/postgres/embedded-server.ts';
import { placeOfDatabase } from '../../adapters/postgres/least-rights.ts';
import { migrate } from '../../adapters/postgres/migrations.ts';
import { ENVIRONMENT } from '../config.ts';
import { prepareRuntimeFolders } from '../runtime-folders.ts';

/** Whether the data folder has had one: nobody has to make an empty one to look into it. */
export function hasHostDatabase(dataDir: string): boolean {
  const folder = join(resolve(dataDir), 'database');
  return ENVIRONMENT.databaseUrl !== undefined || ['location', 'data'].some((name) => existsSync(join(folder, name)));
}

/** `work` is given the database, migrated, and the folder of private files. */
export async function withHostDatabase<Value>(
  dataDir: string,
  work: (database: Database, stateFolder: string) => Promise<Value>,
): Promise<Value> {
  return withHostDatabaseAsItIs(dataDir, async (database, stateFolder) => {
    await migrate(database);
    return work(database, stateFolder);
  });
}

/** The same with nothing in it changed: an empty one has no tables yet. */
export async function withHostDatabaseAsItIs<Value>(
  dataDir: string,
  work: (database: Database, stateFolder: string) => Promise<Value>,
): Promise<Value> {
  const folders = prepareRuntimeFolders(dataDir);
  const { database, close } = await open(folders.database);
  try {
    return await work(database, folders.state);
  } finally {
    await close();
  }
}

async function open(databaseFolder: string): Promise<{ readonly database: Database; close(): Promise<void> }> {
  const address = placeOfDatabase({ url: ENVIRONMENT.databaseUrl, ownerUrl: ENVIRONMENT.databaseOwnerUrl, databaseFolder })?.owner;
  if (address !== undefined) {
    const database = openDatabase(address, 2);
    const answers = await database.ping().catch((error) => {
      if (ENVIRONMENT.databaseUrl !== undefined) throw error;
    });
    if (answers !== undefined) return { database, close: () => database.close() };
    await database.close();
  }
  const server = await startEmbeddedServer({ databaseFolder });
  const database = openDatabase(server.connection, 2);
  return {
    database,
    async close() {
      await database.close();
      await server.stop();
    },
  };
}
