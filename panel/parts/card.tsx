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
    <section className={`card ${className}`} id={id} aria-labelledby={heading}>
      <header className="card-head">
        <h2 id={heading}>{title}</h2>
        {sub !== undefined && <span className="sub">{sub}</span>}
        {end !== undefined && <div className="end">{end}</div>}
      </header>
      {children}
    </section>
  );
}
