/** An act on its way to the trader: whoever acts is not kept waiting by one that hangs. What stops is handed over all the same, what starts is not. */

import type { z } from 'zod';
import { askTrader, type Question } from '../../adapters/control-socket/client.ts';
import { InputError } from '../../core/domain/result.ts';
import { QUIET_MS, silent, type TraderWatch } from './trader-away.ts';

const LOOK_EVERY_MS = 100;
/** It may have woken just now. */
const LAST_CHANCE_MS = 500;

type Act<Out extends z.ZodType> = Omit<Question<Out>, 'method' | 'abandoned'> & {
  /** What opens, or lets go on: carried out by a trader that wakes later it would surprise whoever was told that nothing happened. */
  readonly starts: boolean;
};

/** The answer. InputError TRADER_SILENT (nothing was handed over) or TRADER_SILENT_HANDED_OVER after 3 s of silence, and those of `askTrader`. */
export async function deliverAct<Out extends z.ZodType>(
  { starts, ...act }: Act<Out>,
  watch: Pick<TraderWatch, 'quietMs'>,
): Promise<z.infer<Out>> {
  // Where this process itself stood still, what the trader has said meanwhile is heard first.
  if (watch.quietMs() > QUIET_MS) await new Promise((heard) => setTimeout(heard, LOOK_EVERY_MS));
  const isQuiet = watch.quietMs() > QUIET_MS;
  if (isQuiet && starts) throw silent(watch.quietMs(), false);
  const abandoned = new AbortController();
  const askedAt = performance.now();
  const look = setInterval(() => {
    const waited = performance.now() - askedAt;
    if (waited > LAST_CHANCE_MS && watch.quietMs() > QUIET_MS) abandoned.abort();
  }, LOOK_EVERY_MS);
  try {
    return await askTrader({ ...act, method: 'POST', abandoned: abandoned.signal });
  } catch (error) {
    if (error instanceof InputError && error.code === 'TRADER_NOT_ANSWERING' && abandoned.signal.aborted)
      throw silent(watch.quietMs(), true);
    throw error;
  } finally {
    clearInterval(look);
  }
}
