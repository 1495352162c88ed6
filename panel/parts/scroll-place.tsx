/** What is wider or higher than its place scrolls in here. Only while it does is it a stop of the Tab key, with a name: a place that all of it fits into is none. What goes on at the right fades out at the edge. */

import { type ReactNode, useEffect, useRef, useState } from 'react';

const FADED = '[mask-image:linear-gradient(to_right,black_calc(100%-2.5rem),transparent)]';

const goesOnIn = ({ scrollLeft, clientWidth, scrollWidth }: HTMLElement) => scrollLeft + clientWidth < scrollWidth - 1;

export function ScrollPlace({ label, className = '', children }: { label: string; className?: string; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isScrolled, setScrolled] = useState(false);
  const [goesOn, setGoesOn] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const look = () => {
      setScrolled(element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight);
      setGoesOn(goesOnIn(element));
    };
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    for (const child of element.children) watcher.observe(child);
    return () => watcher.disconnect();
  }, []);
  return (
    <div
      ref={place}
      onScroll={(event) => setGoesOn(goesOnIn(event.currentTarget))}
      className={`relative overflow-auto focus-visible:-outline-offset-2 ${goesOn ? FADED : ''} ${className}`}
      {...(isScrolled && { role: 'group', tabIndex: 0, 'aria-label': label })}
    >
      {children}
    </div>
  );
}
