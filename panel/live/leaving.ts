/** Holds back whatever leads away from a page with something unsaved: links, keys, the palette, the browser's way back and forward, and its window. */

import { useContext, useEffect, useState } from 'react';
import { UNSAFE_NavigationContext } from 'react-router';

interface Place {
  readonly pathname?: string | undefined;
}

/** Of the form that is open, if one is. */
let onStep: ((event: PopStateEvent) => void) | null = null;

/** To be called before the router listens: of a window's listeners the first is heard first. */
export function watchSteps(): void {
  addEventListener('popstate', (event) => onStep?.(event));
}

/** What was held back and can still be done; null while nothing is. */
export function useLeaving(unsaved: { readonly current: boolean }) {
  const { navigator } = useContext(UNSAFE_NavigationContext);
  const [held, hold] = useState<{ readonly go: () => void } | null>(null);
  useEffect(() => {
    const guarded = guard(unsaved, (go) => hold({ go }));
    const { push, replace } = navigator;
    navigator.push = (...to) => guarded.pass(to[0] as Place | string, () => push.apply(navigator, to));
    navigator.replace = (...to) => guarded.pass(to[0] as Place | string, () => replace.apply(navigator, to));
    const onClose = (event: BeforeUnloadEvent) => {
      if (unsaved.current) event.preventDefault();
    };
    addEventListener('beforeunload', onClose);
    onStep = guarded.popped;
    return () => {
      Object.assign(navigator, { push, replace });
      removeEventListener('beforeunload', onClose);
      onStep = null;
    };
  }, [navigator, unsaved]);
  return { held, release: () => hold(null) };
}

/** The router counts the places of this tab in the history's state. */
const placeOf = (state: unknown): number => (state as { readonly idx?: number } | null)?.idx ?? 0;

function guard(unsaved: { readonly current: boolean }, ask: (go: () => void) => void) {
  const here = placeOf(history.state);
  /** What the next step of the history is for: back to where it was, or on, as was agreed to. */
  let next: 'returning' | 'agreed' | null = null;
  return {
    pass(to: Place | string, go: () => void): void {
      const pathname = typeof to === 'string' ? new URL(to, location.href).pathname : (to.pathname ?? location.pathname);
      if (!unsaved.current || pathname === location.pathname) go();
      else ask(go);
    },
    /** The browser has moved already: it is taken back, before the router hears of it. */
    popped(event: PopStateEvent): void {
      const was = next;
      next = null;
      const steps = placeOf(event.state) - here;
      if (was === 'agreed' || (was === null && (!unsaved.current || steps === 0))) return;
      event.stopImmediatePropagation();
      if (was === 'returning') return;
      next = 'returning';
      history.go(-steps);
      ask(() => {
        next = 'agreed';
        history.go(steps);
      });
    },
  };
}
