/** Keeps the database's views after the journal. Where the views have seen entries that the journal no longer has, nothing new is begun until the owner says so. */

import type { ProjectedAccount } from '../../adapters/postgres/projector.ts';
import type { SessionEvent } from '../../api/records.ts';
import type { DurableJournal } from '../../core/journal/durable-journal.ts';
import type { ModeCommand } from '../../core/trading/engine/journaled-session.ts';
import type { Mode } from '../../core/trading/risk/mode-table.ts';
import type { DatabaseRole } from './database-role.ts';

interface Parts {
  readonly database: DatabaseRole;
  readonly journal: DurableJournal;
  readonly account: ProjectedAccount;
  readonly say: (line: string) => void;
  tell(event: Pick<SessionEvent, 'kind' | 'severity' | 'code' | 'message' | 'data'>): void;
  mode(): Mode;
  requestMode(command: ModeCommand): void;
}

export interface ViewsWatch {
  /** What is lost, in words; null where nothing is. */
  readonly lost: string | null;
  /** The owner goes on: what was lost is given up. */
  resumed(): void;
}

export function watchViews({ database, journal, account, say, tell, mode, requestMode }: Parts): ViewsWatch {
  let lost: string | null = null;
  database.follow(journal, account, ({ code, message }) => {
    const isLost = code === 'JOURNAL_ENTRIES_LOST';
    say(message);
    tell({ kind: 'journal', severity: isLost ? 'critical' : 'warning', code, message, data: {} });
    if (!isLost) return;
    lost = message;
    if (mode() !== 'EMERGENCY') requestMode({ kind: 'pause', to: 'PAUSE', by: 'journal', reason: message, pinVerified: false });
  });
  return {
    get lost() {
      return lost;
    },
    resumed() {
      if (lost === null) return;
      lost = null;
      database.rebuild();
    },
  };
}
