/** The head of a page that shows no state of trading: its name, one sentence on it, and its next acts. */

import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon } from './icon.tsx';

export function PageHead({
  title,
  told,
  back,
  children,
}: {
  title: ReactNode;
  told?: ReactNode;
  /** The page this one belongs to. */
  back?: { readonly to: string; readonly text: string };
  /** Buttons. */
  children?: ReactNode;
}) {
  return (
    <header className="mb-4 phone:mb-3">
      {back && (
        <Link to={back.to} className="mb-1 inline-flex items-center gap-1 text-12">
          <Icon name="left" className="size-3" />
          {back.text}
        </Link>
      )}
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-80">
          <h1 className="text-20 leading-[1.3] font-semibold tracking-tight text-balance break-words phone:text-16">{title}</h1>
          {told !== undefined && <p className="mt-0.5 max-w-[80ch] text-pretty text-muted">{told}</p>}
        </div>
        {children !== undefined && <div className="flex flex-wrap items-center gap-2">{children}</div>}
      </div>
    </header>
  );
}
