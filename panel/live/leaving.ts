/** Holds back whatever leads away from a page with something unsaved: links, keys, the palette, the browser's way back and forward, and its window. */

import { useContext, useEffect, useState } from 'react';
import { UNSAFE_NavigationContext } from 'react-router';
import { guardSteps, pagePlaceOf } from './steps.ts';

interface Place {
  readonly pathname?: string | undefined;
}

/** What was held back and can still be done; null while nothing is. */
export function useLeaving(unsaved: { readonly current: boolean }) {
  const { navigator } = useContext(UNSAFE_NavigationContext);
  const [held, hold] = useState<{ readonly go: () => void } | null>(null);
  useEffect(() => {
    const guarded = guard(unsaved, (go, isStep) =>
      // The question is no place of the history, or the way forward would end at it: a step is held back again, and closes it.
      hold((before) => (isStep && before !== null ? null : { go })),
    );
    const { push, replace } = navigator;
    navigator.push = (...to) => guarded.pass(to[0] as Place | string, () => push.apply(navigator, to));
    navigator.replace = (...to) => guarded.pass(to[0] as Place | string, () => replace.apply(navigator, to));
    const onClose = (event: BeforeUnloadEvent) => {
      if (unsaved.current) event.preventDefault();
    };
    addEventListener('beforeunload', onClose);
    guardSteps(guarded.popped);
    return () => {
      Object.assign(navigator, { push, replace });
      removeEventListener('beforeunload', onClose);
      guardSteps(null);
    };
  }, [navigator, unsaved]);
  return { held, release: () => hold(null) };
}

function guard(unsaved: { readonly current: boolean }, ask: (go: () => void, isStep: boolean) => void) {
  const here = pagePlaceOf(history.state);
  /** What the next step of the history is for: back to where it was, or on, as was agreed to. */
  let next: 'returning' | 'agreed' | null = null;
  return {
    pass(to: Place | string, go: () => void): void {
      const pathname = typeof to === 'string' ? new URL(to, location.href).pathname : (to.pathname ?? location.pathname);
      if (!unsaved.current || pathname === location.pathname) go();
      else ask(go, false);
    },
    /** The browser has moved already: it is taken back, before the router hears of it. */
    popped(event: PopStateEvent): void {
      const was = next;
      next = null;
      const steps = pagePlaceOf(event.state) - here;
      if (was === 'agreed' || (was === null && (!unsaved.current || steps === 0))) return;
      event.stopImmediatePropagation();
      if (was === 'returning') return;
      next = 'returning';
      history.go(-steps);
      ask(() => {
        next = 'agreed';
        history.go(steps);
      }, true);
    },
  };
}
