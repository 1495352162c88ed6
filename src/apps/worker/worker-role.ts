/** The worker: takes jobs from the queue and runs each in a process of its own. Any number of them share one database. */

import type { Database, DatabaseAddress } from '../../adapters/postgres/database.ts';
import { openJobQueue } from '../../adapters/postgres/job-queue.ts';
import { giveUpJob, removeOldJobs, silentJobs } from '../../adapters/postgres/jobs.ts';
import { placeOf } from '../backup-now.ts';
import { removeOldTables } from '../backup-tables.ts';
import { queueTrouble } from './queue-trouble.ts';
import { removeLeftOvers } from './research-folder.ts';
import { runJob } from './run-job.ts';
import { removeOldUploads } from './uploads.ts';

const LOOK_MS = 1_000;
/** Every running job gives a sign each second. */
const LOST_AFTER_MS = 6_000;
/** Finished jobs are kept this long; runs and their files until they are deleted. */
const KEPT_DAYS = 90;
const AT_ONCE = 2;

export interface WorkerOptions {
  readonly database: Database;
  /** The same database, for the queue's own connections. */
  readonly address: DatabaseAddress;
  readonly dataFolder: string;
  /** Jobs at the same time; 2 when absent. */
  readonly atOnce?: number;
  /** A running job whose worker is silent for this long is taken from it; 6 s when absent. */
  readonly lostAfterMs?: number;
  /** Trouble that ends nothing: the database away for a while. */
  say(line: string): void;
}

export interface WorkerRole {
  /** Ends what is running, which goes back into the queue, and lets go of the queue. */
  stop(): Promise<void>;
}

/** The database's tables are there already (migrate). Throws when the database can't be reached. */
export async function startWorker({
  database,
  address,
  dataFolder,
  atOnce = AT_ONCE,
  lostAfterMs = LOST_AFTER_MS,
  say,
}: WorkerOptions): Promise<WorkerRole> {
  const onTrouble = queueTrouble(say);
  const queue = await openJobQueue(address, { supervise: true, onTrouble });
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  await removeOldJobs(database, KEPT_DAYS);
  removeLeftOvers(dataFolder, Date.now());
  removeOldUploads(dataFolder, Date.now());
  removeOldTables(placeOf({ dataFolder }), Date.now());
  await queue.take(atOnce, async (id, signal) => {
    const work = runJob(id, signal, { database, dataFolder, stopping: stopping.signal });
    running.add(work);
    try {
      await work;
    } finally {
      running.delete(work);
    }
  });
  const look = setInterval(() => {
    takeBackLost().catch(onTrouble);
  }, LOOK_MS);

  async function takeBackLost(): Promise<void> {
    for (const job of await silentJobs(database, lostAfterMs)) if (!(await queue.takeBack(job.id))) await giveUpJob(database, job);
  }

  async function stop(): Promise<void> {
    clearInterval(look);
    await queue.stopTaking();
    stopping.abort();
    await Promise.allSettled(running);
    await queue.close();
  }

  let stopped: Promise<void> | null = null;
  return {
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}
