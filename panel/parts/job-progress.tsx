/** Long work that goes on without the page: how far, how fast, how long still, what it says, and the way to end it. */

import { type ReactNode, useState } from 'react';
import type { Job } from '../../src/api/jobs.ts';
import { duration, percent, plain } from '../i18n/format.ts';
import { toldFailure } from '../i18n/told.ts';
import { useSpeech } from '../i18n/words.ts';
import { Button } from './button.tsx';
import { type DotState, StatusDot } from './status-dot.tsx';

const DOTS: Readonly<Record<Job['state'], DotState>> = { queued: 'off', running: 'ok', done: 'ok', failed: 'bad', cancelled: 'off' };

export function JobProgress({ job, onCancel, children }: { job: Job; onCancel?: () => void; children?: ReactNode }) {
  const { words, language } = useSpeech();
  const [isLogShown, showLog] = useState(false);
  const { state, progress, rate, remainingMs, error, cancelRequested } = job;
  const { done, total } = progress;
  const unit = progress.unit === null ? '' : (words.jobs.units[progress.unit] ?? progress.unit);
  const share = done !== null && total !== null && total > 0 ? Math.min(1, done / total) : null;
  const isOver = state === 'done' || state === 'failed' || state === 'cancelled';
  const counted = done === null ? '' : `${plain(language, done, 0)}${total === null ? '' : ` / ${plain(language, total, 0)}`} ${unit}`;
  const told = [
    progress.text === null || isOver ? '' : (words.jobs.stages[progress.text] ?? progress.text),
    counted.trim(),
    rate === null || isOver ? '' : words.jobs.rate(plain(language, rate, rate < 10 ? 1 : 0), unit),
    remainingMs === null || isOver ? '' : words.jobs.left(duration(language, remainingMs)),
  ].filter((part) => part !== '');
  return (
    <article className="min-w-0 px-4 py-3" aria-label={job.title} data-job={state}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <b className="min-w-0 truncate font-semibold">{job.title}</b>
        <span className="text-12 text-text-2">
          <StatusDot state={DOTS[state]}>{cancelRequested && !isOver ? words.jobs.ending : words.jobs.states[state]}</StatusDot>
        </span>
        <span className="ml-auto flex gap-2">
          {children !== undefined && (
            <Button size="small" aria-expanded={isLogShown} onClick={() => showLog(!isLogShown)}>
              {words.jobs.log(job.logLines)}
            </Button>
          )}
          {onCancel && !isOver && (
            <Button size="small" disabled={cancelRequested} onClick={onCancel}>
              {words.jobs.cancel}
            </Button>
          )}
        </span>
      </div>
      {!isOver && (
        <div
          role="progressbar"
          aria-label={job.title}
          aria-valuemin={0}
          aria-valuemax={100}
          {...(share !== null && { 'aria-valuenow': Math.round(share * 100) })}
          className="mt-2 h-1.5 overflow-hidden rounded-full bg-sunken shadow-[inset_0_0_0_1px_var(--border)]"
        >
          <svg aria-hidden="true" className="block size-full">
            {/* Where nobody knows how much there is, the bar says that it goes on and no more. */}
            <rect
              width={share === null ? '30%' : `${share * 100}%`}
              height="100%"
              className={share === null ? 'fill-accent motion-safe:animate-pulse' : 'fill-accent'}
            />
          </svg>
        </div>
      )}
      <p className="mt-1.5 flex gap-2 text-12 text-muted">
        {told.join(' · ')}
        {share !== null && !isOver && <span className="ml-auto">{percent(language, share, 0)}</span>}
      </p>
      {error && (
        <p className="mt-1 text-danger" role="alert">
          {toldFailure(error, language)} <code className="text-muted">{error.code}</code>
        </p>
      )}
      {isLogShown && <div className="mt-2">{children}</div>}
    </article>
  );
}
