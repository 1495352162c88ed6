/** Whether the views in the database were made from the journal at hand. */

import type { ViewsPosition } from '../../adapters/postgres/projector.ts';
import type { DurableJournal } from '../../core/journal/durable-journal.ts';
import { EPOCH_KIND } from '../../core/journal/entry.ts';

/**
 * `same`: the journal goes on from the views; `lost`: it was begun as theirs was, but entries they have seen are no longer in it; `other`: another
 * journal, views that do not say, or views that an earlier release has made in another form. Every opening of a journal records itself with the wall clock's time before anything else, so a history
 * that was cut back and went on differently has, up to any later entry, another newest opening.
 */
export function compareViews(
  held: ViewsPosition,
  journal: Pick<DurableJournal, 'readEntries' | 'durable' | 'first'>,
): 'same' | 'lost' | 'other' {
  if (held.sequence === 0) return 'same';
  if (held.beganAt === null || held.openedSequence === null) return 'other';
  const { first } = journal;
  const entryAt = (sequence: number) => {
    const [entry] = journal.readEntries(sequence);
    return entry;
  };
  if (first === 1 && entryAt(1)?.at !== held.beganAt) return 'other';
  if (held.sequence > journal.durable) return 'lost';
  // Views of an earlier form go on as they are where the journal no longer has the whole of what they were made of.
  // Entries that were removed by order can't be compared; the journal's own chain says that the rest follows them.
  const same = held.isOfThisForm || (first > 1 && held.isReadable) ? 'same' : 'other';
  if (held.openedSequence < first) return same;
  const opened = entryAt(held.openedSequence);
  const isSame = opened?.kind === EPOCH_KIND && opened.at === held.openedAt && entryAt(held.sequence)?.epoch === opened.epoch;
  return isSame ? same : 'lost';
}
