/** The text of one journal entry, and the rule by which one entry follows another. */

import type { JournalEntry } from './journal.ts';

/** Version of the meaning of kinds and bodies. Raised when older code would read newer entries wrongly; every segment states it. */
export const JOURNAL_SCHEMA_VERSION = 1;

/** The kind of the first entry of every epoch, written by the journal itself when it is opened. */
export const EPOCH_KIND = 'epoch';

/**
 * JSON text of `[sequence, epoch, at, kind, body]`. An absent body becomes null, as do NaN and the infinities (JSON has none).
 * Throws TypeError when the body is not JSON data (a bigint, a cycle) or the time is not finite.
 */
export function encodeEntry(sequence: number, epoch: number, at: number, kind: string, body: unknown): string {
  // JSON would write null, and the journal could not be read again.
  if (!Number.isFinite(at)) throw new TypeError(`an entry of kind "${kind}" needs a time in epoch milliseconds, got ${at}`);
  return JSON.stringify([sequence, epoch, at, kind, body]);
}

/** The entry in a text made by `encodeEntry`; null when the text is anything else. */
export function decodeEntry(text: string): JournalEntry | null {
  let parts: unknown;
  try {
    parts = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parts) || parts.length !== 5) return null;
  const [sequence, epoch, at, kind, body] = parts;
  if (!isPositiveInteger(sequence) || !isPositiveInteger(epoch)) return null;
  if (typeof at !== 'number' || typeof kind !== 'string') return null;
  return { sequence, epoch, at, kind, body };
}

/** Sequence, epoch, time and kind, as `encodeEntry` puts them at the start of the text. */
const HEAD = /^\[(\d+),(\d+),(-?[\d.e+-]+),"([\w.-]+)",/;

/** What stands before the body, without reading the body, which becomes null; an epoch's own entry is read whole. Null as for `decodeEntry`. */
export function decodeHead(text: string): JournalEntry | null {
  const [, sequence, epoch, at, kind] = HEAD.exec(text) ?? [];
  if (kind === undefined || kind === EPOCH_KIND) return decodeEntry(text);
  return { sequence: Number(sequence), epoch: Number(epoch), at: Number(at), kind, body: null };
}

/**
 * Whether `entry` may come right after a journal that ends at (sequence, epoch): no gap, and the epoch rises at epoch entries only.
 * A null epoch is one that is not known, because what came earlier was not read.
 */
export function follows(entry: JournalEntry, sequence: number, epoch: number | null): boolean {
  if (entry.sequence !== sequence + 1) return false;
  if (epoch === null) return true;
  return entry.kind === EPOCH_KIND ? entry.epoch > epoch : entry.epoch === epoch;
}

function isPositiveInteger(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
