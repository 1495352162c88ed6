// A real database with a worker and a desk in this process, on a data folder of their own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../src/adapters/postgres/database.ts';
import { prepareQueue } from '../../src/adapters/postgres/job-queue.ts';
import { prepareDatabase } from '../../src/adapters/postgres/least-rights.ts';
import { startThrowAwayServer, type ThrowAwayServer } from '../../src/adapters/postgres/throw-away-server.ts';
import type { Job, JobKind, JobState } from '../../src/api/jobs.ts';
import { openResearchDesk, type ResearchDesk } from '../../src/apps/worker/research-desk.ts';
import { startWorker, type WorkerRole } from '../../src/apps/worker/worker-role.ts';

export interface JobsLab {
  readonly throwAway: ThrowAwayServer;
  readonly dataFolder: string;
  readonly desk: ResearchDesk;
  /** What worker and desk complained of. */
  readonly said: string[];
  worker(): Promise<WorkerRole>;
  /** Starts a job and waits until it is over. */
  runs(kind: JobKind, input: unknown, by?: string): Promise<Job>;
  /** Waits until a job is in one of the states. */
  reaches(id: string, ...states: JobState[]): Promise<Job>;
  remove(): Promise<void>;
}

export const OVER: readonly JobState[] = ['done', 'failed', 'cancelled'];

export async function openJobsLab(): Promise<JobsLab> {
  const throwAway = await startThrowAwayServer();
  // As the web does: whatever a job or a page needs, its user may.
  const address = await prepareDatabase({ owner: throwAway.server.connection, user: undefined }, 'web', prepareQueue);
  const database = openDatabase(address);
  const dataFolder = mkdtempSync(join(tmpdir(), 'atalaya-jobs-'));
  const said: string[] = [];
  const options = { database, address, say: (line: string) => void said.push(line) };
  const desk = openResearchDesk({ ...options, address: () => address, dataFolder });
  const workers: WorkerRole[] = [];
  const lab: JobsLab = {
    throwAway,
    dataFolder,
    desk,
    said,
    async worker() {
      const worker = await startWorker({ ...options, dataFolder, lostAfterMs: 2_500 });
      workers.push(worker);
      return worker;
    },
    runs: async (kind, input, by = 'ana') => lab.reaches((await desk.jobs.start(kind, input, by)).id, ...OVER),
    async reaches(id, ...states) {
      for (const until = Date.now() + 25_000; Date.now() < until; await sleep(50)) {
        const job = await desk.jobs.read(id);
        if (states.includes(job.state)) return job;
      }
      throw new Error(`job ${id} did not become ${states.join(' or ')}: ${JSON.stringify(await desk.jobs.read(id))}`);
    },
    async remove() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await desk.close();
      await database.close();
      await throwAway.remove();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
  return lab;
}
