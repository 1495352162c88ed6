/**
 * The outbox: what the owner is to be told, kept until the channel has given a receipt for it.
 *
 * At least once is all there can be: when the process dies, or the line breaks, between a channel's taking a message and our hearing so, nobody can
 * tell whether it arrived, and it goes out again. Therefore every message has a number, and one that may be a repeat says so.
 */

import { type Alert, type Demand, demandsOf, isDueAgain } from './alerts.ts';
import { type Message, type Notice, type Receipt, SEVERITIES, type SendFailure, type Severity } from './notice.ts';
import { splitText } from './split-text.ts';

/** Telegram's limit, the strictest of the channels with long messages. */
export const MOST_CHARACTERS = 4096;
/** Kept free for the line with number, severity and code: code and marks are bounded, see `headerOf`. */
const HEADER_CHARACTERS = 160;
const MOST_CODE_CHARACTERS = 80;

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;
const MOST_REFUSALS = 10;

/** What is kept at most: beyond it the least weighty goes, and that is told. */
const MOST_WAITING = 500;
const MOST_FINISHED = 200;
const MOST_KNOWN = 2_000;
const MOST_ALERTS = 200;

/** Plain JSON: what survives a restart. */
export interface OutboxState {
  version: 1;
  nextNumber: number;
  /** In the order they were posted. */
  messages: Message[];
  /** Ids told of before, so that the same id is not told twice. */
  known: { id: string; channel: string; number: number }[];
  alerts: Alert[];
  /** Until when a channel makes no sound for INFO and WARNING. */
  mutedUntil: Record<string, number>;
  /** Dropped for want of room and not yet told, per channel. */
  dropped: Record<string, number>;
}

export interface Parcel {
  readonly kind: 'send';
  readonly message: Message;
  readonly part: number;
  readonly text: string;
  /** Without a sound. */
  readonly silent: boolean;
  /** How many dropped ones it tells of. */
  readonly dropped: number;
}

/** What a channel is to do now. */
export type Step = Parcel | { readonly kind: 'wait'; readonly until: number } | { readonly kind: 'idle' };

export function emptyOutbox(): OutboxState {
  return { version: 1, nextNumber: 1, messages: [], known: [], alerts: [], mutedUntil: {}, dropped: {} };
}

export class Outbox {
  private readonly state: OutboxState;

  /** Goes on from `state`, which it takes over. What was being sent when it was kept may have arrived. */
  constructor(state: OutboxState = emptyOutbox()) {
    this.state = state;
    for (const message of state.messages) {
      if (message.state !== 'sending') continue;
      message.state = 'queued';
      message.inDoubt = true;
    }
  }

  /** To be written down after every change, before anything is done because of it. */
  snapshot(): OutboxState {
    return this.state;
  }

  /** Files a notice and returns its number; an id this channel was told before is not told again. */
  post(notice: Notice): number {
    const before = this.state.known.filter(({ id }) => id === notice.id);
    const number = before[0]?.number ?? this.state.nextNumber++;
    if (before.some(({ channel }) => channel === notice.channel)) return number;
    this.state.known.push({ id: notice.id, channel: notice.channel, number });
    trim(this.state.known, MOST_KNOWN);
    this.file(notice, number, 0);
    // The oldest alerts are the first to demand something: when there are too many, the newest are told but not waited for.
    if (before.length === 0 && asksForAnswer(notice.severity) && this.state.alerts.length < MOST_ALERTS) {
      const { id, severity, code, text, at } = notice;
      this.state.alerts.push({ id, number, severity, code, text, at, toldAt: at, reminders: 0 });
    }
    return number;
  }

  /** What `channel` is to do now. A parcel counts as being sent from here on: write the state down, then send it, then report. */
  take(channel: string, now: number): Step {
    const message = this.state.messages.find((each) => each.notice.channel === channel && isWaiting(each));
    if (!message || message.state === 'sending') return { kind: 'idle' };
    if (message.state === 'failed-for-now' && message.retryAt > now) return { kind: 'wait', until: message.retryAt };
    message.state = 'sending';
    const part = message.receipts.length;
    const body = bodiesOf(message.notice)[part] as string;
    const silent = !asksForAnswer(message.notice.severity) && now < (this.state.mutedUntil[channel] ?? 0);
    const dropped = this.state.dropped[channel] ?? 0;
    return { kind: 'send', message, part, text: `${headerOf(message, dropped)}\n${body}`, silent, dropped };
  }

  delivered({ message, part, dropped }: Parcel, receipt: Omit<Receipt, 'part'>): void {
    message.receipts.push({ part, ...receipt });
    message.state = message.receipts.length === message.parts ? 'delivered' : 'queued';
    Object.assign(message, { attempts: 0, refusals: 0, inDoubt: false, failure: null });
    const { channel } = message.notice;
    this.state.dropped[channel] = (this.state.dropped[channel] ?? 0) - dropped;
    const finished = this.state.messages.filter((each) => !isWaiting(each));
    for (const old of finished.slice(0, Math.max(0, finished.length - MOST_FINISHED))) remove(this.state.messages, old);
  }

  /** `jitter` in [0, 1) shortens the wait by up to a quarter, so that channels do not knock together. */
  failed({ message }: Parcel, failure: SendFailure, now: number, jitter: number): void {
    message.attempts++;
    message.failure = failure.code;
    if (failure.kind === 'in-doubt') message.inDoubt = true;
    if (failure.kind === 'refused' && ++message.refusals >= MOST_REFUSALS) {
      message.state = 'undeliverable';
      return;
    }
    const wait = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (message.attempts - 1)) * (1 - jitter / 4);
    message.state = 'failed-for-now';
    message.retryAt = now + Math.max(wait, failure.retryAfterMs ?? 0);
  }

  /** The owner has seen alert `number`, or all of them with null. Returns the numbers that were open. */
  acknowledge(number: number | null): number[] {
    const seen = this.state.alerts.filter((alert) => number === null || alert.number === number);
    for (const alert of seen) remove(this.state.alerts, alert);
    const numbers = seen.map((alert) => alert.number);
    // A reminder of what has been seen is noise.
    const stale = (each: Message) => each.reminder > 0 && numbers.includes(each.number) && isWaiting(each) && each.state !== 'sending';
    for (const message of this.state.messages.filter(stale)) remove(this.state.messages, message);
    return numbers;
  }

  /** INFO and WARNING make no sound until then; ERROR and CRITICAL always do. */
  mute(channel: string, until: number): void {
    this.state.mutedUntil[channel] = until;
  }

  /** Alerts waiting for the owner's word, oldest first. */
  get alerts(): readonly Alert[] {
    return this.state.alerts;
  }

  /** Sends unacknowledged CRITICAL alerts again on every one of `channels`, where the last telling is not still waiting. False when none was due. */
  remind(channels: readonly string[], now: number): boolean {
    const due = this.state.alerts.filter((each) => isDueAgain(each, now));
    for (const alert of due) {
      alert.toldAt = now;
      alert.reminders++;
      const { id, severity, code, text, at, number } = alert;
      for (const channel of channels) {
        const isOnItsWay = this.state.messages.some((each) => each.number === number && each.notice.channel === channel && isWaiting(each));
        if (!isOnItsWay) this.file({ id, at, severity, code, text, channel }, number, alert.reminders);
      }
    }
    return due.length > 0;
  }

  /** Modes that unacknowledged alerts demand now. */
  demands(now: number): Demand[] {
    return demandsOf(this.state.alerts, now);
  }

  /** How a channel does: for the metrics, and for the alert on another channel when it does badly. */
  waiting(channel: string): {
    readonly count: number;
    /** Refused by the channel for what they are. */
    readonly setAside: number;
    readonly oldestAt: number | null;
    readonly attempts: number;
    readonly failure: string | null;
  } {
    const messages = this.state.messages.filter((each) => each.notice.channel === channel && isWaiting(each));
    const [first] = messages;
    const setAside = this.state.messages.filter((each) => each.notice.channel === channel && each.state === 'undeliverable').length;
    return {
      count: messages.length,
      setAside,
      oldestAt: first?.notice.at ?? null,
      attempts: first?.attempts ?? 0,
      failure: first?.failure ?? null,
    };
  }

  private file(notice: Notice, number: number, reminder: number): void {
    const parts = bodiesOf(notice).length;
    this.state.messages.push({
      ...{
        notice,
        number,
        reminder,
        parts,
        state: 'queued',
        receipts: [],
        attempts: 0,
        refusals: 0,
        retryAt: 0,
        inDoubt: false,
        failure: null,
      },
    });
    const waiting = this.state.messages.filter(isWaiting);
    if (waiting.length > MOST_WAITING) this.dropLeast(waiting);
  }

  /** The oldest of the least severity; one that is on its way or partly told stays. */
  private dropLeast(waiting: readonly Message[]): void {
    const free = waiting.filter((each) => each.state !== 'sending' && each.receipts.length === 0);
    const weight = (each: Message) => SEVERITIES.indexOf(each.notice.severity);
    const least = free.reduce((a, b) => (weight(b) < weight(a) ? b : a));
    remove(this.state.messages, least);
    const { channel } = least.notice;
    this.state.dropped[channel] = (this.state.dropped[channel] ?? 0) + 1;
  }
}

function isWaiting({ state }: Message): boolean {
  return state === 'queued' || state === 'sending' || state === 'failed-for-now';
}

function asksForAnswer(severity: Severity): boolean {
  return severity === 'error' || severity === 'critical';
}

function bodiesOf(notice: Notice): string[] {
  // Half a character of two units is no text: channels refuse it.
  return splitText(notice.text.toWellFormed(), MOST_CHARACTERS - HEADER_CHARACTERS);
}

/** `#12 · CRITICAL · VENUE_SILENT · 2/3 · ⏰ 1 · ↻ · ✂ 7`: second of three parts, first reminder, may be a repeat, seven others were dropped. */
function headerOf({ notice, number, parts, receipts, reminder, inDoubt }: Message, dropped: number): string {
  const marks = [`#${number}`, notice.severity.toUpperCase(), notice.code.slice(0, MOST_CODE_CHARACTERS)];
  if (parts > 1) marks.push(`${receipts.length + 1}/${parts}`);
  if (reminder > 0) marks.push(`⏰ ${reminder}`);
  if (inDoubt) marks.push('↻');
  if (dropped > 0) marks.push(`✂ ${dropped}`);
  return marks.join(' · ');
}

function remove<T>(list: T[], item: T): void {
  const at = list.indexOf(item);
  if (at >= 0) list.splice(at, 1);
}

function trim(list: unknown[], most: number): void {
  if (list.length > most) list.splice(0, list.length - most);
}
