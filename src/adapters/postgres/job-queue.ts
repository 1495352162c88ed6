// The queue of jobs: pg-boss on the same PostgreSQL says which worker runs what and when; `jobs.job` beside it says how far it is.
import { PgBoss } from 'pg-boss';
import type { DatabaseAddress, Query } from './database.ts';

const QUEUE = 'jobs';
/** Where nobody looks after the rows: the queue's own way of noticing that a worker is dead. */
const HEARTBEAT_SECONDS = 30;
const SUPERVISE_SECONDS = 15;
const POLL_SECONDS = 0.5;
/** pg-boss allows less than a day. */
const LONGEST_SECONDS = 23 * 3600;
/** Starts in all, whatever ended them; how often a failure is tried again is the job kind's own affair. */
const RETRIES = 20;

export interface JobQueue {
  /** In the caller's transaction: the row and its place in the queue are there together or not at all. */
  add(id: string, query: Query): Promise<void>;
  remove(id: string): Promise<void>;
  /** Takes a job from a worker that is gone, so that another runs it. `false` when the queue does not hold the job, or has given it up. */
  takeBack(id: string): Promise<boolean>;
  /** Runs jobs, `atOnce` of them, until `stopTaking`. `run` rejects to have the job run again. `signal` says that the queue has given it to another. */
  take(atOnce: number, run: (id: string, signal: AbortSignal) => Promise<void>): Promise<void>;
  stopTaking(): Promise<void>;
  close(): Promise<void>;
}

export interface JobQueueOptions {
  /** True for a worker: notices jobs whose worker has died. */
  readonly supervise: boolean;
  onTrouble(error: Error): void;
}

/** As the database's owner: pg-boss makes and changes its tables itself. */
export async function prepareQueue(owner: DatabaseAddress): Promise<void> {
  const boss = new PgBoss({ ...addressOf(owner), max: 1, supervise: false, schedule: false });
  // What goes wrong rejects what was asked.
  boss.on('error', () => {});
  await boss.start();
  try {
    await boss.createQueue(QUEUE, {
      heartbeatSeconds: HEARTBEAT_SECONDS,
      expireInSeconds: LONGEST_SECONDS,
      retryLimit: RETRIES,
      retryDelay: 0,
    });
  } finally {
    await boss.stop({ graceful: false });
  }
}

/** The queue is prepared. */
export async function openJobQueue(address: DatabaseAddress, { supervise, onTrouble }: JobQueueOptions): Promise<JobQueue> {
  const boss = new PgBoss({
    ...addressOf(address),
    max: 3,
    migrate: false,
    supervise,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    schedule: false,
  });
  boss.on('error', onTrouble);
  await boss.start();
  return {
    async add(id, query) {
      const db = { executeSql: async (text: string, values?: unknown[]) => ({ rows: await query(text, values) }) };
      await boss.send(QUEUE, {}, { id, db });
    },
    async remove(id) {
      await boss.cancel(QUEUE, id);
    },
    async takeBack(id) {
      const [found] = await boss.findJobs(QUEUE, { id });
      if (found?.state === 'active') await boss.fail(QUEUE, id, { message: 'its worker was lost' });
      return found !== undefined && ['created', 'retry', 'active'].includes(found.state);
    },
    async take(atOnce, run) {
      await boss.work(QUEUE, { pollingIntervalSeconds: POLL_SECONDS, localConcurrency: atOnce }, async ([taken]) => {
        if (taken) await run(taken.id, taken.signal);
      });
    },
    stopTaking: () => boss.offWork(QUEUE, { wait: false }),
    close: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}

function addressOf(address: DatabaseAddress) {
  const place = 'url' in address ? { connectionString: address.url } : { ...address, database: 'postgres' };
  return { ...place, application_name: 'atalaya-jobs' };
}
