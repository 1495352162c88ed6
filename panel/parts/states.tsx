/** What a view shows when it has nothing to show: empty, loading, failed. */

import { type ReactNode, useEffect, useState } from 'react';
import { Icon, type IconName } from './icon.tsx';

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
    <div className="empty">
      <Icon name={icon} />
      <h3>{title}</h3>
      <p>{text}</p>
      {children !== undefined && <div className="act">{children}</div>}
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
    <div className="skeleton" role="status" aria-label={label}>
      {heights.map((height, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes are only their place and height.
        <div key={index} style={{ height, opacity: isShown ? 1 : 0 }} />
      ))}
    </div>
  );
}
