/** Every job, newest first: how far it is, what it says, and the way to end it. */

import { useState } from 'react';
import { Link } from 'react-router';
import type { Job, JobKind, JobState } from '../../../src/api/jobs.ts';
import { JobPanel } from '../../blocks/job-panel.tsx';
import { duration } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { type JobFilter, useJobs } from '../../live/jobs.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { useJobWords } from './words.ts';

const CONTROL = 'h-8 min-w-0 rounded-m border border-field bg-surface px-2 text-12 text-text phone:h-10 phone:flex-1 phone:basis-36';
const STATES: readonly JobState[] = ['running', 'queued', 'done', 'failed', 'cancelled'];

export default function JobsPage() {
  const { words } = useSpeech();
  const own = useJobWords();
  const [filter, setFilter] = useState<JobFilter>({});
  const jobs = useJobs(filter);
  const of = (state: JobState) => jobs.rows.filter((job) => job.state === state).length;
  const isFiltered = filter.kind !== undefined || filter.state !== undefined || (filter.text ?? '') !== '';
  return (
    <>
      <PageHead title={own.title} told={`${own.active(of('running'), of('queued'))} ${own.told}`} />
      <Card id="jobs" title={own.caption}>
        <Filters filter={filter} onFilter={setFilter} />
        {jobs.state === 'failed' && jobs.rows.length === 0 && <ErrorState error={jobs.error} onRetry={jobs.onRetry} />}
        {jobs.state === 'loading' && jobs.rows.length === 0 && <Skeleton heights={[56, 56, 56]} label={words.loading} />}
        {jobs.state === 'ready' && jobs.rows.length === 0 && (
          <EmptyState
            icon={isFiltered ? 'search' : 'tasks'}
            title={isFiltered ? own.noneTitle : own.emptyTitle}
            text={isFiltered ? own.noneText : own.emptyText}
          />
        )}
        <ol className="divide-y divide-line" aria-label={own.caption}>
          {jobs.rows.map((job) => (
            <li key={job.id} data-job-id={job.id}>
              <JobPanel job={job} />
              <About job={job} />
            </li>
          ))}
        </ol>
        {jobs.more.isThere && (
          <p className="border-t border-line px-4 py-2">
            <Button size="small" disabled={jobs.more.isLoading} onClick={jobs.more.load}>
              {words.acts.more}
            </Button>
          </p>
        )}
      </Card>
    </>
  );
}

/** Who, when, how long; and where its result is. */
function About({ job }: { job: Job }) {
  const { language } = useSpeech();
  const own = useJobWords();
  const took = job.startedAt !== null && job.finishedAt !== null ? own.took(duration(language, job.finishedAt - job.startedAt)) : null;
  return (
    <p className="-mt-2 flex flex-wrap gap-x-3 px-4 pb-3 text-12 text-muted">
      <span>{own.kinds[job.kind]}</span>
      <TimeText at={job.createdAt} withDay />
      <span>{own.by(job.requestedBy)}</span>
      {took !== null && <span>{took}</span>}
      {job.attempt > 1 && <span>{own.start(job.attempt)}</span>}
      {job.kind === 'backtest' && job.state === 'done' && <Link to={`/research/runs/${job.id}`}>{own.openRun}</Link>}
      {job.kind === 'strategy-check' && <Link to={`/strategies/${job.title}`}>{own.openStrategy}</Link>}
    </p>
  );
}

function Filters({ filter, onFilter }: { filter: JobFilter; onFilter: (filter: JobFilter) => void }) {
  const { words } = useSpeech();
  const own = useJobWords();
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 phone:px-3.5">
      <SearchField label={own.search} text={filter.text ?? ''} onSearch={(text) => onFilter({ ...filter, text })} />
      <select
        aria-label={own.kind}
        className={CONTROL}
        value={filter.kind ?? ''}
        onChange={(event) => onFilter({ ...filter, kind: (event.target.value || undefined) as JobKind | undefined })}
      >
        <option value="">{own.anyKind}</option>
        {Object.entries(own.kinds).map(([kind, name]) => (
          <option key={kind} value={kind}>
            {name}
          </option>
        ))}
      </select>
      <select
        aria-label={own.state}
        className={CONTROL}
        value={filter.state ?? ''}
        onChange={(event) => onFilter({ ...filter, state: (event.target.value || undefined) as JobState | undefined })}
      >
        <option value="">{own.anyState}</option>
        {STATES.map((state) => (
          <option key={state} value={state}>
            {words.jobs.states[state]}
          </option>
        ))}
      </select>
    </div>
  );
}
