/** The logs of the processes on disk: lines of JSON in files that are begun anew when they have grown, and of which the oldest go. One writer at a time. */

import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from '../../api/logs.ts';
import { makeFolder } from '../support/make-folder.ts';
import { firstOf, LOG_FILE, nameOf } from './log-names.ts';

const FILE_BYTES = 2 * 1024 * 1024;
const FILES = 16;
/** Of a longer line the rest is left out. */
const MOST_LETTERS = 8_000;

export interface LogBounds {
  readonly fileBytes?: number;
  readonly files?: number;
}

export class LogWriter {
  private readonly folder: string;
  private readonly bounds: Required<LogBounds>;
  private handle: number | null = null;
  private bytes = 0;
  private next: number;

  /** Goes on after what is there. Throws what the file system refuses. */
  constructor(folder: string, bounds: LogBounds = {}) {
    this.folder = folder;
    this.bounds = { fileBytes: FILE_BYTES, files: FILES, ...bounds };
    makeFolder(folder);
    this.next = nextNumber(folder);
  }

  /** Throws what the file system refuses: that line is lost, the next one is tried again. */
  append({ text, ...line }: Omit<LogLine, 'n'>): void {
    if (this.handle === null || this.bytes >= this.bounds.fileBytes) this.begin();
    const row: LogLine = { n: this.next, ...line, text: text.slice(0, MOST_LETTERS).toWellFormed() };
    this.bytes += writeSync(this.handle as number, `${JSON.stringify(row)}\n`);
    this.next++;
  }

  close(): void {
    if (this.handle !== null) closeSync(this.handle);
    this.handle = null;
  }

  /** A process never writes into the file of another: what that has left half is nobody's line. */
  private begin(): void {
    this.close();
    this.handle = openSync(join(this.folder, nameOf(this.next)), 'a', 0o600);
    this.bytes = 0;
    const names = logNames(this.folder);
    for (const name of names.slice(0, Math.max(0, names.length - this.bounds.files))) rmSync(join(this.folder, name), { force: true });
  }
}

export function logNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => LOG_FILE.test(name))
    .sort();
}

/** One more than the last line that is there; a whole file more where its end can't be read. */
function nextNumber(folder: string): number {
  const name = logNames(folder).at(-1);
  if (name === undefined) return 1;
  const path = join(folder, name);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  for (const text of lines.reverse()) {
    try {
      return (JSON.parse(text) as LogLine).n + 1;
    } catch {
      // Cut off when its writer was killed.
    }
  }
  return firstOf(name) + Math.max(1, statSync(path).size);
}
