/** Jobs in the page: asked for once, then as the stream tells them; whichever version is newer counts. */

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import type { Job, JobKind, JobState } from '../../src/api/jobs.ts';
import { call } from '../api/client.ts';
import { onMessages, usePanelState } from './session.ts';

/** Versions kept from the stream: older jobs change no more. */
const MOST_KEPT = 300;
const OVER: readonly JobState[] = ['done', 'failed', 'cancelled'];

let told: ReadonlyMap<string, Job> = new Map();
const listeners = new Set<() => void>();

function hear(jobs: readonly Job[]): void {
  const next = new Map(told);
  for (const job of jobs) {
    if ((next.get(job.id)?.revision ?? -1) >= job.revision) continue;
    // The newest last: the first are let go.
    next.delete(job.id);
    next.set(job.id, job);
  }
  for (const id of next.keys()) if (next.size > MOST_KEPT) next.delete(id);
  told = next;
  for (const listener of listeners) listener();
}

onMessages((messages) => {
  const jobs = messages.flatMap((message) => (message.type === 'job' ? [message.job] : []));
  if (jobs.length > 0) hear(jobs);
});

/** What the stream has told of jobs since the page was opened, by their id. */
function useToldJobs(): ReadonlyMap<string, Job> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => told,
    () => told,
  );
}

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
  const known = useToldJobs().get(id ?? '');
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
export function useJobs(filter: JobFilter) {
  const { generation } = usePanelState();
  const known = useToldJobs();
  const question = useInfiniteQuery({
    queryKey: ['jobs', filter, generation],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      call('jobs.list', { query: { ...given(filter), ...(pageParam !== undefined && { cursor: pageParam }), limit: 50 } }),
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const fetched = new Map((question.data?.pages ?? []).flatMap(({ rows }) => rows).map((job) => [job.id, job]));
  const oldest = question.hasNextPage ? Math.min(...[...fetched.values()].map(({ createdAt }) => createdAt)) : 0;
  for (const job of known.values()) {
    // What is older than the last page is on a page still to come.
    if (fetched.has(job.id) || job.createdAt >= oldest) fetched.set(job.id, newer(fetched.get(job.id), job) as Job);
  }
  const rows = [...fetched.values()].filter((job) => matches(job, filter)).sort((a, b) => b.createdAt - a.createdAt);
  return { ...question, rows };
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
