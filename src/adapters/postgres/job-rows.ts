// A row of jobs.job as the page reads it.
import type { Job } from '../../api/jobs.ts';
import type { Words } from '../../core/domain/parameters.ts';
import type { Row } from './database.ts';

export function toJob(row: Row): Job {
  const [done, total, rate] = [row.progress_done, row.progress_total, row.rate] as (number | null)[];
  const left = done !== null && total !== null && done !== undefined && total !== undefined ? total - done : null;
  return {
    id: row.id as string,
    kind: row.kind as Job['kind'],
    title: row.title as string,
    input: row.input,
    requestedBy: row.requested_by as string,
    state: row.state as Job['state'],
    attempt: row.attempt as number,
    createdAt: row.created_at as number,
    startedAt: row.started_at as number | null,
    finishedAt: row.finished_at as number | null,
    cancelRequested: row.cancel_requested as boolean,
    progress: {
      done: done ?? null,
      total: total ?? null,
      unit: row.progress_unit as string | null,
      text: row.progress_text as string | null,
    },
    rate: rate ?? null,
    remainingMs: left !== null && rate ? Math.round((left / rate) * 1000) : null,
    result: row.result,
    error:
      row.error_code === null
        ? null
        : { code: row.error_code as string, message: row.error_message as string, said: row.error_said as Words | null },
    logLines: row.log_lines as number,
    revision: row.revision as number,
  };
}
