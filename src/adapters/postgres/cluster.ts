// One embedded PostgreSQL cluster on disk: where it lies, which operating system user runs it, its password, and its first creation.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import { tryFileLock } from '../support/file-lock.ts';
import { makeFolder } from '../support/make-folder.ts';
import { type Programs, preparePrograms } from './programs.ts';

/** Where root keeps clusters and programs: PostgreSQL refuses to run as root, and its user cannot enter root's folders. */
const SHARED_FOLDER = '/var/lib/atalaya';
const DATABASE_USER = 'atalaya';
/** Part of the socket's name; nothing listens on the network. */
const PORT = 5432;
/** In order of preference; the first is made where neither exists. */
const SYSTEM_USERS = ['atalaya', 'postgres'];
/** sun_path holds 108 bytes, the last of them zero. */
const LONGEST_SOCKET_PATH = 107;
/** All that the programs get to see: the environment of Atalaya may hold secrets, and PostgreSQL reads variables of its own from it. */
export const SERVER_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export interface ClusterLocation {
  readonly folder: string;
  /** Not in the data folder but where root keeps clusters. */
  readonly isShared: boolean;
}

export interface Cluster {
  /** Holds everything of the cluster; lock file, password and log stay out of the server's own data. */
  readonly folder: string;
  readonly data: string;
  readonly connection: ServerConnection;
  readonly programs: Programs;
  /** The operating system user that runs the server; undefined when that is this process's own. */
  readonly runAs: { uid: number; gid: number } | undefined;
}

/** How to reach the server, in the form the `pg` package takes. */
export interface ServerConnection {
  /** The folder of the server's unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/**
 * The folder of a data folder's cluster. As an ordinary user it is `databaseFolder` itself; as root a folder of its own under `sharedFolder`,
 * and `databaseFolder` holds a file `location` that says which. Throws DATABASE_MOVED when that one is gone.
 */
export function locateCluster(databaseFolder: string, sharedFolder: string = SHARED_FOLDER): ClusterLocation {
  makeFolder(databaseFolder);
  const pointer = join(databaseFolder, 'location');
  if (existsSync(pointer)) {
    const folder = readFileSync(pointer, 'utf8').trim();
    if (existsSync(folder)) return { folder: realpathSync(folder), isShared: true };
    throw new InputError(
      'DATABASE_MOVED',
      `the database of this data folder was in ${folder} and is not there any more: restore it, or remove ${pointer} to begin an empty one`,
      3,
    );
  }
  const inPlace = realpathSync(databaseFolder);
  if (process.getuid?.() !== 0 || existsSync(join(inPlace, 'data'))) return { folder: inPlace, isShared: false };
  makeFolder(sharedFolder, 0o755);
  const folder = join(realpathSync(sharedFolder), randomBytes(4).toString('hex'));
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(pointer, `${folder}\n`, { mode: 0o600 });
  return { folder, isShared: true };
}

/**
 * Makes the cluster ready to be started, creating it when there is none: a second or two the first time, milliseconds after that.
 * Throws with a code and exit code 3 when it is damaged, of another PostgreSQL version, or cannot be made.
 */
export function prepareCluster({ folder, isShared }: ClusterLocation): Cluster {
  const data = join(folder, 'data');
  const runAs = process.getuid?.() === 0 ? serverUser(data) : undefined;
  if (isShared && runAs !== undefined) {
    chownSync(folder, 0, runAs.gid);
    chmodSync(folder, 0o750);
  }
  const programs = preparePrograms(join(isShared ? dirname(folder) : folder, 'programs'), runAs !== undefined);
  const password = passwordOf(folder, existsSync(data));
  if (!existsSync(data)) createData({ folder, data, password, programs, runAs });
  checkVersion(data, programs.major);
  const connection = { host: socketFolder(folder, runAs), port: PORT, user: DATABASE_USER, password };
  return { folder, data, connection, programs, runAs };
}

/** Removes a data folder's cluster for good, wherever it lies. Throws DATABASE_IN_USE while somebody runs it. */
export function removeCluster(databaseFolder: string): void {
  if (!existsSync(databaseFolder)) return;
  const { folder } = locateCluster(databaseFolder);
  const lock = tryFileLock(join(folder, 'server.lock'));
  if (lock === undefined) throw new InputError('DATABASE_IN_USE', `an Atalaya runs the database in ${folder}: stop it first`, 3);
  for (const each of [folder, databaseFolder]) rmSync(each, { recursive: true, force: true });
  lock.release();
}

/** How another process of the same owner reaches a running server; undefined while there is none. */
export function runningConnection(databaseFolder: string): ServerConnection | undefined {
  try {
    const pointer = join(databaseFolder, 'location');
    const folder = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : databaseFolder;
    const host = readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[4];
    return host ? { host, port: PORT, user: DATABASE_USER, password: readFileSync(join(folder, 'password'), 'utf8').trim() } : undefined;
  } catch {
    return undefined;
  }
}

/** Existing data keep the user that owns them; new data go to one of the known users, made when the system has neither. */
function serverUser(data: string): { uid: number; gid: number } {
  if (existsSync(data)) {
    const { uid, gid } = statSync(data);
    return { uid, gid };
  }
  const found = findSystemUser();
  if (found !== undefined) return found;
  const name = SYSTEM_USERS[0] as string;
  const attempts: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name]],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', name]],
  ];
  for (const [command, args] of attempts) {
    spawnSync(command, args, { stdio: 'ignore' });
    const made = findSystemUser();
    if (made !== undefined) return made;
  }
  throw new InputError(
    'DATABASE_USER_MISSING',
    `PostgreSQL does not run as root and the system user ${name} cannot be made: make it (useradd --system ${name}), start Atalaya as an ordinary user, or set DATABASE_URL`,
    3,
  );
}

function findSystemUser(): { uid: number; gid: number } | undefined {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of SYSTEM_USERS) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields !== undefined) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  return undefined;
}

function passwordOf(folder: string, hasData: boolean): string {
  const file = join(folder, 'password');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  if (hasData) {
    throw new InputError(
      'DATABASE_PASSWORD_MISSING',
      `the database exists but its password file ${file} does not: restore that file from a backup`,
      3,
    );
  }
  const password = randomBytes(24).toString('base64url');
  writeFileSync(file, password, { mode: 0o600 });
  return password;
}

/** Made aside and renamed, so that a creation cut half-way is done again from the start. */
function createData({ folder, data, password, programs, runAs }: Omit<Cluster, 'connection'> & { password: string }): void {
  const part = `${data}.part`;
  const passwordFile = join(folder, 'initdb-password');
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (runAs !== undefined) for (const path of [part, passwordFile]) chownSync(path, runAs.uid, runAs.gid);
  // The built-in C.UTF-8 collation is the same on every machine; that of the operating system changes with its updates and breaks indexes.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  const args = ['-D', part, '-U', DATABASE_USER, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--no-instructions', ...locale];
  try {
    execFileSync(programs.initdb, args, { cwd: folder, env: SERVER_ENVIRONMENT, stdio: ['ignore', 'ignore', 'pipe'], ...runAs });
  } catch (error) {
    const reason = String((error as { stderr?: Buffer }).stderr ?? (error as Error).message);
    throw new InputError(
      'DATABASE_NOT_CREATED',
      `the database cannot be created in ${folder}: ${reasonIn(reason) ?? reason.trim().split('\n').at(-1)}`,
      3,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(part, data);
}

/** The line of a PostgreSQL program's output that says why it ended, if any does. */
export function reasonIn(output: string): string | undefined {
  const line = output.split('\n').findLast((each) => /(FATAL|PANIC|error): /.test(each));
  return line?.replace(/^.*?(FATAL|PANIC|error):\s*/, '').trim();
}

function checkVersion(data: string, major: number): void {
  const file = join(data, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (found === String(major)) return;
  throw found === ''
    ? new InputError('DATABASE_DAMAGED', `the database in ${data} is damaged (no PG_VERSION): restore it from a backup`, 3)
    : new InputError(
        'DATABASE_VERSION',
        `the database in ${data} was made by PostgreSQL ${found}, this release has ${major}: start the release that made it and export, or restore a backup`,
        3,
      );
}

/** Beside the data, or in a temporary folder of our own where that path would be too long for a socket. */
function socketFolder(folder: string, runAs: Cluster['runAs']): string {
  const beside = join(folder, 'socket');
  const name = `atalaya-${process.getuid?.() ?? 0}-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`;
  const fits = (path: string) => Buffer.byteLength(join(path, '.s.PGSQL.5432.lock')) <= LONGEST_SOCKET_PATH;
  const chosen = [beside, join(tmpdir(), name), join('/tmp', name)].find(fits) as string;
  makeFolder(chosen);
  const found = lstatSync(chosen);
  const own = [process.getuid?.(), runAs?.uid];
  if (!found.isDirectory() || !own.includes(found.uid)) {
    throw new InputError(
      'DATABASE_SOCKET_FOLDER',
      `${chosen} belongs to somebody else: remove it, or choose a data folder with a shorter path`,
      3,
    );
  }
  if (runAs !== undefined) chownSync(chosen, runAs.uid, runAs.gid);
  chmodSync(chosen, 0o700);
  return chosen;
}
