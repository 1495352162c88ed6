/** What a running job tells, on its way into the database: progress a few times a second, its rate, and log lines in order. */

import type { Database } from '../../adapters/postgres/database.ts';
import { isCancelRequested, logToJob, type StartedJob, tellProgress } from '../../adapters/postgres/jobs.ts';
import type { JobProgress } from '../../api/jobs.ts';
import type { TaskWord } from './task.ts';

/** A sign of life where nothing else was written. */
const SIGN_MS = 1_000;

type Word = Extract<TaskWord, { type: 'progress' | 'log' }>;

export interface JobNews {
  hear(word: Word): void;
  /** Writes what has come since; also a sign of life. `stop`: somebody wants the job to end, or another worker has it. */
  write(): Promise<'go-on' | 'stop'>;
}

export function jobNews(database: Database, job: StartedJob): JobNews {
  let progress: JobProgress | null = null;
  let changed = false;
  let signedAt = Number.NEGATIVE_INFINITY;
  /** Where the stage under way began. */
  let stage = { text: null as string | null, at: 0, done: 0 };
  const lines: Extract<Word, { type: 'log' }>[] = [];

  function rate(): number | null {
    const seconds = (performance.now() - stage.at) / 1000;
    const done = (progress?.done ?? 0) - stage.done;
    return done > 0 && seconds > 0 ? done / seconds : null;
  }

  return {
    hear(word) {
      if (word.type === 'log') lines.push(word);
      else {
        progress = word.progress;
        changed = true;
        if (progress.text !== stage.text) stage = { text: progress.text, at: performance.now(), done: progress.done ?? 0 };
      }
    },
    async write() {
      try {
        for (let line = lines.shift(); line !== undefined; line = lines.shift()) await logToJob(database, job, line.level, line.text);
        if (!changed && performance.now() - signedAt < SIGN_MS) return (await isCancelRequested(database, job)) ? 'stop' : 'go-on';
        const news = changed && progress ? { progress, rate: rate() } : null;
        changed = false;
        signedAt = performance.now();
        return await tellProgress(database, job, news);
      } catch {
        // The database is away: the work goes on, and the queue decides whether this start still counts when it is back.
        return 'go-on';
      }
    },
  };
}
