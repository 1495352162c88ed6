/** The field one looks for something with: what is typed is looked for once the typing stands still. */

import { useEffect, useRef, useState } from 'react';
import { Icon } from './icon.tsx';

/** Typing is over when nothing was typed for so long. */
const PAUSE_MS = 250;

export function SearchField({
  label,
  text,
  onSearch,
  isWhole = false,
  hasKey = false,
}: {
  label: string;
  text: string;
  onSearch: (text: string) => void;
  /** Only a whole name is found: looked for when it is typed to its end, with Enter or by leaving the field. */
  isWhole?: boolean;
  /** `/` leads to it. */
  hasKey?: boolean;
}) {
  const [typed, setTyped] = useState(text);
  const told = useRef(text);
  // What else the caller looks for may have changed while the typing was waited for.
  const latest = useRef(onSearch);
  latest.current = onSearch;
  const tell = (wanted: string) => {
    told.current = wanted;
    latest.current(wanted);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait.
  useEffect(() => {
    if (isWhole || typed === text) return;
    const timer = setTimeout(() => tell(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  // What others put there; what was typed here is on its way and may have gone on meanwhile.
  useEffect(() => {
    if (text === told.current) return;
    told.current = text;
    setTyped(text);
  }, [text]);
  return (
    <label className="flex h-8 min-w-0 items-center gap-2 rounded-m border border-field bg-surface px-2.5 text-muted focus-within:border-accent phone:h-10 phone:basis-full">
      <Icon name="search" />
      <input
        type="search"
        aria-label={label}
        {...(hasKey && { 'aria-keyshortcuts': '/' })}
        maxLength={120}
        placeholder={label}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        {...(isWhole && {
          onBlur: () => tell(typed.trim()),
          onKeyDown: (event) => event.key === 'Enter' && tell(typed.trim()),
        })}
        className="w-60 min-w-0 bg-transparent text-text outline-none placeholder:text-muted phone:w-full"
      />
    </label>
  );
}
