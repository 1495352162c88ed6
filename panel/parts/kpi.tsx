/** One figure of a row of figures: its name, its change or its age in the corner, the figure, and what bounds or explains it. */

import type { ReactNode } from 'react';

export function Kpi({
  title,
  corner,
  figure,
  children,
  isFirst = false,
}: {
  title: ReactNode;
  /** Change against the period before, or age where the figure is old. */
  corner?: ReactNode;
  /** Left out where the children have it. */
  figure?: ReactNode;
  /** Elements `dd`: limit, sparkline, components. */
  children?: ReactNode;
  /** The first of the row takes the whole width where there is little. */
  isFirst?: boolean;
}) {
  const place = isFirst
    ? 'narrow:col-span-full narrow:border-b'
    : 'border-l narrow:[&:nth-child(2)]:border-l-0 phone:[&:nth-child(even)]:border-l-0 phone:[&:nth-child(n+4)]:border-t phone:[&:nth-child(4):last-child]:col-span-full';
  return (
    <div className={`flex min-w-0 flex-col border-line px-4 py-3.5 phone:px-3.5 phone:py-3 ${place}`}>
      <dt className="flex gap-1 text-12 font-medium text-muted">
        <span className="min-w-0">{title}</span>
        {corner !== undefined && <span className="ml-auto text-13 font-normal whitespace-nowrap">{corner}</span>}
      </dt>
      {figure !== undefined && (
        <dd className="mt-1 mb-2.5 text-20 leading-[1.3] font-semibold tracking-tight whitespace-nowrap phone:text-16">{figure}</dd>
      )}
      {children}
    </div>
  );
}
