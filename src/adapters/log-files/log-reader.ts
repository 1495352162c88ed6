/** Finds lines in the logs of the processes: file by file from the newest or the oldest, no more of them than are wanted. */

import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogFilter, LogLine } from '../../api/logs.ts';
import { LOG_LEVELS } from '../../core/operations/logs/log-level.ts';
import { firstOf } from './log-names.ts';
import { logNames } from './log-writer.ts';

export interface LogSearch extends LogFilter {
  readonly order: 'newest' | 'oldest';
  /** Only lines before this number (newest first), or after it (oldest first). */
  readonly cursor?: number | undefined;
  readonly limit: number;
}

/** In the order asked for. A line that can't be read is none. */
export async function findLines(folder: string, search: LogSearch): Promise<LogLine[]> {
  const { order, cursor, limit } = search;
  const isNewest = order === 'newest';
  const matches = matcher(search);
  const names = namesFor(logNames(folder), order, cursor);
  const found: LogLine[] = [];
  for (const name of names) {
    const path = join(folder, name);
    // Written last before the time that is asked about.
    if (search.from !== undefined && (await isOlder(path, search.from))) continue;
    const texts = (await readFile(path, 'utf8').catch(() => '')).split('\n');
    if (isNewest) texts.reverse();
    for (const text of texts) {
      const line = matches(text);
      if (line === null || (cursor !== undefined && (isNewest ? line.n >= cursor : line.n <= cursor))) continue;
      found.push(line);
      if (found.length >= limit) return found;
    }
  }
  return found;
}

/** Number of the last line; 0 where there is none. */
export async function newestLine(folder: string): Promise<number> {
  const [line] = await findLines(folder, { order: 'newest', limit: 1 });
  return line?.n ?? 0;
}

/** Another text whenever something was added. */
export async function logMark(folder: string): Promise<string> {
  const name = logNames(folder).at(-1);
  if (name === undefined) return '';
  const size = await stat(join(folder, name)).then(
    (found) => found.size,
    () => 0,
  );
  return `${name} ${size}`;
}

async function isOlder(path: string, from: number): Promise<boolean> {
  return (await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))).mtimeMs < from;
}

/** Files that can hold lines on the wanted side of the cursor. */
function namesFor(names: readonly string[], order: LogSearch['order'], cursor: number | undefined): string[] {
  if (order === 'newest') return names.filter((name) => cursor === undefined || firstOf(name) < cursor).reverse();
  return names.filter((_, at) => {
    const next = names[at + 1];
    return cursor === undefined || next === undefined || firstOf(next) > cursor + 1;
  });
}

/** Most lines are passed over without being parsed: what is looked for is looked for in the text first. */
function matcher({ process, level, text, from, to }: LogFilter): (text: string) => LogLine | null {
  const wanted = text?.trim().toLowerCase() ?? '';
  const levels: readonly string[] = level === undefined ? [] : LOG_LEVELS.slice(LOG_LEVELS.indexOf(level));
  const hint = process === undefined ? null : `"process":"${process}"`;
  return (raw) => {
    if (raw === '' || (hint !== null && !raw.includes(hint))) return null;
    const line = lineOf(raw);
    if (line === null) return null;
    const isWanted =
      (process === undefined || line.process === process) &&
      (level === undefined || levels.includes(line.level)) &&
      (from === undefined || line.at >= from) &&
      (to === undefined || line.at <= to) &&
      (wanted === '' || line.text.toLowerCase().includes(wanted));
    return isWanted ? line : null;
  };
}

function lineOf(raw: string): LogLine | null {
  try {
    const line = JSON.parse(raw) as LogLine;
    return typeof line.n === 'number' && typeof line.text === 'string' ? line : null;
  } catch {
    return null;
  }
}
