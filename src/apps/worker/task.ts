/** What a task is given and what it says: the words between a worker and the process that does a job's work. */

import type { JobKind, JobLogLine, JobProgress } from '../../api/jobs.ts';
import type { Words } from '../../core/domain/parameters.ts';

/** The work of each kind of job, and what is asked for without being one. */
export type TaskKind = JobKind | 'strategy-list' | 'strategy-parameters' | 'coverage' | 'data-export';

/** Everything a task process gets; it has no way to the database and no secret. */
export interface TaskOrder {
  readonly kind: TaskKind;
  readonly jobId: string;
  readonly input: unknown;
  readonly dataFolder: string;
}

export type TaskWord =
  | { readonly type: 'progress'; readonly progress: JobProgress }
  | { readonly type: 'log'; readonly level: JobLogLine['level']; readonly text: string }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly code: string; readonly message: string; readonly said?: Words | undefined };

/** How a task tells what it is doing. Heard at once, also from the middle of a long calculation. */
export interface Teller {
  progress(progress: Partial<JobProgress>): void;
  log(text: string, level?: JobLogLine['level']): void;
}
