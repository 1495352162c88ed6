/** A backtest under way, and what came of it: figures beside buying and holding, what they are worth, and the report. */

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Run } from '../../../src/api/research.ts';
import { call } from '../../api/client.ts';
import { isOver, useJob } from '../../live/jobs.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { RatioText } from '../../parts/figures.tsx';
import { JobProgress } from '../../parts/job-progress.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { useSetupWords } from './words.ts';

/** Fewer closed trades say nothing about a strategy. */
const ENOUGH_TRADES = 30;

export function FirstBacktest({ jobId, onOther }: { jobId: string; onOther: () => void }) {
  const { strategy: words } = useSetupWords();
  const { job, error, askAgain } = useJob(jobId);
  const runId = job?.state === 'done' ? (job.result as { runId: string }).runId : null;
  return (
    <div className="grid w-full gap-4" aria-live="polite">
      {error !== null && !job && <ErrorState error={error} onRetry={askAgain} />}
      {job && (
        <div className="rounded-m border border-line">
          <JobProgress job={job} onCancel={() => void call('jobs.cancel', { params: { id: jobId } }).catch(() => undefined)} />
        </div>
      )}
      {runId !== null && <Verdict runId={runId} />}
      {(error !== null || (job && isOver(job))) && (
        <div>
          <Button onClick={onOther}>{words.other}</Button>
        </div>
      )}
    </div>
  );
}

function Verdict({ runId }: { runId: string }) {
  const { strategy: words } = useSetupWords();
  const {
    data: run,
    error,
    refetch,
  } = useQuery({ queryKey: ['run', runId], queryFn: () => call('research.run', { params: { id: runId } }) });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!run) return <Skeleton heights={[90]} label={words.verdict} />;
  const { returnRatio, buyAndHoldReturnRatio, maxDrawdownRatio, closedTrades } = run.figures;
  return (
    <section className="grid gap-3">
      <h2 className="font-semibold">{words.verdict}</h2>
      <p className={run.faults.length > 0 ? 'text-danger' : ''}>{verdictOf(run, words)}</p>
      <dl className="grid grid-cols-4 gap-3 phone:grid-cols-2">
        <Figure name={words.result}>
          <RatioText value={returnRatio} manner="result" />
        </Figure>
        <Figure name={words.holding}>
          <RatioText value={buyAndHoldReturnRatio} manner="result" />
        </Figure>
        <Figure name={words.drawdown}>
          <RatioText value={maxDrawdownRatio == null ? null : -Math.abs(maxDrawdownRatio)} manner="signed" />
        </Figure>
        <Figure name={words.trades}>{closedTrades ?? 0}</Figure>
      </dl>
      {run.files.includes('report.html') && (
        <div>
          <a className={buttonClass()} href={`/api/v1/research/runs/${runId}/files/report.html`} target="_blank" rel="noreferrer">
            {words.report}
          </a>
        </div>
      )}
    </section>
  );
}

function verdictOf({ faults, figures }: Run, words: ReturnType<typeof useSetupWords>['strategy']): string {
  const { returnRatio, buyAndHoldReturnRatio, closedTrades } = figures;
  if (faults.length > 0) return words.fault;
  if ((closedTrades ?? 0) < ENOUGH_TRADES) return words.little(closedTrades ?? 0);
  return (returnRatio ?? 0) > (buyAndHoldReturnRatio ?? 0) ? words.better : words.worse;
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="rounded-m border border-line px-3.5 py-3">
      <dt className="text-12 text-muted">{name}</dt>
      <dd className="pt-0.5 text-16 font-semibold">{children}</dd>
    </div>
  );
}
