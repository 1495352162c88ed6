/** What lies in the data folder, how it grows, and the backups of its accounts. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { diskOf, sizeOfFile, sizeOfFolder } from '../../adapters/host-metrics/folder-sizes.ts';
import { listJournalAccounts } from '../../adapters/journal-files/verify.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import { readPrivateJson, writePrivateFile } from '../../adapters/support/private-file.ts';
import type { Backup, BackupList, Storage } from '../../api/storage.ts';
import { forecastDisk, type SizePoint } from '../../core/journal/disk-forecast.ts';
import { describeBackup } from '../backup.ts';
import { lastBackup } from '../backup-evidence.ts';

const LOOK_EVERY_MS = 3_600_000;
/** One look counts for whoever asks within this time. */
const GOOD_FOR_MS = 30_000;
/** A little more than the forecast looks back on. */
const KEPT_POINTS = 8 * 24;
const TABLES = 10;

export interface StorageDesk {
  storage(): Promise<Storage>;
  backups(): BackupList;
  close(): void;
}

export interface StorageDeskOptions {
  readonly dataFolder: string;
  readonly database: Database;
  readonly say: (line: string) => void;
}

export function openStorageDesk({ dataFolder, database, say }: StorageDeskOptions): StorageDesk {
  const historyFile = join(dataFolder, 'state', 'storage.json');
  let history = readHistory(historyFile);
  let looked: { readonly at: number; readonly sizes: Promise<Sizes> } | null = null;

  function look(): Promise<Sizes> {
    const now = Date.now();
    if (looked !== null && now - looked.at < GOOD_FOR_MS) return looked.sizes;
    const sizes = sizesOf(dataFolder);
    looked = { at: now, sizes };
    return sizes;
  }

  /** Every hour, so that there is a rate to tell. */
  async function note(): Promise<void> {
    try {
      const { bytes } = await look();
      history = [...history, { at: Date.now(), bytes }].slice(-KEPT_POINTS);
      writePrivateFile(historyFile, JSON.stringify(history));
    } catch (error) {
      say(`the size of the data folder is not written down: ${(error as Error).message}`);
    }
  }

  // A web that was just started again has its last point still.
  if ((history.at(-1)?.at ?? 0) < Date.now() - LOOK_EVERY_MS) void note();
  const timer = setInterval(() => void note(), LOOK_EVERY_MS).unref();
  return {
    async storage() {
      const [{ folders, bytes }, disk, tables] = await Promise.all([look(), diskOf(dataFolder), tablesOf(database)]);
      const at = Date.now();
      const forecast = forecastDisk([...history, { at, bytes }], disk.freeBytes, at);
      return { at, folder: dataFolder, folders, bytes, disk, forecast, tables };
    },
    backups: () => ({
      at: Date.now(),
      place: join(dataFolder, 'backups'),
      accounts: listJournalAccounts(dataFolder),
      backups: listBackups(dataFolder),
    }),
    close: () => clearInterval(timer),
  };
}

type Sizes = Pick<Storage, 'folders' | 'bytes'>;

async function sizesOf(dataFolder: string): Promise<Sizes> {
  const entries = await readdir(dataFolder, { withFileTypes: true });
  const folders: Storage['folders'] = [];
  let loose = { bytes: 0, files: 0 };
  for (const entry of entries) {
    const path = join(dataFolder, entry.name);
    if (entry.isDirectory())
      folders.push({ name: entry.name, ...(await sizeOfFolder(entry.name === 'database' ? clusterIn(path) : path)) });
    else {
      const { bytes, files } = await sizeOfFile(path);
      loose = { bytes: loose.bytes + bytes, files: loose.files + files };
    }
  }
  if (loose.files > 0) folders.push({ name: '.', ...loose });
  return { folders: folders.sort((a, b) => b.bytes - a.bytes), bytes: folders.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** As root the cluster lies elsewhere, and a file says where. */
function clusterIn(databaseFolder: string): string {
  try {
    return readFileSync(join(databaseFolder, 'location'), 'utf8').trim();
  } catch {
    return databaseFolder;
  }
}

async function tablesOf(database: Database): Promise<Storage['tables']> {
  try {
    return await database.query<{ name: string; rows: number; bytes: number }>(
      `select schemaname || '.' || relname as name, n_live_tup::float8 as rows, pg_total_relation_size(relid)::float8 as bytes
       from pg_stat_user_tables order by bytes desc, name limit $1`,
      [TABLES],
    );
  } catch {
    return null;
  }
}

/** Those in the data folder, and the last one of each account wherever it was put. */
function listBackups(dataFolder: string): Backup[] {
  const place = join(dataFolder, 'backups');
  const here = existsSync(place) ? readdirSync(place).map((name) => join(place, name)) : [];
  const evidence = listJournalAccounts(dataFolder).flatMap((account) => lastBackup(dataFolder, account) ?? []);
  const folders = new Set([...here, ...evidence.map(({ folder }) => folder)].map((folder) => resolve(folder)));
  return [...folders]
    .flatMap((folder): Backup[] => {
      const found = describeBackup(folder);
      if (found === null) return [];
      const proof = evidence.find((one) => one.verified && resolve(one.folder) === folder);
      const name = here.includes(folder) ? basename(folder) : folder;
      return [{ ...found, name, madeAt: Date.parse(found.madeAt), verifiedAt: proof?.at ?? null }];
    })
    .sort((a, b) => b.madeAt - a.madeAt);
}

function readHistory(file: string): SizePoint[] {
  try {
    return readPrivateJson(file, 'STORAGE_HISTORY', (json) => (Array.isArray(json) ? (json as SizePoint[]) : [])) ?? [];
  } catch {
    return [];
  }
}
