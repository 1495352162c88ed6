/** Lets signed Kraken requests out one after the other, so that their nonces arrive in order; orders go before questions. */

import { AsyncLocalStorage } from 'node:async_hooks';

/** After this a turn ends though its answer is not there: it has long been received, and a slow question must not hold up a stop. */
const LONGEST_TURN_MS = 1_000;

export interface Turns {
  /** Runs the work when its turn comes. `urgent` work waits for the turn under way alone. */
  take<T>(urgent: boolean, work: () => Promise<T>): Promise<T>;
}

export function createTurns(longestTurnMs: number = LONGEST_TURN_MS): Turns {
  const waiting: { urgent: boolean; begin: () => void }[] = [];
  let busy = false;

  const next = () => {
    const urgentAt = waiting.findIndex(({ urgent }) => urgent);
    const [first] = waiting.splice(Math.max(0, urgentAt), 1);
    busy = first !== undefined;
    first?.begin();
  };
  return {
    take: (urgent, work) =>
      new Promise((resolve, reject) => {
        // Whoever ends a turn starts the next one: the work keeps the call it was asked in, with that call's permission to send.
        const ownCall = AsyncLocalStorage.snapshot();
        const begin = () => {
          let isOver = false;
          const over = () => {
            if (isOver) return;
            isOver = true;
            clearTimeout(timer);
            next();
          };
          const timer = setTimeout(over, longestTurnMs);
          ownCall(work).then(resolve, reject).finally(over);
        };
        waiting.push({ urgent, begin });
        if (!busy) next();
      }),
  };
}
