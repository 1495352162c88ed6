/** Whose a file is, in words that say what to do: one start as another user leaves files that the first one may not read. */

import { chownSync, readFileSync, statSync } from 'node:fs';
import { shellWord } from './shell-word.ts';

/** The name of a user of this machine; `uid 1000` where it has none. */
export function nameOfUser(uid: number): string {
  try {
    for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
      const [name, , id] = line.split(':');
      if (name && Number(id) === uid) return name;
    }
  } catch {
    // A machine without that file has its users elsewhere.
  }
  return `uid ${uid}`;
}

/** What is denied, whose it is and how it is mended; null for an error that is none of rights, or of a file that nobody can look at. */
export function deniedWords(error: unknown, folder: string, self: number = process.getuid?.() ?? 0): string | null {
  const { code, path } = error as NodeJS.ErrnoException;
  if (code !== 'EACCES' && code !== 'EPERM') return null;
  for (const place of path === undefined ? [folder] : [path, folder]) {
    const owner = ownerOf(place);
    if (owner === null || owner === self) continue;
    const mend = `sudo chown -R ${self} ${shellWord(folder)}`;
    return `${place} belongs to ${nameOfUser(owner)}, and this is ${nameOfUser(self)}: give the folder back (${mend}), or start as ${nameOfUser(owner)}`;
  }
  return null;
}

/** Null where that can't be looked at either. */
function ownerOf(place: string): number | null {
  try {
    return statSync(place).uid;
  } catch {
    return null;
  }
}

/** What root has just made inside somebody else's folder becomes theirs: they could not read it. */
export function giveToOwnerOf(folder: string, ...made: readonly string[]): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  if (uid !== 0) for (const path of made) chownSync(path, uid, gid);
}
