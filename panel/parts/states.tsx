/** What a view shows when it has nothing to show: empty, loading, failed. */

import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'react-router';
import { toldProblem } from '../i18n/told.ts';
import { useSpeech } from '../i18n/words.ts';
import { RequestProblem } from '../live/requests.ts';
import { Button, buttonClass } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { IdText } from './id-text.tsx';

/** What this is, why it is empty, and the next act where there is one. */
export function EmptyState({
  icon = 'inbox',
  title,
  text,
  children,
}: {
  icon?: IconName;
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <div className="grid grid-cols-[32px_minmax(0,1fr)] items-start gap-x-3 gap-y-0.5 px-4 pt-5.5 pb-6" data-state="empty">
      <Icon name={icon} className="row-span-3 mt-px ml-1.5 size-5 text-muted" />
      <p className="font-semibold">{title}</p>
      <p className="col-start-2 max-w-[60ch] text-text-2">{text}</p>
      {children !== undefined && <div className="col-start-2 mt-2">{children}</div>}
    </div>
  );
}

/** Grey shapes of the right size, shown only when waiting takes long enough to be noticed. */
export function Skeleton({ heights, label }: { heights: readonly number[]; label: string }) {
  const [isShown, show] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => show(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="grid gap-4 p-4" role="status" aria-label={label}>
      {heights.map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are only their place and height.
        <svg key={index} aria-hidden="true" height={height} className={`block w-full transition-opacity ${isShown ? '' : 'opacity-0'}`}>
          <rect width="100%" height="100%" rx="6" className="fill-sunken" />
        </svg>
      ))}
    </div>
  );
}

/** Of a question for one thing by its id: there is none, or no such id is ever given. */
export const isNotThere = (error: unknown): boolean =>
  error instanceof RequestProblem && (error.status === 404 || (error.status === 422 && error.problem?.unclear !== undefined));

/** Of an address that names one thing which is not there: why, what was asked for, and the way back. */
export function NotThere({ title, text, asked, back }: { title: string; text: string; asked: string; back: { to: string; text: string } }) {
  return (
    <EmptyState icon="search" title={title} text={text}>
      <p className="flex flex-wrap items-center gap-3">
        <Link className={buttonClass()} to={back.to}>
          {back.text}
        </Link>
        {asked !== '' && <code className="max-w-full text-12 text-muted [overflow-wrap:anywhere]">{asked}</code>}
      </p>
    </EmptyState>
  );
}

/** What went wrong, what it means, what to do, and the id under which the log has it. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { words, language } = useSpeech();
  const { errors } = words;
  const problem = error instanceof RequestProblem ? error.problem : null;
  const isSilent = error instanceof RequestProblem && error.status === 0;
  const isForbidden = error instanceof RequestProblem && error.status === 403;
  const title = isSilent ? errors.silent : isForbidden ? errors.forbidden : problem ? errors.refused : errors.fault;
  const told = problem ? toldProblem(problem, language) : error instanceof Error ? error.message : String(error);
  const text = isSilent ? errors.silentText : told;
  return (
    <div className="grid grid-cols-[32px_minmax(0,1fr)] gap-x-3 px-4 py-5" role="alert" data-state="error">
      <Icon name={isSilent ? 'unplugged' : 'alert'} className="row-span-4 mt-px ml-1.5 size-5 text-danger" />
      <p className="font-semibold">{title}</p>
      <p className="max-w-[70ch] text-text-2">{text}</p>
      <p className="text-text-2">{errors.money}</p>
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <Button onClick={onRetry}>{errors.retry}</Button>
        {problem?.unclear && location.search !== '' && (
          <a className={buttonClass()} href="?">
            {words.unclear.clear}
          </a>
        )}
        {problem && (
          <span className="text-12 text-muted">
            <IdText id={problem.code} /> {problem.correlationId !== undefined && <IdText id={problem.correlationId} short />}
          </span>
        )}
      </div>
    </div>
  );
}
