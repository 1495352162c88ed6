/** An end of the journal that an opening cut off: as the epoch entry records it, and in words. */

import { EPOCH_KIND } from '../../core/journal/entry.ts';
import type { JournalEntry } from '../../core/journal/journal.ts';

/** Bytes cut from the end at opening, and the file beside the segment that keeps them. */
export interface CutTail {
  readonly segment: string;
  readonly offset: number;
  readonly bytes: number;
  readonly file: string;
}

/** What was cut when this entry's epoch was opened; null for every other entry. */
export function cutIn({ kind, body }: JournalEntry): CutTail | null {
  return kind === EPOCH_KIND ? ((body as { cut?: CutTail | null } | null)?.cut ?? null) : null;
}

/** `sequence` is the epoch entry's own: the first entry that was lost had the same. */
export function describeCut({ bytes, file }: CutTail, sequence: number): string {
  return `the end of the journal was cut off: ${bytes} bytes from entry ${sequence} on were no whole entry and are kept in ${file}; whatever followed them is lost`;
}
