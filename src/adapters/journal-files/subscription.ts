/** Delivers durable entries to one listener in order, at least once, at the listener's own pace. */

import type { EntriesListener, Subscription } from '../../core/journal/durable-journal.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';
import type { JournalReader } from './reader.ts';

const GROUP_ENTRIES = 512;
const RETRY_MS = 1000;

export interface SubscriptionOptions {
  readonly fromSequence: number;
  readonly onEntries: EntriesListener;
  readonly onError: (error: unknown) => void;
  readonly onStop: () => void;
  /** A reader that starts right after a sequence. */
  readonly openReader: (sequence: number) => JournalReader;
  readonly schedule: (task: () => void) => void;
  readonly delay: (task: () => void, delayMs: number) => void;
}

export class JournalSubscription implements Subscription {
  delivered: number;
  readonly #options: SubscriptionOptions;
  #reader: JournalReader | null = null;
  #group: JournalEntry[] = [];
  #busy = false;
  #stopped = false;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.delivered = Math.max(options.fromSequence - 1, 0);
    this.wake();
  }

  /** There may be more to deliver. */
  wake(): void {
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    this.#options.schedule(() => void this.#deliver());
  }

  stop(): void {
    this.#stopped = true;
    this.#group = [];
    this.#closeReader();
    this.#options.onStop();
  }

  /** One group per loop turn, so that catching up on a long journal does not hold up the trader. */
  async #deliver(): Promise<void> {
    try {
      if (this.#group.length === 0) this.#group = this.#readGroup();
      const last = this.#group.at(-1);
      if (last !== undefined) await this.#options.onEntries(this.#group);
      this.#busy = false;
      if (last === undefined) return;
      this.delivered = last.sequence;
      this.#group = [];
      this.wake();
    } catch (error) {
      if (this.#stopped) return;
      this.#options.onError(error);
      this.#options.delay(() => void this.#deliver(), RETRY_MS);
    }
  }

  #readGroup(): JournalEntry[] {
    if (this.#stopped) return [];
    this.#reader ??= this.#options.openReader(this.delivered);
    const group: JournalEntry[] = [];
    try {
      while (group.length < GROUP_ENTRIES) {
        const entry = this.#reader.next();
        if (entry === null) break;
        if (entry.sequence > this.delivered) group.push(entry);
      }
    } catch (error) {
      this.#closeReader();
      throw error;
    }
    return group;
  }

  #closeReader(): void {
    this.#reader?.close();
    this.#reader = null;
  }
}
