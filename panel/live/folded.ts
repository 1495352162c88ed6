/** Sections of long pages that a phone shows folded behind their heading: which are open, as it was chosen in this browser. */

import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useLocation } from 'react-router';
import { useIsPhone } from './phone.ts';
import { remembered } from './remembered.ts';

/** Of this visit, by name; what was chosen before is read when it is asked for. */
const openNow = new Map<string, boolean>();
const listeners = new Set<() => void>();

function isOpen(name: string): boolean {
  const known = openNow.get(name) ?? remembered.read<boolean>(`unfolded.${name}`) ?? false;
  openNow.set(name, known);
  return known;
}

function set(name: string, open: boolean): void {
  openNow.set(name, open);
  for (const listener of listeners) listener();
}

/** Somebody goes there, or has found a word in it: open for this visit, which is not to have chosen it. */
export const unfold = (name: string): void => set(name, true);

/** Goes to the section that the address names once the page has it: opened, and in sight. */
export function useNamedSection(isThere: boolean): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (!isThere || hash === '') return;
    const id = hash.slice(1);
    unfold(id);
    // After the page that was gone to has begun at its top.
    const frame = requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView());
    return () => cancelAnimationFrame(frame);
  }, [isThere, hash]);
}

function chooseFold(name: string, open: boolean): void {
  remembered.write(`unfolded.${name}`, open);
  set(name, open);
}

export interface Fold {
  readonly name: string;
  /** False where there is room: nothing folds there. */
  readonly folds: boolean;
  /** Whether its content is in sight: what only that needs is asked for while it is. */
  readonly isOpen: boolean;
  choose(open: boolean): void;
}

/** `name`: the id of the section. `mustShow`: something in it can't wait until somebody opens it. */
export function useFold(name: string, { mayFold = true, mustShow = false } = {}): Fold {
  const folds = useIsPhone() && mayFold;
  const open = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isOpen(name),
    () => true,
  );
  useEffect(() => {
    if (mustShow) unfold(name);
  }, [name, mustShow]);
  const choose = useCallback((next: boolean) => chooseFold(name, next), [name]);
  return { name, folds, isOpen: !folds || open, choose };
}
