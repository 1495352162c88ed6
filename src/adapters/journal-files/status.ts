/** The size of a journal and how long its disk lasts: read from file sizes and times, in little time, beside a running trader. */

import { statfsSync, statSync } from 'node:fs';
import { type DiskForecast, forecastDisk, type SizePoint } from '../../core/journal/disk-forecast.ts';
import { listArchived } from './archive.ts';
import { absentJournal, hasCode } from './damage.ts';
import { nodeFileSystem } from './file-system.ts';
import { inspectJournal } from './inspect.ts';
import { JournalReader } from './reader.ts';
import { nameOf, type Segment } from './segments.ts';
import { listSnapshots } from './snapshots.ts';

export interface JournalStatus extends DiskForecast {
  readonly folder: string;
  readonly account: string;
  readonly entries: number;
  readonly epoch: number;
  readonly segments: number;
  readonly archivedSegments: number;
  /** What the journal takes of the disk: segments, archive and snapshots. */
  readonly bytes: number;
  readonly freeBytes: number;
  /** The newest snapshot file; its content is checked by `journal verify` and at every start. */
  readonly snapshot: { readonly sequence: number; readonly writtenAt: number } | null;
}

/** Throws InputError for a journal that is absent, or damaged where recovery would read it. */
export function statusOf(folder: string, now: number): JournalStatus {
  const inspection = inspectJournal(nodeFileSystem, folder, { extent: 'since-snapshot' });
  if (inspection === null) throw absentJournal(folder);
  const { account, segments, sequence, epoch } = inspection;
  const archived = listArchived(nodeFileSystem, folder);
  const files = segments.map(({ name }) => fileOf(folder, name));
  const snapshots = listSnapshots(nodeFileSystem, folder).map((each) => ({ sequence: each, ...fileOf(folder, nameOf(each, 'snapshot')) }));
  const disk = statfsSync(folder);
  const freeBytes = disk.bavail * disk.bsize;
  const newest = snapshots[0];
  return {
    folder,
    account,
    entries: sequence,
    epoch,
    segments: segments.length,
    archivedSegments: segments.filter(({ name }) => archived.includes(name)).length,
    bytes: [...files, ...snapshots].reduce((sum, file) => sum + file.bytes, 0),
    freeBytes,
    snapshot: newest === undefined ? null : { sequence: newest.sequence, writtenAt: Math.round(newest.writtenAt) },
    ...forecastDisk(historyOf(folder, segments, files), freeBytes, now),
  };
}

/** The beginning, by the wall clock of its first entry, and the end of every segment. */
function historyOf(folder: string, segments: readonly Segment[], files: readonly { readonly writtenAt: number }[]): SizePoint[] {
  const began = beganAt(folder, segments);
  let bytes = 0;
  const ends = segments.map((segment, index) => {
    bytes += segment.bytes;
    return { at: files[index]!.writtenAt, bytes };
  });
  return began === null ? ends : [{ at: began, bytes: 0 }, ...ends];
}

/** Null where the first entry is not the first of an epoch, which alone is sure to have the wall clock's time. */
function beganAt(folder: string, segments: readonly Segment[]): number | null {
  const first = segments[0]!;
  if (first.header.firstSequence !== 1) return null;
  const reader = new JournalReader(nodeFileSystem, folder, segments, 0);
  try {
    return reader.next()?.at ?? null;
  } finally {
    reader.close();
  }
}

function fileOf(folder: string, name: string): { readonly bytes: number; readonly writtenAt: number } {
  const { size, mtimeMs } = statOf(`${folder}/${name}`) ?? statSync(`${folder}/archive/${name}.gz`);
  return { bytes: size, writtenAt: mtimeMs };
}

function statOf(path: string): { readonly size: number; readonly mtimeMs: number } | null {
  try {
    return statSync(path);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
