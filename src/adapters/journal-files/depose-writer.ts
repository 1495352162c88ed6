/**
 * Takes the journal's files away from a writer that may still have them open: one that was stopped in the middle of anything and goes on some day.
 *
 * It can write to what it has open, and can begin one more segment: the one after its last durable entry. So the last segment gets another body under
 * the same name, and the name of the next one is taken. Nothing it does afterwards is found in the folder, and nothing has to be checked in time.
 */

import { hasCode } from './damage.ts';
import { type FileSystem, replaceFile } from './file-system.ts';
import type { Inspection } from './inspect.ts';
import { createSegment, isSegmentName } from './segments.ts';

/** `check` throws where somebody else has taken over meanwhile. */
export function cutOffLastSegment(fileSystem: FileSystem, folder: string, check: () => void): void {
  const last = segmentNames(fileSystem, folder).at(-1);
  if (last !== undefined) replaceFile(fileSystem, folder, last, check);
}

/** An empty segment is the next one itself. Throws EEXIST where the writer before was quicker. */
export function occupyNextSegment(fileSystem: FileSystem, folder: string, { segments, account, sequence, chain }: Inspection): void {
  const { header } = segments.at(-1)!;
  if (sequence < header.firstSequence) return;
  const { schemaVersion } = header;
  segments.push(createSegment(fileSystem, folder, { schemaVersion, account, firstSequence: sequence + 1, previousChain: chain }, true));
}

function segmentNames(fileSystem: FileSystem, folder: string): string[] {
  try {
    return fileSystem.list(folder).filter(isSegmentName).sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}
