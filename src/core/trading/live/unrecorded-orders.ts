/**
 * Recognises what an earlier life of this trader sent while nothing could be recorded: an id is a hash of its decision, and decisions are numbered, so the
 * ids that the journal's end cut off can be made again.
 */

import type { JournalEntry } from '../../journal/journal.ts';
import type { OrderPurpose } from '../engine/engine-order.ts';
import type { Slot } from '../engine/slot.ts';

/** Lives that are looked at, the newest first, and entries beyond the end of each: a hash takes some microseconds, and a foreign id takes them all. */
const LIVES = 3;
const ENTRIES = 300;
/** One entry decides at most this much, and an exit for each slot. */
const DECISIONS = 2;
/** Nothing that opens leaves unrecorded. */
const LEGS: readonly OrderPurpose[] = ['exit', 'stop', 'target', 'owner'];

/** A start of the trader, and the last entry of its epoch. */
export interface Life {
  readonly epoch: number;
  readonly last: number;
}

export type IntentId = (slot: Slot, decisionId: string, leg: OrderPurpose) => string;

export class UnrecordedOrders {
  private readonly slots: readonly Slot[];
  private readonly intentId: IntentId;
  /** Epochs in the journal and the last entry of each, the oldest first. */
  private readonly ends: { readonly epoch: number; last: number }[] = [];
  /** What has been looked for: a foreign order is listed every minute. */
  private readonly known = new Map<string, number>();

  constructor(slots: readonly Slot[], intentId: IntentId) {
    this.slots = slots;
    this.intentId = intentId;
  }

  /** Where the newest lives ended, the one under way as it stands: what a snapshot keeps of the entries before it. */
  lives(epoch: number, last: number): readonly Life[] {
    return [...this.ends.filter((end) => end.epoch !== epoch), { epoch, last }].slice(-LIVES - 1);
  }

  /** Goes on after a snapshot; before the entries after it are noted. */
  restore(lives: readonly Life[]): void {
    this.ends.push(...lives.map((life) => ({ ...life })));
  }

  /** Passes a journal's entries on, and remembers where each life ended. */
  *noting(entries: Iterable<JournalEntry>): Generator<JournalEntry> {
    for (const entry of entries) {
      const end = this.ends.at(-1);
      if (end?.epoch === entry.epoch) end.last = entry.sequence;
      else this.ends.push({ epoch: entry.epoch, last: entry.sequence });
      yield entry;
    }
  }

  /** The slot whose order carries this id; -1 where it can be nobody's here. */
  slotOf(clientOrderId: string, instrument: number): number {
    const known = this.known.get(clientOrderId);
    if (known !== undefined) return known;
    const slot = /^[0-9a-f]{32}$/.test(clientOrderId) ? this.look(clientOrderId, instrument) : -1;
    this.known.set(clientOrderId, slot);
    return slot;
  }

  private look(clientOrderId: string, instrument: number): number {
    const slots = this.slots.filter((slot) => slot.instrument.index === instrument);
    // The newest is the life under way: it remembers by itself.
    const lives = this.ends.slice(-LIVES - 1, -1).reverse();
    for (let beyond = 1; beyond <= ENTRIES; beyond++)
      for (const { epoch, last } of lives)
        for (let decision = 1; decision <= DECISIONS + this.slots.length; decision++)
          for (const slot of slots)
            for (const leg of LEGS)
              if (this.intentId(slot, `${epoch}-${last + beyond}-${decision}`, leg) === clientOrderId) return slot.index;
    return -1;
  }
}
