/** How commands speak: results on stdout, everything else on stderr, errors as one line and an exit code. */

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

/** Says what went wrong, in one line or one JSON document, and returns the exit code. Anything unforeseen is a bug and says so. */
export function reportError(error: unknown, json: boolean): 1 | 2 | 3 {
  const known = error instanceof InputError;
  const code = known ? error.code : 'BUG';
  const message = error instanceof Error ? error.message : String(error);
  if (json) printJson({ error: { code, message } });
  note(known ? `atalaya: ${message} [${code}]` : `atalaya: this is a bug in Atalaya, please report it: ${message}`);
  if (!known && error instanceof Error && error.stack) note(error.stack.split('\n').slice(1, 6).join('\n'));
  return known ? error.exitCode : 1;
}

/** Rows as text columns: the first line is the header; numbers are put to the right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const isNumber = widths.map((_, column) => rows.slice(1).every((row) => /^[−+-]?[\d.,]*\s?%?$/.test(row[column] ?? '')));
  return rows.map((row) => row.map((cell, column) => (isNumber[column] ? cell.padStart(widths[column] as number) : cell.padEnd(widths[column] as number))).join('  ').trimEnd());
}
