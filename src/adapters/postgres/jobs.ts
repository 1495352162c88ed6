// Jobs as the owner sees them: rows with state, progress and log, and the changes of them for who follows.
import { randomUUID } from 'node:crypto';
import type { Job, JobKind, JobLogLine, JobPage, JobProgress, JobQuery } from '../../api/jobs.ts';
import type { Words } from '../../core/domain/parameters.ts';
import { InputError } from '../../core/domain/result.ts';
import type { Database, Query, Row } from './database.ts';
import type { JobQueue } from './job-queue.ts';
import { toJob } from './job-rows.ts';

/** Lines kept of one job; what comes after them is dropped. */
const MOST_LOG_LINES = 500;

export interface NewJob {
  readonly kind: JobKind;
  readonly title: string;
  readonly input: unknown;
  readonly requestedBy: string;
  readonly idempotencyKey: string | null;
}

/** A job that has been given to this worker: who writes about it says which start it is. */
export interface StartedJob {
  readonly id: string;
  readonly kind: JobKind;
  readonly input: unknown;
  readonly requestedBy: string;
  readonly attempt: number;
  /** The worker of the start before has not been heard of again. */
  readonly lost: boolean;
  readonly cancelRequested: boolean;
}

export type JobEnd =
  | { readonly state: 'done'; readonly result: unknown }
  | { readonly state: 'failed'; readonly code: string; readonly message: string; readonly said?: Words | undefined }
  | { readonly state: 'cancelled' }
  /** To be run again. */
  | { readonly state: 'queued' };

const CHANGED = "revision = nextval('jobs.revision')";

/** Puts a job in the queue; the one asked for before when the same person comes with the same key. InputError IDEMPOTENCY_CONFLICT for another request under that key. */
export async function addJob(database: Database, queue: JobQueue, wanted: NewJob): Promise<Job> {
  return database.transaction(async (query) => {
    const id = randomUUID();
    const { kind, title, requestedBy, idempotencyKey } = wanted;
    const input = JSON.stringify(wanted.input);
    const [added] = await query(
      `insert into jobs.job (id, kind, title, input, requested_by, idempotency_key, state) values ($1, $2, $3, $4, $5, $6, 'queued')
       on conflict (requested_by, idempotency_key) do nothing returning *`,
      [id, kind, title, input, requestedBy, idempotencyKey],
    );
    if (added) {
      await queue.add(id, query);
      return toJob(added);
    }
    const [before] = (await query(
      'select *, kind = $3 and input = $4::jsonb as same from jobs.job where requested_by = $1 and idempotency_key = $2',
      [requestedBy, idempotencyKey, kind, input],
    )) as [Row];
    if (!before.same)
      throw new InputError(
        'IDEMPOTENCY_CONFLICT',
        `the key ${idempotencyKey} was used for another request: expected a new key for new work`,
      );
    return toJob(before);
  });
}

/** InputError JOB_UNKNOWN. */
export async function readJob(database: Database, id: string): Promise<Job> {
  const [row] = await database.query('select * from jobs.job where id = $1', [id]);
  if (!row) throw unknown(id);
  return toJob(row);
}

const unknown = (id: string) => new InputError('JOB_UNKNOWN', `expected the id of a job, found ${id}; the list of jobs has them`);

/** Newest first. */
export async function listJobs(database: Database, { state, kind, requestedBy, text, cursor, limit }: JobQuery): Promise<JobPage> {
  const rows = await database.query(
    `select * from jobs.job
     where ($1::text is null or state = $1) and ($2::text is null or kind = $2) and ($3::text is null or requested_by = $3)
       and ($4::text is null or strpos(lower(title), lower($4)) > 0)
       and ($5::uuid is null or (created_at, id) < (select created_at, id from jobs.job where id = $5))
     order by created_at desc, id desc limit $6`,
    [state ?? null, kind ?? null, requestedBy ?? null, text ?? null, cursor ?? null, limit + 1],
  );
  const shown = rows.slice(0, limit).map(toJob);
  return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** Lines after the one numbered `after`, oldest first. InputError JOB_UNKNOWN. */
export async function readJobLog(database: Database, id: string, after = 0): Promise<JobLogLine[]> {
  const lines = await database.query<JobLogLine & Row>(
    'select line, at, level, text from jobs.log where job_id = $1 and line > $2 order by line',
    [id, after],
  );
  // A job that has said nothing is there; one that is not is told.
  if (lines.length === 0) await readJob(database, id);
  return lines;
}

/** Ends a waiting job at once; asks the worker of a running one to end it. A job that is over stays what it is. */
export async function cancelJob(database: Database, queue: JobQueue, id: string): Promise<Job> {
  const [row] = await database.query(
    `update jobs.job set cancel_requested = true, ${CHANGED},
       finished_at = case state when 'queued' then now() else finished_at end,
       state = case state when 'queued' then 'cancelled' else state end
     where id = $1 and state in ('queued', 'running') returning *`,
    [id],
  );
  if (row?.state === 'cancelled') await queue.remove(id);
  return row ? toJob(row) : readJob(database, id);
}

/** Takes a job for a new start; null when it is over already. */
export async function startJob(database: Database, id: string): Promise<StartedJob | null> {
  const [row] = await database.query<StartedJob & Row>(
    `update jobs.job j set state = 'running', attempt = j.attempt + 1, started_at = now(), seen_at = now(), ${CHANGED},
       progress_done = null, progress_total = null, progress_unit = null, progress_text = null, rate = null
     from (select id, state from jobs.job where id = $1 for update) before
     where j.id = before.id and before.state in ('queued', 'running')
     returning j.id, j.kind, j.input, j.requested_by as "requestedBy", j.attempt, before.state = 'running' as lost,
       j.cancel_requested as "cancelRequested"`,
    [id],
  );
  return row ?? null;
}

/** A sign of life, with how far it is where that has changed. `stop`: somebody wants it to end, or another start counts. */
export async function tellProgress(
  database: Database,
  { id, attempt }: StartedJob,
  news: { readonly progress: JobProgress; readonly rate: number | null } | null,
): Promise<'go-on' | 'stop'> {
  const mine = "id = $1 and attempt = $2 and state = 'running' returning cancel_requested";
  const [row] =
    news === null
      ? await database.query(`update jobs.job set seen_at = now() where ${mine}`, [id, attempt])
      : await database.query(
          `update jobs.job set seen_at = now(), progress_done = $3, progress_total = $4, progress_unit = $5, progress_text = $6, rate = $7,
             ${CHANGED} where ${mine}`,
          [id, attempt, news.progress.done, news.progress.total, news.progress.unit, news.progress.text, news.rate],
        );
  return row && !row.cancel_requested ? 'go-on' : 'stop';
}

/** Whether a start is to end: somebody wants it to, or another start counts. */
export async function isCancelRequested(database: Database, { id, attempt }: StartedJob): Promise<boolean> {
  const [row] = await database.query('select 1 from jobs.job where id = $1 and (cancel_requested or attempt <> $2)', [id, attempt]);
  return row !== undefined;
}

export async function logToJob(database: Database, { id, attempt }: StartedJob, level: JobLogLine['level'], text: string): Promise<void> {
  await database.query(
    `with counted as (
       update jobs.job set log_lines = log_lines + 1, ${CHANGED} where id = $1 and attempt = $2 and log_lines < ${MOST_LOG_LINES}
       returning log_lines)
     insert into jobs.log (job_id, line, at, level, text) select $1, log_lines, now(), $3, $4 from counted`,
    [id, attempt, level, text.slice(0, 2000)],
  );
}

/** Writes what became of a start, with what belongs to it in the same transaction. False, and nothing is written, when another start counts by now. */
export async function endJob(
  database: Database,
  { id, attempt }: Pick<StartedJob, 'id' | 'attempt'>,
  end: JobEnd,
  alongside: (query: Query) => Promise<void> = async () => {},
): Promise<boolean> {
  return database.transaction(async (query) => {
    const failed = end.state === 'failed' ? end : null;
    const [row] = await query(
      `update jobs.job set state = $3, result = $4, error_code = $5, error_message = $6, error_said = $7, ${CHANGED}, rate = null,
         finished_at = case $3 when 'queued' then null else now() end
       where id = $1 and attempt = $2 and state = 'running' returning id`,
      [
        id,
        attempt,
        end.state,
        end.state === 'done' ? JSON.stringify(end.result ?? null) : null,
        failed?.code ?? null,
        failed?.message.slice(0, 4000) ?? null,
        failed?.said ? JSON.stringify(failed.said) : null,
      ],
    );
    if (!row) return false;
    await alongside(query);
    return true;
  });
}

/** The latest finished job of a kind for each value of one field of its input. */
export async function latestJobs(database: Database, kind: JobKind, field: string): Promise<Map<string, Job>> {
  const rows = await database.query(
    `select distinct on (input->>$2) *, input->>$2 as of from jobs.job where kind = $1 and state in ('done', 'failed')
     order by input->>$2, created_at desc`,
    [kind, field],
  );
  return new Map(rows.map((row) => [row.of as string, toJob(row)]));
}

/** Running jobs whose worker has not been heard of for `silentMs`, and such as wait for very long. */
export async function silentJobs(database: Database, silentMs: number): Promise<{ id: string; attempt: number }[]> {
  return database.query(
    `select id, attempt from jobs.job where (state = 'running' and seen_at < now() - $1 * interval '1 millisecond')
       or (state = 'queued' and created_at < now() - interval '1 hour')`,
    [silentMs],
  );
}

/** Removes what ended long ago, with its log. A run stays when its job is gone. */
export async function removeOldJobs(database: Database, keptDays: number): Promise<void> {
  await database.query("delete from jobs.job where finished_at < now() - $1 * interval '1 day'", [keptDays]);
}

/** Ends a job that the queue does not hold any more. */
export async function giveUpJob(database: Database, { id, attempt }: { id: string; attempt: number }): Promise<void> {
  await database.query(
    `update jobs.job set state = 'failed', error_code = 'WORKER_LOST', finished_at = now(), ${CHANGED},
       error_message = 'its worker was lost, and the queue no longer holds it: start it again'
     where id = $1 and attempt = $2 and state in ('queued', 'running')`,
    [id, attempt],
  );
}
