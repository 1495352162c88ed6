/** The database for a command of the host: that of a running platform, or, where none runs, started for as long as the command lasts. */

import { runningConnection } from '../../adapters/postgres/cluster.ts';
import { type Database, openDatabase } from '../../adapters/postgres/database.ts';
import { startEmbeddedServer } from '../../adapters/postgres/embedded-server.ts';
import { migrate } from '../../adapters/postgres/migrations.ts';
import { ENVIRONMENT } from '../config.ts';
import { prepareRuntimeFolders } from '../runtime-folders.ts';

/** `work` is given the database, migrated, and the folder of private files. */
export async function withHostDatabase(dataDir: string, work: (database: Database, stateFolder: string) => Promise<void>): Promise<void> {
  const folders = prepareRuntimeFolders(dataDir);
  const { database, close } = await open(folders.database);
  try {
    await migrate(database);
    await work(database, folders.state);
  } finally {
    await close();
  }
}

async function open(databaseFolder: string): Promise<{ readonly database: Database; close(): Promise<void> }> {
  const address = ENVIRONMENT.databaseUrl === undefined ? runningConnection(databaseFolder) : { url: ENVIRONMENT.databaseUrl };
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
