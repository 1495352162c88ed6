// Starts and supervises the embedded PostgreSQL: one unix socket, no network, restarted with growing pauses when it dies.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, ftruncateSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { InputError } from '../../core/domain/result.ts';
import { type FileLock, tryFileLock } from '../support/file-lock.ts';
import { type Cluster, locateCluster, prepareCluster, reasonIn, SERVER_ENVIRONMENT, type ServerConnection } from './cluster.ts';
import { clearLeftovers } from './leftovers.ts';

const READY_TIMEOUT_MS = 120_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 30_000;
/** A server that has lived this long starts again with the shortest pause. */
const SETTLED_MS = 60_000;
const LARGEST_LOG_BYTES = 4 * 1024 * 1024;

/** Sized for one small machine: about 60 MB in all. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '32MB',
  max_wal_size: '256MB',
  io_method: 'sync',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

export interface ServerState {
  readonly is: 'up' | 'down' | 'stopped';
  /** Epoch milliseconds at which it became so. */
  readonly since: number;
  /** How often it had to be started again. */
  readonly restarts: number;
  readonly lastError: string | undefined;
}

export interface EmbeddedServer {
  readonly connection: ServerConnection;
  readonly folder: string;
  readonly processId: number | undefined;
  state(): ServerState;
  /** Calls `listener` at every change of state; returns how to stop listening. */
  onChange(listener: (state: ServerState) => void): () => void;
  /** Ends the supervision and shuts the server down; every connection is closed by it. */
  stop(): Promise<void>;
}

export interface EmbeddedServerOptions {
  /** Where the cluster lies, or, as root, where a file says where it lies. */
  readonly databaseFolder: string;
  /** Where root keeps clusters; /var/lib/atalaya when absent. */
  readonly sharedFolder?: string;
}

/**
 * Starts the embedded server, creating its cluster the first time, and keeps it running until `stop`. What a killed parent left is stopped
 * first; when this process dies in any way, the server is shut down. Throws an InputError with exit code 3 when the first start fails:
 * DATABASE_IN_USE, DATABASE_NOT_STARTED, and the codes of `prepareCluster` and `clearLeftovers`.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  let lock: FileLock | undefined;
  try {
    const location = locateCluster(options.databaseFolder, options.sharedFolder);
    lock = tryFileLock(join(location.folder, 'server.lock'));
    if (lock === undefined)
      throw new InputError('DATABASE_IN_USE', `another Atalaya runs the database in ${location.folder}: stop it first`, 3);
    const cluster = prepareCluster(location);
    await clearLeftovers(cluster.data, cluster.connection.host);
    return supervise(cluster, lock, await startServer(cluster));
  } catch (error) {
    lock?.release();
    if (error instanceof InputError) throw error;
    // The file system refused: full, read-only, or not ours.
    throw new InputError(
      'DATABASE_NOT_CREATED',
      `the database of ${options.databaseFolder} cannot be prepared: ${(error as Error).message}`,
      3,
    );
  }
}

function supervise(cluster: Cluster, lock: FileLock, first: RunningServer): EmbeddedServer {
  const listeners = new Set<(state: ServerState) => void>();
  const stopping = new AbortController();
  let server: RunningServer | undefined = first;
  let state: ServerState = { is: 'up', since: Date.now(), restarts: 0, lastError: undefined };
  const change = (next: Partial<ServerState>) => {
    state = { ...state, since: Date.now(), ...next };
    for (const listener of listeners) listener(state);
  };

  async function keepRunning(): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!stopping.signal.aborted) {
      if (server !== undefined) {
        const reason = await server.ended;
        server = undefined;
        if (stopping.signal.aborted) return;
        if (Date.now() - state.since > SETTLED_MS) pauseMs = FIRST_PAUSE_MS;
        change({ is: 'down', lastError: reason });
      }
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      try {
        await clearLeftovers(cluster.data, cluster.connection.host);
        server = await startServer(cluster);
        change({ is: 'up', restarts: state.restarts + 1 });
      } catch (error) {
        state = { ...state, lastError: (error as Error).message };
      }
    }
  }
  const supervision = keepRunning();

  return {
    connection: cluster.connection,
    folder: cluster.folder,
    get processId() {
      return server?.processId;
    },
    state: () => state,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      if (stopping.signal.aborted) return;
      stopping.abort();
      await server?.stop();
      await supervision;
      // A start that was under way when the stop came has finished by now.
      await server?.stop();
      change({ is: 'stopped' });
      lock.release();
    },
  };
}

interface RunningServer {
  readonly processId: number;
  /** Resolves, with the reason, when the server has ended. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

async function startServer(cluster: Cluster): Promise<RunningServer> {
  const settings = {
    ...SETTINGS,
    unix_socket_directories: `"${cluster.connection.host.replaceAll('"', '""')}"`,
    port: String(cluster.connection.port),
  };
  const args = ['-D', cluster.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = openLog(join(cluster.folder, 'server.log'));
  // A session of its own: Ctrl-C at the terminal must reach the product, which still has to write, and not its database.
  const options = { cwd: cluster.folder, env: SERVER_ENVIRONMENT, detached: true, ...cluster.runAs };
  const child = spawn(cluster.programs.postgres, args, { ...options, stdio: ['ignore', log.handle, log.handle] });
  const exited = new Promise<string>((done) => {
    child.on('error', (error) => done(error.message));
    child.on('exit', (code, signal) => done(signal === null ? `ended with code ${code}` : `ended by ${signal}`));
  });
  const watcher = child.pid === undefined ? undefined : watchParent(child.pid);
  const ended = exited.then((how) => {
    watcher?.kill('SIGKILL');
    const reason = reasonIn(log.written());
    log.close();
    return `PostgreSQL ${how}${reason === undefined ? '' : `: ${reason}`}`;
  });
  const reason = await ready(cluster, child, ended);
  if (reason !== undefined) {
    child.kill('SIGQUIT');
    throw new InputError(
      'DATABASE_NOT_STARTED',
      `the database in ${cluster.folder} does not start (${reason}): see server.log there; if it is damaged, restore a backup`,
      3,
    );
  }
  return {
    processId: child.pid as number,
    ended,
    async stop() {
      child.kill('SIGINT');
      const impatience = setTimeout(() => child.kill('SIGQUIT'), 20_000);
      await ended;
      clearTimeout(impatience);
    },
  };
}

/** Resolves to undefined once the server says in its pid file that it takes connections, or to what went wrong. */
async function ready(cluster: Cluster, child: ChildProcess, ended: Promise<string>): Promise<string | undefined> {
  const file = join(cluster.data, 'postmaster.pid');
  for (const started = Date.now(); Date.now() - started < READY_TIMEOUT_MS; await sleep(10)) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return ended;
    const lines = readIfThere(file).split('\n');
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return undefined;
  }
  return `no answer within ${READY_TIMEOUT_MS / 1000} s`;
}

/** A tiny shell that outlives this process and shuts the server down when the pipe to it breaks, which `kill -9` does too. */
function watchParent(serverId: number): ChildProcess {
  const script = 'read _; read name < "/proc/$0/comm" && [ "$name" = postgres ] && kill -INT "$0"';
  const watcher = spawn('/bin/sh', ['-c', script, String(serverId)], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  // Without a shell there is no watcher, and the next start clears what is left.
  watcher.on('error', () => {});
  watcher.stdin?.on('error', () => {});
  return watcher;
}

/** The server's log, begun anew when it has grown large; `written` gives what this run added, at most its last 4 kB. */
function openLog(path: string) {
  const handle = openSync(path, 'a+', 0o600);
  if (fstatSync(handle).size > LARGEST_LOG_BYTES) ftruncateSync(handle, 0);
  const from = fstatSync(handle).size;
  return {
    handle,
    written() {
      const size = fstatSync(handle).size;
      const buffer = Buffer.alloc(Math.min(size - from, 4096));
      readSync(handle, buffer, 0, buffer.length, size - buffer.length);
      return buffer.toString();
    },
    close: () => closeSync(handle),
  };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
