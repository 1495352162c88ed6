/** How much lies in a folder, and how much room its disk has. */

import type { Dirent } from 'node:fs';
import { lstat, readdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';

export interface FolderSize {
  readonly bytes: number;
  readonly files: number;
}

/** Everything below, links not followed. What goes away or can't be read meanwhile is not counted. */
export async function sizeOfFolder(folder: string): Promise<FolderSize> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
  let [bytes, files] = [0, 0];
  // One after the other: whoever trades on this disk has the right of way.
  for (const entry of entries) {
    const path = join(folder, entry.name);
    const size = entry.isDirectory() ? await sizeOfFolder(path) : await sizeOfFile(path);
    bytes += size.bytes;
    files += size.files;
  }
  return { bytes, files };
}

export async function sizeOfFile(path: string): Promise<FolderSize> {
  return lstat(path).then(
    ({ size }) => ({ bytes: size, files: 1 }),
    () => ({ bytes: 0, files: 0 }),
  );
}

export async function diskOf(folder: string): Promise<{ readonly freeBytes: number; readonly sizeBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}
