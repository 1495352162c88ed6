/** Small real file systems for tests, where this user may mount them. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

export interface MountedDisk {
  readonly folder: string;
  remountReadOnly(): void;
  /** ext4 only: everything that writes waits until `thaw`. */
  freeze(): void;
  thaw(): void;
  remove(): void;
}

/** tmpfs (of 256 kB unless said otherwise), or ext4 of 16 MB in a file; null where it may not be made. */
export function mountDisk(type: 'tmpfs' | 'ext4', size = '256k'): MountedDisk | null {
  const home = mkdtempSync(`${tmpdir()}/atalaya-disk-`);
  const folder = `${home}/disk`;
  const image = `${home}/image`;
  const run = (program: string, ...words: string[]) => execFileSync(program, words, { stdio: 'ignore' });
  mkdirSync(folder);
  try {
    if (type === 'tmpfs') run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder);
    else {
      run('truncate', '-s', '16M', image);
      run('mkfs.ext4', '-q', '-F', image);
      run('mount', '-o', 'loop', image, folder);
    }
  } catch {
    rmSync(home, { recursive: true });
    return null;
  }
  return {
    folder,
    remountReadOnly: () => run('mount', '-o', 'remount,ro', folder),
    freeze: () => run('fsfreeze', '-f', folder),
    thaw: () => run('fsfreeze', '-u', folder),
    remove() {
      // Lazily: what is still open is let go when it is closed.
      run('umount', '-l', folder);
      rmSync(home, { recursive: true });
    },
  };
}
