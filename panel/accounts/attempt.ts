/** One thing at a time that is asked of the server: whether it is under way, and why it failed. */

import { useState } from 'react';

export interface Attempt {
  readonly isBusy: boolean;
  /** Of the last try; null where it went well. */
  readonly error: unknown;
  /** Whether it went well. */
  attempt(work: () => Promise<unknown>): Promise<boolean>;
}

export function useAttempt(): Attempt {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  return {
    isBusy,
    error,
    async attempt(work) {
      setBusy(true);
      setError(null);
      try {
        await work();
        return true;
      } catch (fault) {
        setError(fault);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
