/** What is typed into a form and not saved yet, kept in this tab: a reload and the end of the session of the browser lose nothing. Never for secrets. */

import { useRef, useState } from 'react';

const PREFIX = 'atalaya.draft.';
const OWNER = 'atalaya.drafts-of';

export interface Draft<Typed> {
  /** What was kept when the form was opened; null for nothing. */
  readonly restored: Typed | null;
  /** Whether something is typed that is not saved. */
  readonly isUnsaved: boolean;
  /** As of now, before the next picture. */
  readonly unsaved: { readonly current: boolean };
  /** Null: the form is as it was begun, saved, or thrown away. */
  keep(typed: Typed | null): void;
}

/** `name`: the form, and whatever must be the same for what was typed to mean the same. */
export function useDraft<Typed>(name: string): Draft<Typed> {
  const [restored] = useState<Typed | null>(() => read(PREFIX + name));
  const [isUnsaved, setUnsaved] = useState(restored !== null);
  const unsaved = useRef(isUnsaved);
  return {
    restored,
    isUnsaved,
    unsaved,
    keep(typed) {
      unsaved.current = typed !== null;
      setUnsaved(unsaved.current);
      write(PREFIX + name, typed);
    },
  };
}

/** Whoever signs out leaves nothing behind. */
export function forgetDrafts(): void {
  try {
    for (const place of Object.keys(sessionStorage)) if (place.startsWith(PREFIX)) sessionStorage.removeItem(place);
  } catch {
    return;
  }
}

/** Whoever else signs in here does not find what the one before had typed. */
export function keepDraftsOf(name: string): void {
  const before = read<string>(OWNER);
  if (before !== null && before !== name) forgetDrafts();
  write(OWNER, name);
}

/** What can't be read was never kept. */
function read<Typed>(place: string): Typed | null {
  try {
    return JSON.parse(sessionStorage.getItem(place) ?? 'null') as Typed | null;
  } catch {
    return null;
  }
}

/** A browser that stores nothing forgets it with the page, and asks before that. */
function write(place: string, typed: unknown): void {
  try {
    if (typed === null) sessionStorage.removeItem(place);
    else sessionStorage.setItem(place, JSON.stringify(typed));
  } catch {
    return;
  }
}
