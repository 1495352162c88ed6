// The one way to PostgreSQL: a pool on the embedded server or on DATABASE_URL, with the project's own reading of types.
import pg from 'pg';
import { InputError } from '../../core/domain/result.ts';
import type { ServerConnection } from './cluster.ts';

export type Row = Record<string, unknown>;

/** Rows of one statement; parameters as $1, $2, … */
export type Query = <R extends Row = Row>(text: string, parameters?: readonly unknown[]) => Promise<R[]>;

export interface Database {
  readonly query: Query;
  /** Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it throws. */
  transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
  /** Milliseconds of one round trip; throws DATABASE_UNREACHABLE. */
  ping(): Promise<number>;
  close(): Promise<void>;
}

/** `url` is DATABASE_URL; the other form is what the embedded server or `runningConnection` gives. */
export type DatabaseAddress = { readonly url: string } | ServerConnection;

export interface DatabaseLimits {
  /** A connection or a query that takes longer fails, and its connection is given up: for who has to know soon that a network is gone. */
  readonly answerWithinMs?: number;
}

/**
 * Opens a pool; nothing is sent before the first query. Columns arrive as: `numeric` exact text, `bigint` a number (an error beyond 2^53),
 * `timestamptz` epoch milliseconds UTC, `jsonb` parsed. Parameters of time are `Date`s. A server that cannot be reached is DATABASE_UNREACHABLE
 * (exit code 3), and so is one that is lost while it is asked; errors of SQL come as the `pg` package gives them. A lost server breaks the queries under
 * way, never the process.
 */
export function openDatabase(address: DatabaseAddress, connections = 10, limits: DatabaseLimits = {}): Database {
  const { answerWithinMs } = limits;
  const pool = new pg.Pool({
    ...('url' in address ? { connectionString: address.url } : { ...address, database: 'postgres' }),
    max: connections,
    connectionTimeoutMillis: answerWithinMs ?? 5_000,
    ...(answerWithinMs !== undefined && { query_timeout: answerWithinMs }),
    statement_timeout: 60_000,
    application_name: 'atalaya',
    types: { getTypeParser: typeParser as typeof pg.types.getTypeParser },
  });
  // An idle connection that breaks is replaced by the pool; without a listener Node would end the process.
  pool.on('error', () => {});

  async function connect(): Promise<pg.PoolClient> {
    try {
      return await pool.connect();
    } catch (error) {
      throw unreachable(address, error as Error);
    }
  }
  async function onOneConnection<T>(work: (query: Query) => Promise<T>): Promise<T> {
    const client = await connect();
    let broken: Error | undefined;
    const notice = (error: Error) => {
      broken = error;
    };
    client.on('error', notice);
    try {
      return await work(async (text, parameters) => {
        try {
          return (await client.query(text, parameters as unknown[])).rows;
        } catch (error) {
          if (!isLost(error)) throw error;
          // It may be told of its end after this answer, or the question is still under way on it: nobody may ask anything more over it.
          broken = error as Error;
          throw lost(address, error as Error);
        }
      });
    } finally {
      client.off('error', notice);
      client.release(broken);
    }
  }
  return {
    query: (text, parameters) => onOneConnection((query) => query(text, parameters)),
    transaction: (work) =>
      onOneConnection(async (query) => {
        await query('begin');
        try {
          const value = await work(query);
          await query('commit');
          return value;
        } catch (error) {
          await query('rollback').catch(() => {});
          throw error;
        }
      }),
    async ping() {
      const started = performance.now();
      await onOneConnection((query) => query('select 1'));
      return performance.now() - started;
    },
    close: () => pool.end(),
  };
}

function unreachable(address: DatabaseAddress, error: Error): InputError {
  return new InputError('DATABASE_UNREACHABLE', `${nameOf(address)} does not answer: ${why(address, error)}`, 3);
}

function lost(address: DatabaseAddress, error: Error): InputError {
  return new InputError(
    'DATABASE_UNREACHABLE',
    `${nameOf(address)} was lost while it was asked (${why(address, error)}): whether it did what was asked is not known; look, and try again in a moment`,
    3,
  );
}

/** Of the embedded one's socket by its code: its words name a folder of this machine, and these go as far as a browser. */
function why(address: DatabaseAddress, error: Error): string {
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall !== undefined && !('url' in address) ? `${syscall} ${code}` : error.message || String(code);
}

/** Of the connection (class 08 of SQLSTATE), of a server with no room for it (53300) or that ends or begins (57P01 to 57P03), of the socket, and what the package says for these. */
function isLost(error: unknown): boolean {
  const { code = '', message, syscall } = error as { code?: string; message: string; syscall?: string };
  return (
    syscall !== undefined ||
    /^(08|53300|57P0[123])/.test(code) ||
    /^(Connection terminated|Query read timeout|timeout exceeded|Client has encountered a connection error|Client was closed)/.test(message)
  );
}

function nameOf(address: DatabaseAddress): string {
  return 'url' in address ? `the server of DATABASE_URL (${withoutSecrets(address.url)})` : 'the embedded database';
}

function withoutSecrets(url: string): string {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return 'not a URL; expected postgres://user:password@host:port/database';
  }
}

const { INT8, TIMESTAMPTZ } = pg.types.builtins;

function typeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8) return safeInteger;
  if (oid === TIMESTAMPTZ) return (text: string) => (pg.types.getTypeParser(TIMESTAMPTZ)(text) as Date).getTime();
  return pg.types.getTypeParser(oid, format as 'text');
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`expected a bigint within 2^53, found ${text}`);
  return value;
}
