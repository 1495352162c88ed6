/** How a trader at a venue is, part by part. */

import type { FileJournal } from '../../adapters/journal-files/open-journal.ts';
import type { Health } from '../../api/health.ts';
import type { SessionStatus } from '../../api/session.ts';
import type { Mode } from '../../core/trading/risk/mode-table.ts';
import type { LiveWatch } from './live-watch.ts';
import { databaseHealth, healthOf } from './session-health.ts';

interface Parts {
  readonly release: string;
  readonly mode: Mode;
  readonly troubles: ReturnType<LiveWatch['troubles']>;
  /** Why the trader, or a part of it, does not decide; empty where it does. */
  readonly stopped: string;
  readonly feed: string;
  readonly journal: FileJournal;
  readonly now: number;
  readonly journalLateMs: number;
  readonly database: SessionStatus['database'];
  readonly link: { readonly state: 'up' | 'down'; readonly reason: string; readonly offsetMs: number };
}

export function liveHealth(parts: Parts): Health {
  const { release, mode, troubles, stopped, feed, journal, now, journalLateMs, link } = parts;
  const pendingMs = journal.state === 'open' ? journal.oldestPendingMs(now) : 0;
  const part = (name: Health['parts'][number]['name'], trouble: string | null, detail: string): Health['parts'][number] => ({
    name,
    state: trouble === null ? 'ok' : 'degraded',
    detail: trouble ?? detail,
  });
  return healthOf(release, mode, [
    part('trader', stopped === '' ? null : stopped, `mode ${mode}`),
    part('feed', troubles.feed ?? (feed === 'stale' ? 'stale' : null), feed),
    {
      name: 'journal',
      state: journal.state !== 'open' ? 'failed' : pendingMs > journalLateMs ? 'degraded' : 'ok',
      detail: journal.failure?.message ?? `entry ${journal.durable} durable, the oldest that is not has waited ${pendingMs} ms`,
    },
    ...databaseHealth(parts.database),
    part(
      'venue',
      troubles.venue ?? (link.state === 'up' ? troubles.clock : link.reason),
      `${link.reason}; its clock is ${link.offsetMs} ms off ours`,
    ),
  ]);
}
