/** A thing of its own on the page: title, what it is, and what belongs at the end of its head. */

import type { ReactNode } from 'react';

export function Card({
  id,
  title,
  sub,
  end,
  children,
  className = '',
}: {
  id?: string;
  title: ReactNode;
  sub?: ReactNode;
  end?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const heading = id ? `${id}-title` : undefined;
  return (
    <section className={`min-w-0 rounded-l border border-line bg-surface ${className}`} id={id} aria-labelledby={heading}>
      <header className="flex min-h-11 items-center gap-2.5 border-b border-line px-4 py-1.5 phone:flex-wrap phone:gap-x-2.5 phone:gap-y-0.5 phone:px-3.5 phone:py-2">
        <h2
          id={heading}
          className="shrink-0 text-14 font-semibold tracking-[-0.005em] whitespace-nowrap phone:min-w-0 phone:shrink phone:whitespace-normal"
        >
          {title}
        </h2>
        {sub !== undefined && <span className="min-w-0 text-12 text-muted phone:order-3 phone:basis-full">{sub}</span>}
        {end !== undefined && <div className="ml-auto flex items-center gap-2 text-right text-12">{end}</div>}
      </header>
      {children}
    </section>
  );
}
