// Follows all jobs for who shows them live: asks a few times a second what has changed.
import type { Job } from '../../api/jobs.ts';
import type { Database } from './database.ts';
import { toJob } from './job-rows.ts';

const POLL_MS = 400;
/** Revisions looked at again: a change that took its number early may be committed late. */
const LOOK_BACK = 100;
const MOST_ROWS = 500;

/**
 * Calls `listener` with each job that changes, until the returned function is called: with what is newer than revision `since`, or than this moment.
 * While the database is away nothing is told; what has changed meanwhile is, when it is back.
 */
export function followJobs(database: Database, listener: (job: Job) => void, since?: number): () => void {
  /** Revision of each job told lately. */
  const told = new Map<string, number>();
  let newest = since ?? null;
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;

  async function look(): Promise<void> {
    try {
      if (newest === null) await begin();
      else await tellChanges(newest);
    } catch {
      // Asked again at the next turn.
    }
    if (!stopped) timer = setTimeout(look, POLL_MS);
  }

  async function begin(): Promise<void> {
    const [{ last }] = (await database.query('select coalesce(max(revision), 0) as last from jobs.job')) as [{ last: number }];
    for (const { id, revision } of await rowsAfter(last - LOOK_BACK)) told.set(id, revision);
    newest = last;
  }

  async function rowsAfter(revision: number): Promise<Job[]> {
    const rows = await database.query('select * from jobs.job where revision > $1 order by revision limit $2', [revision, MOST_ROWS]);
    return rows.map(toJob);
  }

  async function tellChanges(last: number): Promise<void> {
    let latest = last;
    for (const job of await rowsAfter(Math.max(last - LOOK_BACK, since ?? 0))) {
      if (stopped || told.get(job.id) === job.revision) continue;
      told.set(job.id, job.revision);
      latest = Math.max(latest, job.revision);
      listener(job);
    }
    newest = latest;
    for (const [id, revision] of told) if (revision < latest - 2 * LOOK_BACK) told.delete(id);
  }

  void look();
  return () => {
    stopped = true;
    if (timer) clearTimeout(timer);
  };
}
