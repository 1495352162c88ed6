/** What is wider or higher than its place scrolls in here. Only while it does is it a stop of the Tab key, with a name: a place that all of it fits into is none. */

import { type ReactNode, useEffect, useRef, useState } from 'react';

export function ScrollPlace({ label, className = '', children }: { label: string; className?: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isScrolled, setScrolled] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const look = () => setScrolled(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    for (const child of element.children) watcher.observe(child);
    return () => watcher.disconnect();
  }, []);
  return (
    <div
      ref={place}
      className={`relative overflow-auto focus-visible:-outline-offset-2 ${className}`}
      {...(isScrolled && { role: 'group', tabIndex: 0, 'aria-label': label })}
    >
      {children}
    </div>
  );
}
