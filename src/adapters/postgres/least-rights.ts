// Who uses the database: its owner brings the tables up to date; web and trader work as users who read and write rows, change no table, and of the audit only add.
import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { InputError } from '../../core/domain/result.ts';
import { runningConnection, type ServerConnection } from './cluster.ts';
import { type Database, type DatabaseAddress, openDatabase, type Query } from './database.ts';
import { FORBIDDEN, migrate } from './migrations.ts';

/** The worker shares the web's. */
export type DatabaseUse = 'web' | 'trader';

/** On the tables of a schema; its sequences with them. */
const READ = 'select';
const APPEND = 'select, insert';
const WRITE = 'select, insert, update, delete';

/** By schema, for each use. What is not here cannot even be named. A test holds every schema of the database against this. */
export const LEAST_RIGHTS: Readonly<Record<DatabaseUse, Readonly<Record<string, string>>>> = {
  web: { atalaya: READ, trading: READ, audit: APPEND, accounts: WRITE, jobs: WRITE, research: WRITE, portfolio: WRITE, pgboss: WRITE },
  trader: { atalaya: READ, trading: WRITE, standby: WRITE },
};

/** Any fixed number: rights are given by one process at a time. */
const RIGHTS_LOCK = 7_203_816;

export interface DatabasePlace {
  /** May change tables. */
  readonly owner: DatabaseAddress;
  /** Of a server outside, where it has one: whom everything else is done as. The embedded server's users are made here. */
  readonly user: DatabaseAddress | undefined;
}

export interface DatabasePlaceOptions {
  /** DATABASE_URL; the embedded server of the data folder when absent. */
  readonly url: string | undefined;
  /** DATABASE_OWNER_URL, beside the other one. */
  readonly ownerUrl?: string | undefined;
  readonly databaseFolder: string;
}

/** Undefined while the embedded server does not run. */
export function placeOfDatabase({ url, ownerUrl, databaseFolder }: DatabasePlaceOptions): DatabasePlace | undefined {
  if (url !== undefined) return placeOutside(url, ownerUrl);
  const owner = runningConnection(databaseFolder);
  return owner && { owner, user: undefined };
}

export function placeOutside(url: string, ownerUrl: string | undefined): DatabasePlace {
  return { owner: { url: ownerUrl ?? url }, user: ownerUrl === undefined ? undefined : { url } };
}

/**
 * As the owner: applies what is missing, does `more`, and gives the user of `use` its rights. Resolves to the address to work under: a user's, or, of a
 * server outside that has no owner told apart, the one there is. Throws as `migrate` does, and DATABASE_UNREACHABLE.
 */
export async function prepareDatabase(
  { owner, user }: DatabasePlace,
  use: DatabaseUse,
  more: (owner: DatabaseAddress) => Promise<void> = async () => {},
): Promise<DatabaseAddress> {
  const database = openDatabase(owner, 1);
  try {
    await migrate(database);
    await more(owner);
    if (!('url' in owner)) return await embeddedUser(database, owner, use);
    if (user === undefined) return owner;
    await giveRights(database, await nameOfUser(user), use);
    return user;
  } catch (error) {
    throw (error as { code?: unknown }).code === FORBIDDEN ? ownerWanted(error as Error) : error;
  } finally {
    await database.close();
  }
}

function ownerWanted({ message }: Error): InputError {
  return new InputError(
    'DATABASE_RIGHTS',
    `expected a user of DATABASE_URL who may bring the tables up to date, found: ${message}; start once with DATABASE_OWNER_URL, the same database as its owner`,
    3,
  );
}

/** Its password hangs on the owner's, so that there is no other secret to keep. */
async function embeddedUser(database: Database, owner: ServerConnection, use: DatabaseUse): Promise<ServerConnection> {
  const name = `${owner.user}_${use}`;
  const password = createHmac('sha256', owner.password).update(`database user ${name}`).digest('base64url');
  await giveRights(database, name, use, async (query) => {
    const [found] = await query('select from pg_roles where rolname = $1', [name]);
    // Not the password itself: what fails is written into the server's log.
    await query(`${found ? 'alter' : 'create'} role ${quoted(name)} login password '${scramVerifier(password)}'`);
  });
  return { ...owner, user: name, password };
}

async function nameOfUser(address: DatabaseAddress): Promise<string> {
  const database = openDatabase(address, 1);
  try {
    const [found] = await database.query<{ name: string }>('select current_user::text as name');
    return found?.name ?? '';
  } finally {
    await database.close();
  }
}

async function giveRights(
  database: Database,
  name: string,
  use: DatabaseUse,
  first: (query: Query) => Promise<void> = async () => {},
): Promise<void> {
  const user = quoted(name);
  await database.transaction(async (query) => {
    await query('select pg_advisory_xact_lock($1)', [RIGHTS_LOCK]);
    await first(query);
    for (const [schema, rights] of Object.entries(LEAST_RIGHTS[use])) {
      await query(`grant usage on schema ${schema} to ${user}`);
      await query(`grant ${rights} on all tables in schema ${schema} to ${user}`);
      if (rights === WRITE) await query(`grant usage, select on all sequences in schema ${schema} to ${user}`);
    }
  });
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** RFC 5803 as PostgreSQL keeps it. */
function scramVerifier(password: string): string {
  const [iterations, salt] = [4096, randomBytes(16)];
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const keyOf = (words: string) => createHmac('sha256', salted).update(words).digest();
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${keyOf('Server Key').toString('base64')}`;
}
