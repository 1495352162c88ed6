/** Keeps a journal folder the same as the copy in the database, and the copy the same as the journal of the one that leads. */

import { entriesOf, type JournalCopy, type RawEntry } from '../../adapters/journal-files/journal-copy.ts';
import type { CommittedBatch } from '../../adapters/journal-files/open-journal.ts';
import type { JournalCopyTable } from '../../adapters/postgres/journal-copy.ts';

const ROWS = 500;
const RETRY_MS = 200;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Brings the folder up to the table. What the folder has and the table's history does not was never confirmed, so nothing of it was ever sent: it is
 * set aside, and `say` told so. What the folder has beyond the table's end stays, until the table goes on differently.
 */
export async function catchUp(copy: JournalCopy, table: JournalCopyTable, say: (line: string) => void): Promise<void> {
  for (;;) {
    const end = await table.end();
    if (end === null || (end.sequence <= copy.last && copy.chainAt(end.sequence)?.equals(end.chain))) return;
    const rows = end.sequence > copy.last ? await table.after(copy.last, ROWS) : [];
    if (rows.length > 0 && copy.append(rows)) continue;
    const common = await lastCommon(copy, table);
    const lost = copy.last - common;
    const file = copy.setAsideAfter(common);
    if (file === null) throw new Error(`the copy of the journal in the database does not follow entry ${common} of this one`);
    say(
      `JOURNAL_SET_ASIDE: ${lost} entries after ${common} were never confirmed and nothing of them was sent; another trader went on without them: ${file}`,
    );
  }
}

/** The last entry both histories have. */
async function lastCommon(copy: JournalCopy, table: JournalCopyTable): Promise<number> {
  for (let upTo = copy.last; upTo > 0; ) {
    const rows = await table.chainsUpTo(upTo, ROWS);
    for (const { sequence, chain } of rows) if (copy.chainAt(sequence)?.equals(chain)) return sequence;
    if (rows.length < ROWS) return 0;
    upTo = (rows.at(-1)?.sequence ?? 1) - 1;
  }
  return 0;
}

export interface CopyWriter {
  /** Everything the folder has and the table has not. */
  upload(copy: JournalCopy): Promise<void>;
  /** Lets a batch count once the table has it. Never where somebody else leads. */
  readonly confirm: (batch: CommittedBatch, done: () => void) => void;
  /** Why the table could not be written at the last try; null after a good one. */
  readonly problem: string | null;
  stop(): void;
}

export function createCopyWriter(table: JournalCopyTable, holder: string, epoch: number): CopyWriter {
  let problem: string | null = null;
  let stopped = false;
  /** True when it is there; false when somebody else leads. Tries for as long as it takes. */
  const add = async (entries: readonly RawEntry[]): Promise<boolean> => {
    while (!stopped) {
      try {
        const added = await table.add(holder, epoch, entries);
        problem = null;
        return added;
      } catch (error) {
        problem = (error as Error).message;
        await pause(RETRY_MS);
      }
    }
    return false;
  };
  return {
    async upload(copy) {
      const end = (await table.end())?.sequence ?? 0;
      let chunk: RawEntry[] = [];
      for (const entry of copy.after(end)) {
        chunk.push(entry);
        if (chunk.length < ROWS) continue;
        await add(chunk);
        chunk = [];
      }
      if (chunk.length > 0) await add(chunk);
    },
    confirm: ({ bytes }, done) => {
      void add(entriesOf(bytes)).then((added) => {
        if (added) done();
      });
    },
    get problem() {
      return problem;
    },
    stop() {
      stopped = true;
    },
  };
}
