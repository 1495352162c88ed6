/** Archived segments: the same bytes, compressed, in the folder `archive` with a checksum beside; readers do not notice. */

import { hash } from 'node:crypto';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { damagedSegment, hasCode } from './damage.ts';
import { type FileSystem, readFully, readWholeFile, writeFileAtomically } from './file-system.ts';

const ARCHIVED_NAME = /^(\d{16}\.journal)\.gz$/;
/** Far more than the compressed header takes. */
const START_BYTES = 4096;

/** A segment's content, wherever it lies. */
export interface SegmentSource {
  readonly size: number;
  /** Bytes read: fewer than asked at the end. */
  read(into: Uint8Array, position: number): number;
  close(): void;
}

const archiveFolder = (folder: string): string => `${folder}/archive`;

/** Names of the segments in the archive, in no order, as they were before. */
export function listArchived(fileSystem: FileSystem, folder: string): string[] {
  try {
    return fileSystem.list(archiveFolder(folder)).flatMap((name) => ARCHIVED_NAME.exec(name)?.[1] ?? []);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Opens a segment in the folder or, where it is no longer there, in the archive. Throws InputError when the archived file is damaged. */
export function openSegmentSource(fileSystem: FileSystem, folder: string, name: string): SegmentSource {
  try {
    const handle = fileSystem.open(`${folder}/${name}`, 'read');
    return {
      size: fileSystem.size(handle),
      read: (into, position) => readFully(fileSystem, handle, into, position),
      close: () => fileSystem.close(handle),
    };
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    if (!listArchived(fileSystem, folder).includes(name)) throw damagedSegment(folder, name, 0, 'it is missing');
    return sourceOf(readArchived(fileSystem, folder, name));
  }
}

function sourceOf(bytes: Buffer): SegmentSource {
  return {
    size: bytes.length,
    read: (into, position) => bytes.copy(into, 0, position, Math.min(position + into.length, bytes.length)),
    close: () => {},
  };
}

/** The whole content of an archived segment, checked against its checksum. */
function readArchived(fileSystem: FileSystem, folder: string, name: string): Buffer {
  const compressed = readWholeFile(fileSystem, `${archiveFolder(folder)}/${name}.gz`);
  const recorded = readWholeFile(fileSystem, `${archiveFolder(folder)}/${name}.gz.sha256`).toString('latin1');
  if (recorded !== checksumLine(compressed, name)) {
    throw damagedSegment(folder, `archive/${name}.gz`, 0, 'the archived file fails its checksum');
  }
  return gunzipSync(compressed);
}

/** The first bytes of an archived segment and its full size, without unpacking all of it. */
export function peekArchived(fileSystem: FileSystem, folder: string, name: string): { start: Buffer; size: number } {
  const handle = fileSystem.open(`${archiveFolder(folder)}/${name}.gz`, 'read');
  try {
    const compressedBytes = fileSystem.size(handle);
    const start = Buffer.alloc(Math.min(START_BYTES, compressedBytes));
    const end = Buffer.alloc(4);
    readFully(fileSystem, handle, start, 0);
    readFully(fileSystem, handle, end, Math.max(0, compressedBytes - end.length));
    // A gzip file ends with the length of its content, which is below 2^32 here.
    return { start: gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }), size: end.readUInt32LE(0) };
  } catch (error) {
    if (!hasCode(error, 'Z_DATA_ERROR') && !hasCode(error, 'Z_BUF_ERROR')) throw error;
    throw damagedSegment(folder, `archive/${name}.gz`, 0, 'the archived file is not readable as gzip');
  } finally {
    fileSystem.close(handle);
  }
}

/** Moves a segment that is no longer written to into the archive: the original goes only when the archived copy has been read back. */
export function archiveSegment(fileSystem: FileSystem, folder: string, name: string): void {
  fileSystem.makeFolder(archiveFolder(folder));
  const bytes = readWholeFile(fileSystem, `${folder}/${name}`);
  const compressed = gzipSync(bytes);
  writeFileAtomically(fileSystem, archiveFolder(folder), `${name}.gz.sha256`, Buffer.from(checksumLine(compressed, name)));
  writeFileAtomically(fileSystem, archiveFolder(folder), `${name}.gz`, compressed);
  if (!readArchived(fileSystem, folder, name).equals(bytes)) {
    throw damagedSegment(folder, `archive/${name}.gz`, 0, 'the archived copy differs from the segment, which is kept');
  }
  fileSystem.remove(`${folder}/${name}`);
  fileSystem.syncFolder(folder);
}

/** Removes a segment wherever it lies. */
export function removeSegment(fileSystem: FileSystem, folder: string, name: string): void {
  for (const path of [`${folder}/${name}`, `${archiveFolder(folder)}/${name}.gz`, `${archiveFolder(folder)}/${name}.gz.sha256`]) {
    try {
      fileSystem.remove(path);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
    }
  }
}

/** As `sha256sum` writes it, so that `sha256sum -c` checks it. */
function checksumLine(compressed: Buffer, name: string): string {
  return `${hash('sha256', compressed, 'hex')}  ${name}.gz\n`;
}
