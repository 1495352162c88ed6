/** What the owner is told, and where each message stands on its way. */

export const SEVERITIES = ['info', 'warning', 'error', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something worth telling, through one channel. The same id on two channels is one matter: it has one number and is acknowledged once. */
export interface Notice {
  readonly id: string;
  readonly at: number;
  readonly severity: Severity;
  /** Stable and searchable: VENUE_SILENT. */
  readonly code: string;
  readonly text: string;
  readonly channel: string;
}

/** The channel's own word that it has taken a part. Without one nothing counts as sent. */
export interface Receipt {
  readonly part: number;
  readonly messageId: string;
  readonly at: number;
}

/** `undeliverable`: the channel refuses this very message, again and again; it is set aside so that those behind it get through. */
export type MessageState = 'queued' | 'sending' | 'failed-for-now' | 'delivered' | 'undeliverable';

/** A notice on its way. Plain JSON. */
export interface Message {
  readonly notice: Notice;
  /** Counts the matters told: a repeat carries the same number, so the owner sees that it is one. */
  readonly number: number;
  /** 0 for the first telling, then 1, 2, ... for each time it was sent again because nobody acknowledged it. */
  readonly reminder: number;
  readonly parts: number;
  state: MessageState;
  /** One for each part that was taken, in order. */
  receipts: Receipt[];
  /** Failures in a row of the present part. */
  attempts: number;
  /** How many of them were refusals. */
  refusals: number;
  /** Of `failed-for-now`. */
  retryAt: number;
  /** The present part may have arrived without our hearing of it: the next try may be a repeat, and says so. */
  inDoubt: boolean;
  /** Code of the last failure, null when there was none. */
  failure: string | null;
}

/**
 * Why a part was not taken. `not-sent`: it certainly did not arrive (no connection, asked to wait). `in-doubt`: it may have. `refused`: the channel
 * does not want this message.
 */
export interface SendFailure {
  readonly kind: 'not-sent' | 'in-doubt' | 'refused';
  readonly code: string;
  /** How long the channel asked us to wait. */
  readonly retryAfterMs?: number;
}
