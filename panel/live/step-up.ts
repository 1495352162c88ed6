/** An act that wants a fresh second factor waits here until it is given or left; several acts wait for the same one. */

import { useSyncExternalStore } from 'react';
import { onStepUp } from './requests.ts';

let waiting: { readonly promise: Promise<boolean>; readonly settle: (isGiven: boolean) => void } | null = null;
const listeners = new Set<() => void>();

function tellListeners(): void {
  for (const listener of listeners) listener();
}

onStepUp(() => {
  if (waiting === null) {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    waiting = { promise, settle: resolve };
    tellListeners();
  }
  return waiting.promise;
});

/** It was given, or left. */
export function settleStepUp(isGiven: boolean): void {
  waiting?.settle(isGiven);
  waiting = null;
  tellListeners();
}

/** Whether an act waits for it. */
export function useStepUpWaits(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => waiting !== null,
    () => false,
  );
}
