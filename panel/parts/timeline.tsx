/** What happened one after the other: a mark, when, what, and what belongs to it. */

import type { ReactNode } from 'react';
import { TimeText } from './figures.tsx';
import { Icon, type IconName } from './icon.tsx';

export interface Moment {
  readonly key: string;
  /** Null: when is not known, or it is not over. */
  readonly at: number | null;
  readonly icon: IconName;
  readonly tone: 'plain' | 'good' | 'bad';
  readonly title: ReactNode;
  readonly detail?: ReactNode;
}

const TONES = { plain: 'border-line-strong text-muted', good: 'border-current text-ok', bad: 'border-danger-line text-danger' } as const;

export function Timeline({ label, moments }: { label: string; moments: readonly Moment[] }) {
  return (
    <ol
      aria-label={label}
      className="relative grid gap-3 before:absolute before:inset-y-3 before:left-2.75 before:w-px before:bg-line-strong"
    >
      {moments.map(({ key, at, icon, tone, title, detail }) => (
        <li key={key} className="relative grid grid-cols-[24px_minmax(0,1fr)_auto] items-start gap-x-2.5">
          <span className={`z-1 grid size-6 place-items-center rounded-full border bg-surface ${TONES[tone]}`}>
            <Icon name={icon} className="size-3.25 stroke-2" />
          </span>
          <div className="min-w-0 pt-0.5">
            <p>{title}</p>
            {detail !== undefined && <p className="text-12 break-words text-muted">{detail}</p>}
          </div>
          <span className="pt-0.5 text-12 whitespace-nowrap text-muted">{at !== null && <TimeText at={at} withDay />}</span>
        </li>
      ))}
    </ol>
  );
}
