/** Entries of the audit that nobody waits for: written in their order, kept while the database is away and written when it is back. */

import { appendAudit } from '../../../adapters/postgres/audit-log.ts';
import type { Database } from '../../../adapters/postgres/database.ts';
import type { AuditAct } from '../../../core/compliance/audit-entry.ts';

const AGAIN_MS = 2_000;
/** Far more than people and programs do while a database starts; the journal has what the trader did all the same. */
const MOST_WAITING = 10_000;

interface Options {
  readonly database: () => Pick<Database, 'transaction'>;
  readonly say: (line: string) => void;
  readonly againMs?: number;
}

export interface ActNotes {
  add(act: AuditAct): void;
  /** How many wait to be written. */
  readonly waiting: number;
}

export function keepActNotes({ database, say, againMs = AGAIN_MS }: Options): ActNotes {
  const waiting: AuditAct[] = [];
  let isWriting = false;
  let isTold = false;

  async function write(): Promise<void> {
    isWriting = true;
    try {
      for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
        const act = next;
        await database().transaction((query) => appendAudit(query, act));
        waiting.shift();
      }
      isTold = false;
    } catch (error) {
      if (!isTold)
        say(`the audit can't be written: ${waiting.length} acts wait for the database (${(error as Error).message.split('\n')[0]})`);
      isTold = true;
      setTimeout(() => void write(), againMs).unref();
      return;
    }
    isWriting = false;
  }

  return {
    add(act) {
      if (waiting.length >= MOST_WAITING) {
        say(`not in the audit, as ${waiting.length} wait already: ${act.actor} ${act.act} ${act.outcome}`);
        return;
      }
      waiting.push(act);
      if (!isWriting) void write();
    },
    get waiting() {
      return waiting.length;
    },
  };
}
