/** What a disk refuses, in one sentence with what is kept and what to do. */

import { InputError } from '../../core/domain/result.ts';

/** Where the error does not say in which folder. */
const SOMEWHERE = 'the data folder';

/** Each by its code, for `where`. Whoever has these has changed nothing: files are written whole or not at all. */
const WORDS = {
  DISK_FULL: (where: string) => `the disk of ${where} is full: nothing was changed; free some space or use another --data-dir`,
  FILE_TOO_LARGE: (where: string) =>
    `a file in ${where} would be larger than this user or file system allows: nothing was changed; raise the limit (ulimit -f) or use another --data-dir`,
  DISK_READ_ONLY: (where: string) =>
    `${where} is on a read-only file system: nothing was changed; remount it writable or use another --data-dir`,
  DISK_DENIED: (where: string) => `this user may not write to ${where}: nothing was changed; give it the folder or use another --data-dir`,
} as const;

type DiskCode = keyof typeof WORDS;

/** Turns an error of the disk into InputError DISK_FULL, FILE_TOO_LARGE, DISK_READ_ONLY or DISK_DENIED (exit code 3); anything else comes back unchanged. */
export function explainDisk(error: unknown, folder: string): unknown {
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  const says = (codes: string, words: RegExp) => codes.split(' ').includes(code) || (code === '' && words.test(message));
  const told = (found: DiskCode) => new InputError(found, WORDS[found](folder), 3);
  if (says('ENOSPC EDQUOT', /no space left|disk quota|could not write all bytes/i)) return told('DISK_FULL');
  if (says('EFBIG', /file too large/i)) return told('FILE_TOO_LARGE');
  if (says('EROFS', /read-only file system/i)) return told('DISK_READ_ONLY');
  if (says('EACCES EPERM', /permission denied|operation not permitted/i)) return told('DISK_DENIED');
  if (says('ENOTDIR EEXIST', /not a directory/i))
    return new InputError('DISK_DENIED', `${folder} is not a folder; use another --data-dir`, 3);
  return error;
}

/** For what nobody has put into words where it happened: a disk that is full or read-only is no bug. Null for anything else, a right that is missing too, which may be one. */
export function diskFailure(error: unknown): InputError | null {
  const { code } = error as NodeJS.ErrnoException;
  // 53100 is how PostgreSQL says it.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100') return new InputError('DISK_FULL', WORDS.DISK_FULL(SOMEWHERE), 3);
  return code === 'EROFS' ? new InputError('DISK_READ_ONLY', WORDS.DISK_READ_ONLY(SOMEWHERE), 3) : null;
}

/** The sentence without the folder, for whoever has no business to know it; null for what the disk has no part in. */
export function withoutFolder({ code }: InputError): string | null {
  return code in WORDS ? WORDS[code as DiskCode](SOMEWHERE) : null;
}
