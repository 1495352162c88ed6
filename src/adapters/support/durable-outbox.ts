/** The outbox on disk: every change is written down before anybody acts on it, and the channels are woken. */

import { z } from 'zod';
import type { Alert, Demand } from '../../core/operations/outbox/alerts.ts';
import { type Message, type Notice, type Receipt, SEVERITIES, type SendFailure } from '../../core/operations/outbox/notice.ts';
import { Outbox, type OutboxState, type Parcel, type Step } from '../../core/operations/outbox/outbox.ts';
import { readPrivateJson, writePrivateFile } from './private-file.ts';

const severity = z.enum(SEVERITIES);
const told = { id: z.string(), at: z.number(), severity, code: z.string(), text: z.string() };
const outboxState = z.object({
  version: z.literal(1),
  nextNumber: z.number().int().positive(),
  messages: z.array(
    z.object({
      notice: z.object({ ...told, channel: z.string() }),
      number: z.number(),
      reminder: z.number(),
      parts: z.number(),
      state: z.enum(['queued', 'sending', 'failed-for-now', 'delivered', 'undeliverable']),
      receipts: z.array(z.object({ part: z.number(), messageId: z.string(), at: z.number() })),
      attempts: z.number(),
      refusals: z.number(),
      retryAt: z.number(),
      inDoubt: z.boolean(),
      failure: z.string().nullable(),
    }),
  ),
  known: z.array(z.object({ id: z.string(), channel: z.string(), number: z.number() })),
  alerts: z.array(z.object({ ...told, number: z.number(), toldAt: z.number(), reminders: z.number() })),
  mutedUntil: z.record(z.string(), z.number()),
  dropped: z.record(z.string(), z.number()),
});

/** What a channel needs of the outbox to empty it. */
export interface OutboxDoor {
  take(channel: string, now: number): Step;
  delivered(parcel: Parcel, receipt: Omit<Receipt, 'part'>): void;
  failed(parcel: Parcel, failure: SendFailure, now: number, jitter: number): void;
  /** Calls `wake` when there may be something to do, until the returned function is called. */
  onChange(wake: () => void): () => void;
}

export class DurableOutbox implements OutboxDoor {
  private readonly file: string;
  private readonly outbox: Outbox;
  private readonly onTrouble: (error: unknown) => void;
  private readonly listeners = new Set<() => void>();

  /**
   * InputError OUTBOX_DAMAGED or OUTBOX_EXPOSED (exit 3): alerts nobody acknowledged may be in it, so it is not begun anew. `onTrouble` hears of
   * a change that could not be written; it goes out all the same, because a full disk is what the owner has to be told of.
   */
  constructor(file: string, onTrouble: (error: unknown) => void) {
    this.file = file;
    this.onTrouble = onTrouble;
    const state = readPrivateJson(file, 'OUTBOX', (json): OutboxState => outboxState.parse(json));
    this.outbox = state === null ? new Outbox() : new Outbox(state);
  }

  /** The notice's number; it is on disk when this returns. */
  post(notice: Notice): number {
    const number = this.outbox.post(notice);
    this.changed();
    return number;
  }

  take(channel: string, now: number): Step {
    const step = this.outbox.take(channel, now);
    if (step.kind === 'send') this.save();
    return step;
  }

  delivered(parcel: Parcel, receipt: Omit<Receipt, 'part'>): void {
    this.outbox.delivered(parcel, receipt);
    this.changed();
  }

  failed(parcel: Parcel, failure: SendFailure, now: number, jitter: number): void {
    this.outbox.failed(parcel, failure, now, jitter);
    this.changed();
  }

  acknowledge(number: number | null): number[] {
    const numbers = this.outbox.acknowledge(number);
    if (numbers.length > 0) this.changed();
    return numbers;
  }

  mute(channel: string, until: number): void {
    this.outbox.mute(channel, until);
    this.changed();
  }

  /** To be called every minute or so: sends CRITICAL alerts again, and says which modes the unacknowledged ones demand now. */
  escalate(channels: readonly string[], now: number): Demand[] {
    if (this.outbox.remind(channels, now)) this.changed();
    return this.outbox.demands(now);
  }

  get alerts(): readonly Alert[] {
    return this.outbox.alerts;
  }

  /** On their way and finished, oldest first; as many as are kept. */
  get messages(): readonly Message[] {
    return this.outbox.snapshot().messages;
  }

  /** Until when a channel makes no sound for INFO and WARNING; null where it does. */
  mutedUntil(channel: string): number | null {
    return this.outbox.snapshot().mutedUntil[channel] ?? null;
  }

  waiting(channel: string): ReturnType<Outbox['waiting']> {
    return this.outbox.waiting(channel);
  }

  onChange(wake: () => void): () => void {
    this.listeners.add(wake);
    return () => this.listeners.delete(wake);
  }

  private changed(): void {
    this.save();
    for (const wake of this.listeners) wake();
  }

  private save(): void {
    try {
      writePrivateFile(this.file, JSON.stringify(this.outbox.snapshot()));
    } catch (error) {
      this.onTrouble(error);
    }
  }
}
