// Brings a database's tables to what this release knows: numbered SQL files, applied in order, all or none.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../core/domain/result.ts';
import type { Database, Query } from './database.ts';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  readonly sql: string;
}

/** Insufficient privilege (SQLSTATE): nothing is wrong with the migration. */
export const FORBIDDEN = '42501';

export interface MigrationReport {
  /** Number of the last migration before and after; 0 is an empty database. */
  readonly from: number;
  readonly to: number;
}

const FOLDER = fileURLToPath(new URL('migrations', import.meta.url));
/** Any fixed number: whoever else starts on the same database waits for this one. */
const ADVISORY_LOCK = 7_203_814;

/** Codes of a database that is there and that this release must not touch: trying again changes nothing. */
const OF_ANOTHER_RELEASE = ['DATABASE_NEWER', 'MIGRATION_CHANGED'] as const;
type OfAnotherRelease = (typeof OF_ANOTHER_RELEASE)[number];

export const isOfAnotherRelease = (code: string): code is OfAnotherRelease => OF_ANOTHER_RELEASE.some((each) => each === code);

/**
 * Applies the migrations that are missing, in one transaction, one process at a time. Refuses (exit code 3) a database that is newer than this
 * release (DATABASE_NEWER) and one whose applied migrations are not the files of this release (MIGRATION_CHANGED). `through`: number of the last one to apply,
 * for what is to be filled as a database of then.
 */
export async function migrate(database: Database, folder: string = FOLDER, through = Number.POSITIVE_INFINITY): Promise<MigrationReport> {
  const known = readMigrations(folder).filter(({ number }) => number <= through);
  return database.transaction(async (query) => {
    await query('set local statement_timeout = 0');
    await query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCK]);
    const applied = await appliedMigrations(query);
    const from = applied.at(-1)?.number ?? 0;
    const to = known.at(-1)?.number ?? 0;
    if (from > to) {
      throw new InputError(
        'DATABASE_NEWER',
        `database schema ${from}, this release knows ${to}: upgrade Atalaya, or restore the backup made before the upgrade`,
        3,
      );
    }
    for (const { number, name, checksum } of applied) {
      const file = known[number - 1];
      if (file?.checksum === checksum) continue;
      const found = file === undefined ? 'missing here' : `${file.checksum.slice(0, 12)} here`;
      throw new InputError(
        'MIGRATION_CHANGED',
        `migration ${name} was applied as ${checksum.slice(0, 12)} and is ${found}: restore its file`,
        3,
      );
    }
    for (const migration of known.slice(from)) await apply(query, migration);
    return { from, to };
  });
}

/** Number of the last migration that was applied; 0 where there was none. Nothing is changed. */
export async function appliedNumber(query: Query): Promise<number> {
  if (!(await hasMigrations(query))) return 0;
  const [last] = await query<{ number: number }>('select number from atalaya.migration order by number desc limit 1');
  return last?.number ?? 0;
}

async function hasMigrations(query: Query): Promise<boolean> {
  const [found] = await query<{ exists: boolean }>(`select to_regclass('atalaya.migration') is not null as exists`);
  return found?.exists ?? false;
}

async function appliedMigrations(query: Query): Promise<Pick<Migration, 'number' | 'name' | 'checksum'>[]> {
  if (await hasMigrations(query)) return query('select number, name, checksum from atalaya.migration order by number');
  await query('create schema if not exists atalaya');
  await query(`create table atalaya.migration (
    number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
  return [];
}

async function apply(query: Query, { number, name, checksum, sql }: Migration): Promise<void> {
  try {
    await query(sql);
  } catch (error) {
    if ((error as { code?: unknown }).code === FORBIDDEN) throw error;
    throw new InputError('MIGRATION_FAILED', `migration ${name} fails, nothing was changed: ${(error as Error).message}`, 3);
  }
  await query('insert into atalaya.migration (number, name, checksum) values ($1, $2, $3)', [number, name, checksum]);
}

/** The files `0001-name.sql`, `0002-name.sql`, … without a gap. */
function readMigrations(folder: string): Migration[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return names.sort().map((name, index) => {
    const number = Number.parseInt(name, 10);
    if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(name) || number !== index + 1) {
      throw new InputError('MIGRATION_NAME', `expected the migration ${String(index + 1).padStart(4, '0')}-name.sql, found ${name}`, 3);
    }
    const sql = readFileSync(join(folder, name), 'utf8');
    return { number, name, checksum: createHash('sha256').update(sql).digest('hex'), sql };
  });
}
