/** Jobs for who serves them: start, find, follow, cancel. The queue is opened when it is first needed, and again when that has failed. */

import type { Database, DatabaseAddress } from '../../adapters/postgres/database.ts';
import { followJobs } from '../../adapters/postgres/job-changes.ts';
import { type JobQueue, openJobQueue } from '../../adapters/postgres/job-queue.ts';
import { addJob, cancelJob, listJobs, readJob, readJobLog } from '../../adapters/postgres/jobs.ts';
import type { Job, JobKind, JobLogLine, JobPage, JobQuery } from '../../api/jobs.ts';
import { readInput } from './job-kinds.ts';
import { queueTrouble } from './queue-trouble.ts';

export interface JobsDesk {
  /** The same `key` of the same person gives the same job. InputError INPUT_INVALID, IDEMPOTENCY_CONFLICT. */
  start(kind: JobKind, input: unknown, by: string, key?: string): Promise<Job>;
  /** InputError JOB_UNKNOWN. */
  read(id: string): Promise<Job>;
  list(query: JobQuery): Promise<JobPage>;
  log(id: string, after?: number): Promise<JobLogLine[]>;
  /** A waiting job ends at once, a running one within a second. InputError JOB_UNKNOWN. */
  cancel(id: string): Promise<Job>;
  /** Each job that changes, from revision `since` or from now on, until the returned function is called. */
  follow(listener: (job: Job) => void, since?: number): () => void;
  /** Also ends what is still followed. */
  close(): Promise<void>;
}

export interface JobsDeskOptions {
  readonly database: Database;
  /** Asked when the queue is first needed: the database may come later. */
  readonly address: () => DatabaseAddress;
  /** Refuses what is of the right form and can't be started all the same: an InputError. */
  readonly look?: (kind: JobKind, input: unknown) => Promise<unknown>;
  say(line: string): void;
}

export function openJobsDesk({ database, address, look, say }: JobsDeskOptions): JobsDesk {
  let opened: Promise<JobQueue> | null = null;
  const following = new Set<() => void>();
  const queue = () => {
    opened ??= openJobQueue(address(), { supervise: false, onTrouble: queueTrouble(say) });
    opened.catch(() => {
      opened = null;
    });
    return opened;
  };
  return {
    async start(kind, given, requestedBy, key) {
      const { input, title } = readInput(kind, given);
      await look?.(kind, input);
      return addJob(database, await queue(), { kind, title, input, requestedBy, idempotencyKey: key ?? null });
    },
    read: (id) => readJob(database, id),
    list: (query) => listJobs(database, query),
    log: (id, after) => readJobLog(database, id, after),
    cancel: async (id) => cancelJob(database, await queue(), id),
    follow(listener, since) {
      const stop = followJobs(database, listener, since);
      following.add(stop);
      return () => {
        following.delete(stop);
        stop();
      };
    },
    async close() {
      for (const stop of following) stop();
      await (await opened?.catch(() => null))?.close();
    },
  };
}
