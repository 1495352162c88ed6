/** Jobs in the page: asked for once, then as the stream tells them; whichever version is newer counts. */

import { useQuery } from '@tanstack/react-query';
import type { Job, JobKind, JobState } from '../../src/api/jobs.ts';
import { call } from '../api/client.ts';
import { type Pages, usePages } from './pages.ts';
import { usePanelState } from './session.ts';
import { toldRows } from './told-rows.ts';

const OVER: readonly JobState[] = ['done', 'failed', 'cancelled'];

const told = toldRows<Job>(
  (message) => (message.type === 'job' ? message.job : null),
  ({ id }) => id,
  (job, known) => known.revision >= job.revision,
);

const newer = (a: Job | undefined, b: Job | undefined) => (a && b ? (a.revision >= b.revision ? a : b) : (a ?? b));

export const isOver = (job: Job): boolean => OVER.includes(job.state);

export interface OneJob {
  readonly job: Job | undefined;
  readonly error: unknown;
  readonly askAgain: () => void;
}

/** One job as it is now. Without an id nothing is asked. */
export function useJob(id: string | null): OneJob {
  const { generation } = usePanelState();
  const known = told.use().get(id ?? '');
  const { data, error, refetch } = useQuery({
    queryKey: ['job', id, generation],
    queryFn: () => call('jobs.read', { params: { id: id ?? '' } }),
    enabled: id !== null,
  });
  return { job: newer(known, data), error, askAgain: () => void refetch() };
}

export interface JobFilter {
  readonly kind?: JobKind | undefined;
  readonly state?: JobState | undefined;
  readonly text?: string | undefined;
}

/** Jobs, newest first, a page at a time; those the stream tells of are among them. */
export function useJobs(filter: JobFilter): Pages<Job> {
  const { generation } = usePanelState();
  const known = told.use();
  const pages = usePages(['jobs', filter, generation], (cursor: string | null) =>
    call('jobs.list', { query: { ...given(filter), ...(cursor !== null && { cursor }), limit: 50 } }),
  );
  const rows = new Map(pages.rows.map((job) => [job.id, job]));
  const oldest = pages.more.isThere ? (pages.rows.at(-1)?.createdAt ?? 0) : 0;
  for (const job of known.values()) {
    // What is older than the last page is on a page still to come.
    if (rows.has(job.id) || job.createdAt >= oldest) rows.set(job.id, newer(rows.get(job.id), job) as Job);
  }
  return { ...pages, rows: [...rows.values()].filter((job) => matches(job, filter)).sort((a, b) => b.createdAt - a.createdAt) };
}

function matches(job: Job, { kind, state, text = '' }: JobFilter): boolean {
  return (
    (kind === undefined || job.kind === kind) &&
    (state === undefined || job.state === state) &&
    job.title.toLowerCase().includes(text.trim().toLowerCase())
  );
}

function given({ kind, state, text }: JobFilter) {
  return { ...(kind && { kind }), ...(state && { state }), ...(text && { text }) };
}

/** The whole log of a job; asked for again as it grows. */
export function useJobLog(job: Job, isShown: boolean) {
  return useQuery({
    queryKey: ['job log', job.id, job.logLines],
    queryFn: () => call('jobs.log', { params: { id: job.id }, query: { after: 0 } }),
    enabled: isShown,
    placeholderData: (before) => before,
  });
}
