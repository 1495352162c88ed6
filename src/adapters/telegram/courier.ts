/** Carries the notices of the outbox to the owner's chat, one after the other, and brings the receipts back. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from 'grammy';
import type { OutboxDoor } from '../support/durable-outbox.ts';
import { failureOf } from './api-failure.ts';
import { apiSignal } from './api-signal.ts';

const SEND_TIMEOUT_MS = 20_000;

export interface CourierParts {
  readonly api: Api;
  readonly chatId: number;
  readonly channel: string;
  readonly outbox: OutboxDoor;
  readonly now: () => number;
  readonly random: () => number;
  /** Begin no other parcel. */
  readonly stop: AbortSignal;
  /** Give the present one up. */
  readonly giveUp: AbortSignal;
}

/** Settles when stopped. A parcel that is under way then is finished first, unless `giveUp` comes. */
export async function runCourier({ api, chatId, channel, outbox, now, random, stop, giveUp }: CourierParts): Promise<void> {
  let wake = new AbortController();
  const unsubscribe = outbox.onChange(() => wake.abort());
  try {
    while (!stop.aborted) {
      wake = new AbortController();
      const step = outbox.take(channel, now());
      if (step.kind !== 'send') {
        const pauseMs = step.kind === 'wait' ? Math.max(0, step.until - now()) : 3_600_000;
        await sleep(pauseMs, undefined, { signal: AbortSignal.any([stop, wake.signal]) }).catch(() => {});
        continue;
      }
      try {
        const signal = apiSignal(giveUp, AbortSignal.timeout(SEND_TIMEOUT_MS));
        const sent = await api.sendMessage(
          chatId,
          step.text,
          { disable_notification: step.silent, link_preview_options: { is_disabled: true } },
          signal,
        );
        outbox.delivered(step, { messageId: String(sent.message_id), at: sent.date * 1000 });
      } catch (error) {
        outbox.failed(step, failureOf(error), now(), random());
      }
    }
  } finally {
    unsubscribe();
  }
}
