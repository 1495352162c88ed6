/** The sentences with which an unusable journal is refused: what was expected, what was found where, what to do. */

import { InputError } from '../../core/domain/result.ts';
import { deniedWords } from '../support/file-owner.ts';

const RESTORE =
  'Nothing was changed. Move the folder aside and restore it from a backup or from the standby, then check it with "atalaya journal verify"';

export function damagedSegment(folder: string, segment: string, offset: number, reason: string): InputError {
  return new InputError(
    'JOURNAL_DAMAGED',
    `the journal in ${folder} is damaged: segment ${segment}, offset ${offset}: ${reason}. ${RESTORE}`,
    3,
  );
}

export function newerJournal(folder: string, segment: string, what: 'format' | 'schema', found: number, known: number): InputError {
  const message = `the journal in ${folder} was written by a newer Atalaya: segment ${segment} has ${what} version ${found}, this program reads up to ${known}. Start the newer program`;
  return new InputError('JOURNAL_NEWER', message, 3);
}

export function otherAccount(folder: string, expected: string, found: string): InputError {
  const message = `the journal in ${folder} belongs to account "${found}", not "${expected}": give that account's own folder`;
  return new InputError('JOURNAL_OTHER_ACCOUNT', message, 3);
}

export function removedEntries(folder: string, asked: number, first: number): InputError {
  const message = `the journal in ${folder} is kept from entry ${first} on, entry ${asked} was removed by order: begin at a snapshot, or restore the removed segments from a backup`;
  return new InputError('JOURNAL_REMOVED', message, 3);
}

export function absentJournal(folder: string): InputError {
  const message = `there is no journal in ${folder}: give the data folder that holds it with --data-dir, or put a backup back with atalaya backup restore; an account that has none yet gets one at its first start (atalaya trade, atalaya up)`;
  return new InputError('JOURNAL_ABSENT', message, 3);
}

export function unwritableJournal(folder: string, cause: unknown): InputError {
  const remedy = deniedWords(cause, folder) ?? 'free some space, make the disk writable or give the folder to this user';
  const message = `the journal in ${folder} can't be written (${causeText(cause)}): ${remedy}, then start again`;
  return new InputError('JOURNAL_UNWRITABLE', message, 3);
}

export function unreadableJournal(folder: string, cause: unknown): InputError {
  const remedy = deniedWords(cause, folder) ?? 'check the disk and the rights on the folder';
  const message = `the journal in ${folder} can't be read (${causeText(cause)}): ${remedy}`;
  return new InputError('JOURNAL_UNREADABLE', message, 3);
}

export function causeText(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === code;
}
