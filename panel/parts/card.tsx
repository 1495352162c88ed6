/** A thing of its own on the page: title, what it is, and what belongs at the end of its head. On a phone it can be folded behind its title. */

import type { ReactNode } from 'react';
import type { Fold } from '../live/folded.ts';
import { FoldBody, FoldTitle } from './fold.tsx';

export function Card({
  id,
  title,
  sub,
  end,
  fold,
  summary,
  children,
  className = '',
}: {
  id?: string;
  title: ReactNode;
  sub?: ReactNode;
  end?: ReactNode;
  /** Given: what comes after the first needs of a phone. */
  fold?: Fold | undefined;
  /** Beside the title while it is folded: how many, or how it stands. */
  summary?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const heading = id ? `${id}-title` : undefined;
  const isFolded = fold !== undefined && !fold.isOpen;
  return (
    <section className={`min-w-0 rounded-l border border-line bg-surface ${className}`} id={id} aria-labelledby={heading}>
      <header
        className={`flex min-h-11 items-center gap-2.5 px-4 py-1.5 phone:flex-wrap phone:gap-x-2.5 phone:gap-y-0.5 phone:px-3.5 ${isFolded ? '' : 'border-b border-line'} ${fold?.folds ? 'phone:py-0' : 'phone:py-2'} ${fold?.folds && !isFolded ? 'phone:pb-2' : ''}`}
      >
        <h2
          id={fold?.folds ? undefined : heading}
          className={`shrink-0 text-14 font-semibold tracking-[-0.005em] whitespace-nowrap phone:min-w-0 phone:shrink phone:whitespace-normal ${fold?.folds ? 'phone:flex-auto phone:basis-full' : ''}`}
        >
          {fold?.folds ? <FoldTitle fold={fold} heading={heading} title={title} summary={summary} /> : title}
        </h2>
        {sub !== undefined && !isFolded && <span className="min-w-0 text-12 text-muted phone:order-3 phone:basis-full">{sub}</span>}
        {end !== undefined && !isFolded && <div className="ml-auto flex items-center gap-2 text-right text-12">{end}</div>}
      </header>
      {fold ? <FoldBody fold={fold}>{children}</FoldBody> : children}
    </section>
  );
}
