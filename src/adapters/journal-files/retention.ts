/** What of a long journal may leave the disk: old segments that two good snapshots make unnecessary for recovery; only ever by an explicit order. */

import { statSync, utimesSync } from 'node:fs';
import { archiveSegment, listArchived, removeSegment } from './archive.ts';
import { writeBeginning } from './beginning.ts';
import { absentJournal, damagedSegment, hasCode } from './damage.ts';
import { nodeFileSystem } from './file-system.ts';
import { inspectJournal } from './inspect.ts';
import { chainOf } from './reader.ts';
import type { Segment } from './segments.ts';
import { trustedSnapshots } from './snapshots.ts';

/** Recovery still has a snapshot when the newest turns out damaged. */
const SNAPSHOTS_NEEDED = 2;

export interface RetentionOrder {
  /** `archive` compresses segments beside the journal, `remove` deletes them and what is archived of them. */
  readonly action: 'archive' | 'remove';
  /** Segments last written to before this instant, epoch milliseconds UTC. */
  readonly before: number;
}

export interface RetentionReport {
  readonly folder: string;
  readonly action: RetentionOrder['action'];
  /** Names of the segments it was done to, oldest first. */
  readonly segments: readonly string[];
  /** First entry still kept, archived ones included. */
  readonly firstEntry: number;
  /** Last entry that the two newest good snapshots both cover; 0 when there are not two. */
  readonly coveredThrough: number;
}

/** Checks the whole journal first. May run beside the trader. Throws InputError when the journal can't be trusted. */
export function retain(folder: string, { action, before }: RetentionOrder): RetentionReport {
  const inspection = inspectJournal(nodeFileSystem, folder);
  if (inspection === null) throw absentJournal(folder);
  const { segments } = inspection;
  const trusted = trustedSnapshots(nodeFileSystem, folder, (sequence) => chainOf(nodeFileSystem, folder, segments, sequence));
  const coveredThrough = trusted[SNAPSHOTS_NEEDED - 1] ?? 0;
  const unneeded = oldestWhere(segments, (segment, next) => {
    const last = next.header.firstSequence - 1;
    return last <= coveredThrough && writtenAt(folder, segment.name) < before;
  });
  const archived = listArchived(nodeFileSystem, folder);
  const names = unneeded.map(({ name }) => name).filter((name) => action === 'remove' || !archived.includes(name));
  if (action === 'archive') for (const name of names) archiveKeepingTime(folder, name);
  else if (names.length > 0) removeOldest(folder, names, segments[names.length]!);
  const first = action === 'remove' ? segments[names.length]! : segments[0]!;
  return { folder, action, segments: names, firstEntry: first.header.firstSequence, coveredThrough };
}

/** The archived copy keeps the time of the segment: its age goes on counting. */
function archiveKeepingTime(folder: string, name: string): void {
  const { atime, mtime } = statSync(`${folder}/${name}`);
  archiveSegment(nodeFileSystem, folder, name);
  utimesSync(`${folder}/archive/${name}.gz`, atime, mtime);
}

/** The longest run of oldest segments that all fulfil a condition; never the last one, which is being written. */
function oldestWhere(segments: readonly Segment[], holds: (segment: Segment, next: Segment) => boolean): Segment[] {
  const end = segments.findIndex((segment, index) => index === segments.length - 1 || !holds(segment, segments[index + 1]!));
  return segments.slice(0, end);
}

/** Where the journal begins is on disk before anything goes: a crash in between leaves files that nobody reads. */
function removeOldest(folder: string, names: readonly string[], first: Segment): void {
  const { firstSequence, previousChain } = first.header;
  writeBeginning(nodeFileSystem, folder, { firstSequence, previousChain: previousChain.toString('hex'), removedAt: Date.now() });
  for (const name of names) removeSegment(nodeFileSystem, folder, name);
  nodeFileSystem.syncFolder(folder);
}

function writtenAt(folder: string, name: string): number {
  for (const path of [`${folder}/${name}`, `${folder}/archive/${name}.gz`]) {
    try {
      return statSync(path).mtimeMs;
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
  throw damagedSegment(folder, name, 0, 'it disappeared while it was looked at');
}
