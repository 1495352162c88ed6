/** How commands speak: results on stdout, everything else on stderr, errors as one line and an exit code, files whole or not at all. */

import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { amountRangeFailure } from '../../core/domain/decimal.ts';
import type { Words } from '../../core/domain/parameters.ts';
import { InputError } from '../../core/domain/result.ts';

/** One JSON document on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Lines for a person on stdout. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What the system's own codes mean for a person. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: free some space',
  EDQUOT: 'the disk quota is used up: free some space',
  EFBIG: 'the file would be larger than this user or file system allows: raise the limit (ulimit -f) or choose another place',
  EROFS: 'the file system is read-only: choose another place',
  EACCES: 'permission denied: choose another place or change its rights',
  EPERM: 'not permitted: choose another place or change its rights',
  ENOENT: 'there is no such folder: create it or choose another place',
  ENOTDIR: 'part of the path is a file: choose another place',
  EISDIR: 'it is a folder: name a file in it',
  EMFILE: 'too many open files: raise the limit (ulimit -n)',
};

/** What went wrong, in one line, with the exit code; `trace` only where it is a bug. Anything unforeseen is one, and says so. */
export function explained(error: unknown): {
  code: string;
  message: string;
  exitCode: 1 | 2 | 3;
  trace: string | null;
  said?: Words | undefined;
} {
  const known = error instanceof InputError ? error : (environmentError(error) ?? amountRangeFailure(error));
  const { code, message, exitCode } = known ?? bug(error);
  const trace = code === 'BUG' && error instanceof Error && error.stack ? error.stack.split('\n').slice(1, 6).join('\n') : null;
  return { code, message: message.replaceAll(/\s*\n\s*/g, ' '), exitCode, trace, said: known?.said };
}

/** Says what went wrong, in one line or one JSON document, and returns the exit code. */
export function reportError(error: unknown, json: boolean): 1 | 2 | 3 {
  const { code, message, exitCode, trace } = explained(error);
  if (json) printJson({ error: { code, message } });
  note(`atalaya: ${message} [${code}]`);
  if (trace !== null) note(trace);
  return exitCode;
}

/** A refusal of the operating system that no command has put into words of its own. */
function environmentError(error: unknown): InputError | null {
  const { code, path } = error as NodeJS.ErrnoException;
  const remedy = code === undefined ? undefined : REMEDIES[code];
  return remedy === undefined ? null : new InputError(code as string, `${path ?? 'a file'}: ${remedy}`, 3);
}

function bug(error: unknown): { code: string; message: string; exitCode: 1 } {
  return {
    code: 'BUG',
    message: `this is a bug in Atalaya, please report it: ${error instanceof Error ? error.message : String(error)}`,
    exitCode: 1,
  };
}

/** Refuses a place for a file before long work is done for it. InputError FILE_NOT_WRITTEN. */
export function expectWritable(file: string): void {
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw notWritten(file, 'ENOENT');
  if (!statSync(folder).isDirectory()) throw notWritten(file, 'ENOTDIR');
  if (existsSync(file) && statSync(file).isDirectory()) throw notWritten(file, 'EISDIR');
}

/** Writes beside and renames, so that a full disk leaves what was there before. InputError FILE_NOT_WRITTEN. */
export function writeOutput(file: string, text: string): void {
  const isDevice = existsSync(file) && !statSync(file).isFile();
  const aside = isDevice ? file : `${file}.${process.pid}.part`;
  try {
    writeFileSync(aside, text);
    if (!isDevice) renameSync(aside, file);
  } catch (error) {
    if (!isDevice) rmSync(aside, { force: true });
    throw notWritten(file, (error as NodeJS.ErrnoException).code ?? (error as Error).message);
  }
}

function notWritten(file: string, code: string): InputError {
  return new InputError('FILE_NOT_WRITTEN', `${file} can't be written: ${REMEDIES[code] ?? `${code}: choose another place`}`, 3);
}

/** Rows as text columns: the first line is the header; numbers are put to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const isNumber = widths.map((_, column) => rows.slice(1).every((row) => /^[−+-]?[\d.,]*\s?%?$/.test(row[column] ?? '')));
  return rows.map((row) =>
    row
      .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number)))
      .join('  ')
      .trimEnd(),
  );
}
