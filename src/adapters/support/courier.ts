/** Carries the notices of the outbox through one channel, one after the other, and brings the receipts back. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Receipt, SendFailure, Severity } from '../../core/operations/outbox/notice.ts';
import type { Parcel } from '../../core/operations/outbox/outbox.ts';
import type { OutboxDoor } from './durable-outbox.ts';

const SEND_TIMEOUT_MS = 20_000;

/** One message on its way through a channel. */
export interface Outgoing {
  /** The same for a message that is sent once more because nobody knows whether it arrived. */
  readonly id: string;
  readonly at: number;
  readonly severity: Severity;
  readonly code: string;
  readonly text: string;
  /** Without a sound. */
  readonly silent: boolean;
}

/** A way to the owner. */
export interface NoticeChannel {
  /** Settles with the channel's own word that it has taken the message. */
  send(message: Outgoing, signal: AbortSignal): Promise<Omit<Receipt, 'part'>>;
  /** What a rejection of `send` means; the words hold nothing secret. */
  failureOf(error: unknown): SendFailure & { readonly message: string };
  close(): void;
}

export interface CourierParts {
  readonly name: string;
  readonly channel: Pick<NoticeChannel, 'send' | 'failureOf'>;
  readonly outbox: OutboxDoor;
  readonly now: () => number;
  readonly random: () => number;
  /** Begin no other parcel. */
  readonly stop: AbortSignal;
  /** Give the present one up. */
  readonly giveUp: AbortSignal;
  /** Hears of each that was taken. */
  readonly onTaken?: () => void;
}

/** Settles when stopped. A parcel that is under way then is finished first, unless `giveUp` comes. */
export async function runCourier({ name, channel, outbox, now, random, stop, giveUp, onTaken }: CourierParts): Promise<void> {
  let wake = new AbortController();
  const unsubscribe = outbox.onChange(() => wake.abort());
  try {
    while (!stop.aborted) {
      wake = new AbortController();
      const step = outbox.take(name, now());
      if (step.kind !== 'send') {
        const pauseMs = step.kind === 'wait' ? Math.max(0, step.until - now()) : 3_600_000;
        await sleep(pauseMs, undefined, { signal: AbortSignal.any([stop, wake.signal]) }).catch(() => {});
        continue;
      }
      try {
        outbox.delivered(step, await channel.send(outgoing(step), AbortSignal.any([giveUp, AbortSignal.timeout(SEND_TIMEOUT_MS)])));
        onTaken?.();
      } catch (error) {
        outbox.failed(step, channel.failureOf(error), now(), random());
      }
    }
  } finally {
    unsubscribe();
  }
}

function outgoing({ message, part, text, silent }: Parcel): Outgoing {
  const { at, severity, code } = message.notice;
  return { id: `${message.notice.id}/${message.reminder}/${part}`, at, severity, code, text, silent };
}
