/** The head of a page: what it is, how it stands in one sentence, and its next act. */

import type { ReactNode } from 'react';

export function PageHead({ title, children, end }: { title: string; children?: ReactNode; end?: ReactNode }) {
  return (
    <header className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="min-w-0">
        <h1 className="text-20 font-semibold tracking-tight">{title}</h1>
        {children !== undefined && <p className="text-text-2">{children}</p>}
      </div>
      {end !== undefined && <div className="ml-auto flex flex-wrap gap-2">{end}</div>}
    </header>
  );
}
