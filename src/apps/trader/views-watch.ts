/**
 * Keeps the database's views after the journal. Until a start knows whether the views have seen entries that the journal no longer has, nothing new is begun;
 * where they have, not until the owner says so.
 */

import type { ProjectedAccount } from '../../adapters/postgres/projector.ts';
import type { SessionEvent } from '../../api/records.ts';
import type { DurableJournal } from '../../core/journal/durable-journal.ts';
import type { ModeCommand } from '../../core/trading/engine/journaled-session.ts';
import type { MultiplierOf } from '../../core/trading/engine/net-result.ts';
import type { Mode } from '../../core/trading/risk/mode-table.ts';
import type { DatabaseRole, ViewsNews } from './database-role.ts';

interface Parts {
  readonly database: DatabaseRole;
  readonly journal: DurableJournal;
  readonly account: ProjectedAccount & { readonly multiplierOf: MultiplierOf };
  readonly say: (line: string) => void;
  tell(event: Pick<SessionEvent, 'kind' | 'severity' | 'code' | 'message' | 'data'>): void;
  mode(): Mode;
  requestMode(command: ModeCommand): void;
  /** Absent where no money is at stake: nothing waits for the comparison then. */
  readonly entries?: {
    /** The end of the journal was cut off at this start: it has lost something, and only the database can say what. */
    readonly wasCut: boolean;
    /** Nothing is entered, with the reason; null: it may be again. */
    hold(reason: string | null): void;
  };
}

export interface ViewsWatch {
  /** What is lost, in words; null where nothing is. */
  readonly lost: string | null;
  /** The owner goes on: what was lost is given up. */
  resumed(): void;
}

export function watchViews({ database, journal, account, entries, say, tell, mode, requestMode }: Parts): ViewsWatch {
  let lost: string | null = null;
  const wasCut = entries?.wasCut ?? false;
  entries?.hold(database.isExpected() ? 'the journal has not been compared with the database yet' : null);

  function told({ code, message }: ViewsNews): void {
    const isLost = code === 'JOURNAL_ENTRIES_LOST';
    const stops = isLost || code === 'DATABASE_NEWER' || code === 'MIGRATION_CHANGED' || (code === 'JOURNAL_UNCHECKED' && wasCut);
    const consequence = code === 'JOURNAL_UNCHECKED' ? unchecked(wasCut) : '';
    const words = `${message}${consequence}`;
    say(words);
    tell({ kind: 'journal', severity: stops ? 'critical' : 'warning', code, message: words, data: {} });
    if (isLost) lost = words;
    if (stops && mode() !== 'EMERGENCY') requestMode({ kind: 'pause', to: 'PAUSE', by: 'journal', reason: words, pinVerified: false });
  }

  database.follow(journal, account, {
    told,
    settled: () => entries?.hold(null),
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

const unchecked = (wasCut: boolean) =>
  wasCut
    ? '. The end of the journal was cut off at this start, so that entries may be lost: the session is in PAUSE, its exits and stops go on; look at the venue, then resume'
    : '. Trading goes on without it';
