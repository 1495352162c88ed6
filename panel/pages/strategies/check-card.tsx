/** What the last check of a strategy has found, and a new check as a job. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { Strategy } from '../../../src/api/strategies.ts';
import { call } from '../../api/client.ts';
import { Findings } from '../../blocks/findings.tsx';
import { JobPanel } from '../../blocks/job-panel.tsx';
import { toldFailure } from '../../i18n/told.ts';
import { useSpeech } from '../../i18n/words.ts';
import { isOver, useJob } from '../../live/jobs.ts';
import { useRights } from '../../live/session.ts';
import { tellProblem } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { StatusDot } from '../../parts/status-dot.tsx';
import { useStrategyWords } from './words.ts';

export function CheckState({ strategy: { check, problem } }: { strategy: Strategy }) {
  const own = useStrategyWords();
  if (problem) return <StatusDot state="bad">{own.problem}</StatusDot>;
  if (!check) return <span className="text-muted">{own.checks.never}</span>;
  return (
    <>
      <StatusDot state={check.ok ? (check.current ? 'ok' : 'stale') : 'bad'}>{check.ok ? own.checks.passed : own.checks.failed}</StatusDot>
      {!check.current && <small>{own.checks.old}</small>}
    </>
  );
}

export function CheckCard({ strategy }: { strategy: Strategy }) {
  const { words, language } = useSpeech();
  const own = useStrategyWords();
  const client = useQueryClient();
  const mayRun = useRights().includes('research.run');
  const [jobId, setJobId] = useState<string | null>(null);
  const { job } = useJob(jobId);
  const [asked, setAsked] = useSearchParams();
  const isWanted = asked.get('check') === 'now';
  const start = useMutation({
    mutationFn: () => call('strategies.check', { body: { strategy: strategy.id } }),
    onSuccess: ({ id }) => setJobId(id),
    onError: (error) => tellProblem(words.acts.refused, words.acts.unknown, error),
  });
  const { mutate } = start;
  // One that has just been made is checked at once; a page that is come back to is not.
  useEffect(() => {
    if (!isWanted) return;
    setAsked({}, { replace: true });
    if (mayRun) mutate();
  }, [isWanted, mayRun, mutate, setAsked]);
  const isRunning = start.isPending || (jobId !== null && (!job || !isOver(job)));
  const isEnded = job !== undefined && isOver(job);
  useEffect(() => {
    if (isEnded) void client.invalidateQueries({ queryKey: ['strategies'] });
  }, [isEnded, client]);
  const { check } = strategy;
  return (
    <Card
      id="check"
      title={own.check}
      sub={<CheckState strategy={strategy} />}
      end={
        mayRun && (
          <Button size="small" disabled={isRunning} onClick={() => start.mutate()}>
            {own.checkNow}
          </Button>
        )
      }
    >
      <div aria-live="polite">{job && job.state !== 'done' && <JobPanel job={job} />}</div>
      {!check && <p className="max-w-[80ch] px-4 py-3 text-text-2">{own.checkTold}</p>}
      {check && (
        <p className="px-4 pt-3 pb-1 text-12 text-muted">
          {own.checkedAt} <TimeText at={check.at} withDay seconds={false} />. {!check.current && own.changed}
        </p>
      )}
      {check?.error && (
        <p className="px-4 pb-3 text-danger">
          {toldFailure(check.error, language)} <code className="text-muted">{check.error.code}</code>
        </p>
      )}
      {check && <Findings findings={check.findings} names={own.severities} />}
    </Card>
  );
}
