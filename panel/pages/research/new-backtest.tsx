/** A new backtest: what is played on what, with which parameters and costs; then its progress, and what came of it. */

import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import type { DataSet } from '../../../src/api/data.ts';
import type { BacktestInput } from '../../../src/api/research.ts';
import type { Strategy } from '../../../src/api/strategies.ts';
import { call } from '../../api/client.ts';
import { JobPanel } from '../../blocks/job-panel.tsx';
import { useSpeech } from '../../i18n/words.ts';
import { isOver, useJob } from '../../live/jobs.ts';
import { RequestProblem } from '../../live/requests.ts';
import { useRights } from '../../live/session.ts';
import { buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type FieldValues, SchemaForm } from '../../parts/schema-form.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { type Draft, dataOf, draftOf, faultsOf, inputOf, keyOfData, refusalsOf } from './backtest-draft.ts';
import { DataFields, KeptSettings, MoneyFields } from './backtest-fields.tsx';
import { BacktestSentence } from './backtest-sentence.tsx';
import { RunFigures } from './run-figures.tsx';
import { useDataSets, useRun, useStrategies } from './runs.ts';
import { useResearchWords } from './words.ts';

export function NewBacktest() {
  const { words } = useSpeech();
  const own = useResearchWords();
  const [search] = useSearchParams();
  const mayRun = useRights().includes('research.run');
  const strategies = useStrategies();
  const sets = useDataSets();
  const like = useRun(search.get('like'));
  const failed = [strategies, sets, like].find((question) => question.isError);
  const isThere = strategies.data && sets.data && (search.get('like') === null || like.data);
  return (
    <>
      <PageHead title={own.start.title} back={{ to: '/research', text: own.start.back }} />
      {!mayRun ? (
        <EmptyState icon="key" title={own.start.mayNot} text={own.start.mayNotText} />
      ) : failed ? (
        <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />
      ) : !isThere ? (
        <Skeleton heights={[120, 160, 160]} label={words.loading} />
      ) : (
        <Form
          strategies={strategies.data.rows.filter(({ loaded }) => loaded !== null)}
          // A stored series is asked for by its trades; a sample is one file, whatever it was made of.
          sets={sets.data.rows.filter(({ source, kind, problem }) => (source === 'sample' || kind === 'trades') && problem === null)}
          like={like.data?.input ?? null}
          strategy={search.get('strategy')}
          data={search.get('data')}
        />
      )}
    </>
  );
}

function Form({
  strategies,
  sets,
  like,
  strategy,
  data,
}: {
  strategies: readonly Strategy[];
  sets: readonly DataSet[];
  like: BacktestInput | null;
  strategy: string | null;
  data: string | null;
}) {
  const { language } = useSpeech();
  const own = useResearchWords();
  const [draft, setDraft] = useState<Draft>(() => draftOf(like, strategy, data, strategies, sets, language));
  const [isChecked, setChecked] = useState(false);
  const [jobId, setJobId] = useState<string | null>(null);
  const start = useMutation({
    mutationFn: (body: BacktestInput) => call('research.backtest', { body }),
    onSuccess: ({ id }) => setJobId(id),
  });
  const { job } = useJob(jobId);
  const chosen = strategies.find(({ id }) => id === draft.strategy);
  const set = sets.find((each) => keyOfData(each) === draft.data);
  const faults = isChecked ? faultsOf(draft, own, language) : {};
  const failure = job?.state === 'failed' ? (job.error?.message ?? '') : null;
  const problem = start.error instanceof RequestProblem ? start.error.problem : null;
  const fields = chosen?.loaded?.parameters ?? [];
  const refused = useRefusals(problem?.detail ?? failure ?? '', fields);
  const isRunning = start.isPending || (jobId !== null && (!job || job.state === 'queued' || job.state === 'running'));
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    start.reset();
  };
  const submit = (parameters: FieldValues) => {
    setChecked(true);
    const played = dataOf(draft, sets);
    if (!played || Object.keys(faultsOf(draft, own, language)).length > 0) return;
    setJobId(null);
    start.mutate(inputOf(draft, played, parameters, language));
  };
  return (
    <div className="grid max-w-260 gap-4">
      <Card id="what" title={own.start.what}>
        <DataFields draft={draft} strategies={strategies} sets={sets} faults={faults} onChange={change} />
      </Card>
      <Card
        id="parameters"
        title={own.start.parameters}
        sub={fields.length === 0 ? own.start.noParameters : chosen?.loaded?.constraints.map((each) => each[language]).join('; ')}
      >
        <div className="px-4 py-4">
          <SchemaForm
            key={draft.strategy}
            fields={fields}
            values={draft.strategy === like?.strategy ? like.parameters : {}}
            refused={refused}
            onSubmit={submit}
            submit={own.start.go}
            isBusy={isRunning}
          >
            <h3 className="mt-6 mb-3 border-t border-line pt-4 text-14 font-semibold">{own.start.money}</h3>
            <MoneyFields draft={draft} faults={{ ...refused, ...faults }} onChange={change} />
            <KeptSettings draft={draft} />
            {chosen && set && <BacktestSentence draft={draft} strategy={chosen} set={set} />}
          </SchemaForm>
        </div>
      </Card>
      {start.error !== null && !problem && <ErrorState error={start.error} onRetry={() => start.reset()} />}
      {problem && (
        <Notice tone="danger" title={own.start.refused}>
          <p>
            {problem.detail} <code className="text-muted">{problem.code}</code>
          </p>
        </Notice>
      )}
      {jobId !== null && <Outcome jobId={jobId} />}
    </div>
  );
}

/** The same object while the refusal is the same: a field that was changed has answered to it. */
function useRefusals(message: string, fields: Parameters<typeof refusalsOf>[1]): Readonly<Record<string, string>> {
  const [kept, keep] = useState<{ readonly message: string; readonly by: Readonly<Record<string, string>> }>({ message: '', by: {} });
  if (kept.message === message) return kept.by;
  const by = refusalsOf(message, fields);
  keep({ message, by });
  return by;
}

/** The job while it runs, and its figures and its report when it is done. */
function Outcome({ jobId }: { jobId: string }) {
  const own = useResearchWords();
  const { job, error, askAgain } = useJob(jobId);
  const place = useRef<HTMLDivElement>(null);
  // What was started is looked at next; on a phone it is below the form.
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), []);
  const isDone = job?.state === 'done';
  const run = useRun(isDone ? jobId : null);
  if (error && !job) return <ErrorState error={error} onRetry={askAgain} />;
  return (
    <div ref={place} className="scroll-mb-24">
      <Card id="outcome" title={isDone ? own.start.outcome : job && isOver(job) ? own.start.refused : own.list.running}>
        <div aria-live="polite">{job && <JobPanel job={job} />}</div>
        {job?.state === 'failed' && <p className="px-4 pb-3 text-text-2">{own.start.failedText}</p>}
        {run.data && (
          <>
            <RunFigures run={run.data} />
            <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3">
              {run.data.files.includes('report.html') && (
                <a
                  className={buttonClass('primary')}
                  href={`/api/v1/research/runs/${jobId}/files/report.html`}
                  target="_blank"
                  rel="noreferrer"
                >
                  {own.run.report}
                </a>
              )}
              <Link className={buttonClass()} to={`/research/runs/${jobId}`}>
                {own.start.open}
              </Link>
            </div>
          </>
        )}
      </Card>
    </div>
  );
}
