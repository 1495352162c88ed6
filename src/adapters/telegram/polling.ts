/** Long polling: asks Telegram for what the owner sent, again and again, through every kind of failure. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import { failureOf } from './api-failure.ts';
import { apiSignal } from './api-signal.ts';

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;
/** Another program polls with the same token, or the token is no longer valid: somebody has to act, knocking faster does not help. */
const PATIENT_MS = 30_000;

export interface PollingParts {
  readonly api: Api;
  readonly pollSeconds: number;
  readonly random: () => number;
  readonly stop: AbortSignal;
  /** Called once Telegram has answered for the first time, before any update. */
  readonly onReady: () => Promise<void>;
  /** One after the other; never throws. */
  readonly onUpdate: (update: Update) => Promise<void>;
  /** A code when the line is lost or something else goes wrong than before; null when it works, at first or again. */
  readonly onLine: (trouble: string | null) => void;
}

/** Settles when stopped. */
export async function runPolling({ api, pollSeconds, random, stop, onReady, onUpdate, onLine }: PollingParts): Promise<void> {
  const attempt = persistently({ stop, random, onLine });
  const signal = apiSignal(stop);
  await attempt(async () => {
    // A webhook that is set, by whomever, keeps polling from working.
    await api.deleteWebhook({}, signal);
    await onReady();
  });
  // Without an offset Telegram begins with the earliest it has not had confirmed; what was taken up before is passed over by its number.
  let offset: number | undefined;
  while (!stop.aborted) {
    const updates = await attempt(() =>
      api.getUpdates(
        { ...(offset !== undefined && { offset }), timeout: pollSeconds, allowed_updates: ['message', 'callback_query'] },
        signal,
      ),
    );
    for (const update of updates ?? []) {
      if (stop.aborted) return;
      await onUpdate(update);
      offset = update.update_id + 1;
    }
  }
}

/** Tries until it works or is stopped (undefined). */
function persistently({ stop, random, onLine }: Pick<PollingParts, 'stop' | 'random' | 'onLine'>) {
  /** Undefined before the first answer, which is told too. */
  let trouble: string | null | undefined;
  let failures = 0;
  const tell = (code: string | null) => {
    if (code !== trouble) onLine(code);
    trouble = code;
  };
  return async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    while (!stop.aborted) {
      try {
        const value = await work();
        failures = 0;
        tell(null);
        return value;
      } catch (error) {
        if (stop.aborted) return undefined;
        const { code, status, retryAfterMs = 0 } = failureOf(error);
        tell(code);
        const backOff = status === 401 || status === 409 ? PATIENT_MS : Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++);
        await sleep(Math.max(retryAfterMs, backOff * (1 - random() / 4)), undefined, { signal: stop }).catch(() => {});
      }
    }
    return undefined;
  };
}
