/** Two traders on two machines: the lease is a row of the database, and no order leaves before the database has its intent as well. */

import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { openJournalCopy } from '../../adapters/journal-files/journal-copy.ts';
import { journalFolder } from '../../adapters/journal-files/open-journal.ts';
import { openDatabase } from '../../adapters/postgres/database.ts';
import { type Follower, journalCopyTable } from '../../adapters/postgres/journal-copy.ts';
import { leaseRow } from '../../adapters/postgres/lease-row.ts';
import { placeOutside, prepareDatabase } from '../../adapters/postgres/least-rights.ts';
import { makeFolder } from '../../adapters/support/make-folder.ts';
import { InputError } from '../../core/domain/result.ts';
import { ENVIRONMENT } from '../config.ts';
import { takeInstanceLock } from '../instance-lock.ts';
import { catchUp, createCopyWriter } from './journal-follower.ts';
import type { Leadership } from './leadership.ts';
import { awaitLease, type StandByOptions } from './lease-watch.ts';

/** Within the life of a lease there is time for a second try. */
const ANSWER_WITHIN_MS = 1_200;
const CONNECTIONS = 4;
const FOLLOW_MS = 200;
const LOOK_FOR_OTHERS_MS = 1_000;

/** InputError STANDBY_DATABASE_MISSING, DATABASE_UNREACHABLE at the start; later a database that is away is waited for. */
export async function standByInDatabase(options: StandByOptions): Promise<Leadership> {
  const { config, dataFolder, say } = options;
  const { account } = config;
  const url = ENVIRONMENT.databaseUrl;
  if (url === undefined)
    throw new InputError(
      'STANDBY_DATABASE_MISSING',
      'standby.kind is "database": expected the address of a PostgreSQL that both machines reach in DATABASE_URL, found none',
      3,
    );
  const lock = await takeInstanceLock(dataFolder);
  const database = openDatabase({ url }, CONNECTIONS, { answerWithinMs: ANSWER_WITHIN_MS });
  try {
    await prepareDatabase(placeOutside(url, ENVIRONMENT.databaseOwnerUrl), 'trader');
    makeFolder(join(dataFolder, 'journal'));
    const copy = openJournalCopy(journalFolder(dataFolder, account), account);
    const table = journalCopyTable(database, account);
    const name = `${hostname()}.${process.pid}.${randomBytes(4).toString('hex')}`;
    const place = leaseRow(database, account, name);

    const following = follow();
    const lease = await awaitLease(place, options);
    following.stop();
    await following.ended;
    // Whoever led before can add nothing any more: what is there now is all there is.
    await untilDone(() => catchUp(copy, table, say));
    const { epoch } = lease.leadership;
    const writer = createCopyWriter(table, name, epoch);
    await writer.upload(copy);
    await table.forget(name).catch(() => {});
    let followers: readonly Follower[] = [];
    const look = setInterval(async () => {
      followers = await table.followers().catch(() => []);
    }, LOOK_FOR_OTHERS_MS);
    return {
      ...lease.leadership,
      confirm: writer.confirm,
      status: () => ({
        kind: 'database',
        ...lease.status(),
        waiting: followers.map((one) => ({ name: one.name, detail: `its copy of the journal is at entry ${one.sequence}` })),
      }),
      async end() {
        clearInterval(look);
        lease.keeper.stop();
        writer.stop();
        await place.release().catch(() => say('the lease could not be given back: a standby takes over after its time'));
        await database.close();
        lock.release();
      },
    };

    function follow() {
      let stopped = false;
      let problem = '';
      let saidAt = Number.NEGATIVE_INFINITY;
      const step = async () => {
        try {
          await catchUp(copy, table, say);
          if (performance.now() - saidAt >= LOOK_FOR_OTHERS_MS) {
            await table.seen({ name, sequence: copy.last });
            saidAt = performance.now();
          }
          problem = '';
        } catch (error) {
          const { message } = error as Error;
          if (message !== problem) say(`standby: the journal can't be copied: ${message}`);
          problem = message;
        }
      };
      const run = async () => {
        while (!stopped) {
          await step();
          await new Promise((resolve) => setTimeout(resolve, FOLLOW_MS));
        }
      };
      return {
        ended: run(),
        stop: () => {
          stopped = true;
        },
      };
    }
    async function untilDone(work: () => Promise<void>): Promise<void> {
      for (let tries = 1; ; tries++) {
        try {
          return await work();
        } catch (error) {
          if (tries === 1) say(`standby: the journal can't be copied: ${(error as Error).message}`);
          await new Promise((resolve) => setTimeout(resolve, FOLLOW_MS));
        }
      }
    }
  } catch (error) {
    await database.close();
    lock.release();
    throw error;
  }
}
