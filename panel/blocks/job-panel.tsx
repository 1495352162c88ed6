/** A job where it was started: how far it is, its log when wanted, and the way to end it. */

import { useMutation } from '@tanstack/react-query';
import type { Job } from '../../src/api/jobs.ts';
import { call } from '../api/client.ts';
import { useSpeech } from '../i18n/words.ts';
import { useJobLog } from '../live/jobs.ts';
import { useRights } from '../live/session.ts';
import { tellProblem } from '../live/toasts.ts';
import { JobProgress } from '../parts/job-progress.tsx';
import { LogView } from '../parts/log-view.tsx';
import { ErrorState, Skeleton } from '../parts/states.tsx';

export function JobPanel({ job }: { job: Job }) {
  const { words } = useSpeech();
  const rights = useRights();
  const cancel = useMutation({
    mutationFn: () => call('jobs.cancel', { params: { id: job.id } }),
    onError: (error) => tellProblem(words.acts.refused, words.acts.unknown, error),
  });
  return (
    <JobProgress job={job} {...(rights.includes('research.run') && { onCancel: cancel.mutate })}>
      <JobLog job={job} />
    </JobProgress>
  );
}

/** Drawn only while it is wanted. */
export function JobLog({ job }: { job: Job }) {
  const { words } = useSpeech();
  const log = useJobLog(job, true);
  if (log.error) return <ErrorState error={log.error} onRetry={() => void log.refetch()} />;
  if (!log.data) return <Skeleton heights={[120]} label={words.loading} />;
  return <LogView lines={log.data.lines} label={words.jobs.log(job.logLines)} />;
}
