/** What folds a section on a phone: its title as a button with a figure, and a content that find-in-page and a printer see all the same. */

import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { type Fold, unfold } from '../live/folded.ts';
import { Icon } from './icon.tsx';

const bodyOf = ({ name }: Fold) => `${name}-body`;

export function FoldTitle({
  fold,
  heading,
  title,
  summary,
}: {
  fold: Fold;
  heading: string | undefined;
  title: ReactNode;
  summary: ReactNode;
}) {
  const { isOpen, choose } = fold;
  return (
    <button
      type="button"
      className="flex min-h-11 w-full cursor-pointer items-center gap-2 py-2 text-left focus-visible:-outline-offset-2"
      aria-expanded={isOpen}
      aria-controls={bodyOf(fold)}
      onClick={() => choose(!isOpen)}
    >
      <span className="min-w-0">
        <span id={heading}>{title}</span>
        {!isOpen && summary !== undefined && summary !== null && (
          <span className="font-normal text-text-2" data-summary>
            <span className="text-muted"> · </span>
            {summary}
          </span>
        )}
      </span>
      <Icon name="down" className={`ml-auto text-muted ${isOpen ? 'rotate-180' : ''}`} />
    </button>
  );
}

/** Stays in the document while it is folded. */
export function FoldBody({ fold, children }: { fold: Fold; children: ReactNode }) {
  const { name, isOpen } = fold;
  const place = useRef<HTMLDivElement>(null);
  // React knows `hidden` as a yes or no.
  useLayoutEffect(() => {
    if (isOpen) place.current?.removeAttribute('hidden');
    else place.current?.setAttribute('hidden', 'until-found');
  }, [isOpen]);
  useEffect(() => {
    const element = place.current;
    const onFound = () => unfold(name);
    element?.addEventListener('beforematch', onFound);
    return () => element?.removeEventListener('beforematch', onFound);
  }, [name]);
  return (
    <div ref={place} id={bodyOf(fold)} className="print:[content-visibility:visible]">
      {children}
    </div>
  );
}
