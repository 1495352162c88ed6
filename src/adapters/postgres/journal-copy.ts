/** The copy of a journal in the database: written by the one that holds the lease alone, read by those who stand by. */

import type { Database } from './database.ts';

/** An entry as it is in the files. */
export interface CopiedEntry {
  readonly sequence: number;
  readonly chain: Buffer;
  readonly payload: string;
}

export interface Follower {
  readonly name: string;
  /** Last entry in its own copy. */
  readonly sequence: number;
}

export interface JournalCopyTable {
  /** Last entry and its chain hash; null where there is none. */
  end(): Promise<Pick<CopiedEntry, 'sequence' | 'chain'> | null>;
  after(sequence: number, limit: number): Promise<readonly CopiedEntry[]>;
  /** Chain hashes of the entries up to `sequence`, newest first. */
  chainsUpTo(sequence: number, limit: number): Promise<readonly Pick<CopiedEntry, 'sequence' | 'chain'>[]>;
  /**
   * Adds entries under the lease `epoch` of `holder`; true when they are there, now or since a try whose answer was lost. False: somebody else holds the
   * lease, and nothing was written.
   */
  add(holder: string, epoch: number, entries: readonly CopiedEntry[]): Promise<boolean>;
  /** Says that `follower` waits, and how far it is. */
  seen(follower: Follower): Promise<void>;
  /** Those who have said so within the last seconds. */
  followers(): Promise<readonly Follower[]>;
  forget(name: string): Promise<void>;
}

const SEEN_WITHIN_S = 5;

export function journalCopyTable(database: Database, account: string): JournalCopyTable {
  type End = Pick<CopiedEntry, 'sequence' | 'chain'> & Record<string, unknown>;
  return {
    async end() {
      const [row] = await database.query<End>(
        'select sequence, chain from standby.journal where account = $1 order by sequence desc limit 1',
        [account],
      );
      return row ?? null;
    },
    after: (sequence, limit) =>
      database.query<CopiedEntry & Record<string, unknown>>(
        'select sequence, chain, payload from standby.journal where account = $1 and sequence > $2 order by sequence limit $3',
        [account, sequence, limit],
      ),
    chainsUpTo: (sequence, limit) =>
      database.query<End>(
        'select sequence, chain from standby.journal where account = $1 and sequence <= $2 order by sequence desc limit $3',
        [account, sequence, limit],
      ),
    async add(holder, epoch, entries) {
      const sequences = entries.map(({ sequence }) => sequence);
      // One statement: the lease can't change hands between looking at it and writing, and no transaction is left open by a connection that is lost.
      const [found] = await database.query<{ held: boolean; present: number }>(
        `with held as (select 1 from standby.lease where account = $1 and holder = $2 and epoch = $3 for share),
              added as (
                insert into standby.journal (account, sequence, lease_epoch, chain, payload)
                select $1, entry.sequence, $3, entry.chain, entry.payload
                from unnest($4::bigint[], $5::bytea[], $6::text[]) as entry (sequence, chain, payload)
                where exists (select 1 from held)
                on conflict do nothing returning 1)
         select exists (select 1 from held) as held, (select count(*) from added)::int as present`,
        [account, holder, epoch, sequences, entries.map(({ chain }) => chain), entries.map(({ payload }) => payload)],
      );
      if (!found?.held) return false;
      if (found.present === entries.length) return true;
      const last = entries.at(-1) as CopiedEntry;
      const [there] = await this.chainsUpTo(last.sequence, 1);
      if (there?.sequence === last.sequence && there.chain.equals(last.chain)) return true;
      throw new Error(`the copy of the journal of account "${account}" has another entry ${last.sequence} than this trader's journal`);
    },
    async seen({ name, sequence }) {
      await database.query(
        `insert into standby.follower (account, name, sequence) values ($1, $2, $3)
         on conflict (account, name) do update set sequence = excluded.sequence, seen_at = now()`,
        [account, name, sequence],
      );
    },
    followers: () =>
      database.query<Follower & Record<string, unknown>>(
        'select name, sequence from standby.follower where account = $1 and seen_at > now() - make_interval(secs => $2) order by name',
        [account, SEEN_WITHIN_S],
      ),
    async forget(name) {
      await database.query("delete from standby.follower where account = $1 and (name = $2 or seen_at < now() - interval '1 day')", [
        account,
        name,
      ]);
    },
  };
}
