/** The logs that the supervisor keeps, for who looks at them. */

import { setTimeout as pause } from 'node:timers/promises';
import type { Services } from '../../adapters/http/services.ts';
import { findLines, logMark, newestLine } from '../../adapters/log-files/log-reader.ts';
import type { LogLine } from '../../api/logs.ts';

/** How often it is looked for news while somebody waits: also the least time between two answers of a busy log. */
const LOOK_MS = 400;
const NEWS = 500;
const PIECE = 1_000;

export function openLogsDesk(folder: string, isKept: boolean): Pick<Services, 'logs' | 'logNews' | 'logFile'> {
  return {
    async logs(query) {
      // Asked first: what comes meanwhile is news.
      const newest = await newestLine(folder);
      const rows = await findLines(folder, query);
      return { rows, next: rows.length < query.limit ? null : (rows.at(-1) as LogLine).n, newest, isKept };
    },
    async logNews({ after, waitMs, ...filter }, signal) {
      const until = Date.now() + waitMs;
      let upTo = after;
      let seen = '';
      while (!signal.aborted) {
        await pause(Math.min(LOOK_MS, waitMs), undefined, { signal }).catch(() => {});
        const mark = await logMark(folder);
        const newest = mark === seen ? upTo : await newestLine(folder);
        seen = mark;
        if (newest > upTo) {
          const rows = await findLines(folder, { ...filter, order: 'oldest', cursor: upTo, limit: NEWS });
          // A full answer may not be all.
          upTo = rows.length === NEWS ? (rows.at(-1) as LogLine).n : newest;
          if (rows.length > 0) return { rows: rows.filter(({ n }) => n <= upTo), upTo };
        }
        if (Date.now() >= until) break;
      }
      return { rows: [], upTo };
    },
    async *logFile(query) {
      for (let cursor: number | undefined; ; ) {
        const rows = await findLines(folder, { ...query, cursor, limit: PIECE });
        if (rows.length > 0) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
        if (rows.length < PIECE) return;
        cursor = rows.at(-1)?.n;
      }
    },
  };
}
