/** One start of a job: its process, its progress and log into the database, its cancelling, and what became of it. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../adapters/postgres/database.ts';
import { endJob, isCancelRequested, type JobEnd, logToJob, type StartedJob, startJob } from '../../adapters/postgres/jobs.ts';
import { JOB_KINDS, type JobNeeds } from './job-kinds.ts';
import { jobNews } from './job-news.ts';
import { startPrepared } from './prepared-task.ts';
import { type RunningTask, startTask, type TaskEnd } from './task-process.ts';

const TURN_MS = 250;
/** A job whose workers keep dying is what kills them. */
const MOST_LOST = 5;

export interface RunJobOptions {
  readonly database: Database;
  readonly dataFolder: string;
  /** The worker is to stop: the job goes back into the queue. */
  readonly stopping: AbortSignal;
}

/** Resolves when the job is over, also when it was cancelled or has failed. Rejects when it is to run again. */
export async function runJob(id: string, superseded: AbortSignal, options: RunJobOptions): Promise<void> {
  const { database, dataFolder, stopping } = options;
  if (stopping.aborted) throw new Error('the worker stops');
  const job = await startJob(database, id);
  if (job === null) return;
  if (job.cancelRequested) return void (await endJob(database, job, { state: 'cancelled' }));
  if (job.lost) await logToJob(database, job, 'warning', `the worker of the start before was lost: this is start ${job.attempt}`);
  if (job.lost && job.attempt > MOST_LOST) {
    const message = `its worker was lost ${MOST_LOST} times while it ran: it may need more memory than there is`;
    return void (await endJob(database, job, { state: 'failed', code: 'WORKER_LOST', message }));
  }
  const news = jobNews(database, job);
  const { needs }: { readonly needs?: JobNeeds } = JOB_KINDS[job.kind];
  const task = startPrepared(
    async () => needs?.prepare(database, dataFolder, id),
    () => startTask({ kind: job.kind, jobId: id, input: job.input, dataFolder }, news.hear),
  );
  const stop = AbortSignal.any([stopping, superseded]);
  stop.addEventListener('abort', task.stop);
  const ended = await follow(task, news.write);
  stop.removeEventListener('abort', task.stop);
  needs?.clear(dataFolder, id);
  await settle(job, ended, options);
}

/** Writes what the task tells until it has ended; a task that is not to go on is stopped. */
async function follow(task: RunningTask, write: () => Promise<'go-on' | 'stop'>): Promise<TaskEnd> {
  let end: TaskEnd | null = null;
  const ended = task.ended.then((how) => {
    end = how;
  });
  while (end === null) {
    await Promise.race([ended, sleep(TURN_MS)]);
    if ((await write()) === 'stop') task.stop();
  }
  return end;
}

async function settle(job: StartedJob, ended: TaskEnd, { database, stopping }: RunJobOptions): Promise<void> {
  if (ended.type === 'done') {
    const { summary, keep } = JOB_KINDS[job.kind];
    await endJob(database, job, { state: 'done', result: summary(ended.result, job) }, (query) => keep(query, job, ended.result));
    return;
  }
  const end = endOf(job, ended, stopping.aborted && !(await isCancelRequested(database, job)));
  if (end.state === 'queued' && ended.type === 'crashed') await logToJob(database, job, 'error', `${ended.message}; it is started again`);
  await endJob(database, job, end);
  if (end.state === 'queued') throw new Error('to be run again');
}

function endOf(job: StartedJob, ended: Exclude<TaskEnd, { type: 'done' }>, again: boolean): JobEnd {
  if (ended.type === 'failed') return { state: 'failed', code: ended.code, message: ended.message, said: ended.said };
  if (ended.type === 'stopped') return { state: again ? 'queued' : 'cancelled' };
  if (job.attempt < JOB_KINDS[job.kind].attempts) return { state: 'queued' };
  return { state: 'failed', code: 'TASK_CRASHED', message: ended.message };
}
