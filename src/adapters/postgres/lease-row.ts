/** The lease of an account among traders of several machines: a row that only who knows what stands there can replace. */

import type { LeaseRecord } from '../../core/trading/live/lease.ts';
import type { Database } from './database.ts';

export interface LeaseRow {
  readonly name: string;
  read(): Promise<LeaseRecord | null>;
  /** False where it is not the same any more. */
  replace(read: LeaseRecord | null, wanted: LeaseRecord): Promise<boolean>;
  /** Its holder has let go. */
  isGone(record: LeaseRecord): boolean;
  /** Lets go, if it is still this process's. */
  release(): Promise<void>;
}

/** Errors are those of the database: a row that can't be reached gives no lease. */
export function leaseRow(database: Database, account: string, name: string): LeaseRow {
  return {
    name,
    async read() {
      const [row] = await database.query<LeaseRecord & Record<string, unknown>>(
        'select holder, epoch, beat from standby.lease where account = $1',
        [account],
      );
      return row ?? null;
    },
    async replace(read, { holder, epoch, beat }) {
      const replaced =
        read === null
          ? await database.query(
              'insert into standby.lease (account, holder, epoch, beat) values ($1, $2, $3, $4) on conflict do nothing returning 1',
              [account, holder, epoch, beat],
            )
          : await database.query(
              `update standby.lease set holder = $2, epoch = $3, beat = $4, taken_at = case when epoch = $3 then taken_at else now() end
               where account = $1 and holder = $5 and epoch = $6 and beat = $7 returning 1`,
              [account, holder, epoch, beat, read.holder, read.epoch, read.beat],
            );
      return replaced.length === 1;
    },
    isGone: ({ holder }) => holder === '',
    async release() {
      await database.query("update standby.lease set holder = '' where account = $1 and holder = $2", [account, name]);
    },
  };
}
