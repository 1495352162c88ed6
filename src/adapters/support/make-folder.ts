/** Makes a folder and those above it: Node's own recursive mkdir never ends where a file system refuses new names with ENOENT, as /proc does. */

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Returns the first folder made, undefined where all were there. Throws Node's errors (ENOENT, EEXIST, ENOTDIR, EACCES, EROFS). */
export function makeFolder(folder: string, mode = 0o700): string | undefined {
  const path = resolve(folder);
  const missing = [path];
  for (let above = dirname(path); !existsSync(above); above = dirname(above)) missing.unshift(above);
  return missing.filter((one) => makeOne(one, mode))[0];
}

/** False where it was there, also where another process has made it meanwhile. */
function makeOne(folder: string, mode: number): boolean {
  try {
    mkdirSync(folder, { mode });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' && statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return false;
    throw error;
  }
}
