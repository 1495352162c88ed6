/** How a trader comes to lead: at once where it is alone, otherwise when the one that leads has ended or gone silent. */

import { join } from 'node:path';
import { openLeaseFolder } from '../../adapters/lease-files/lease-folder.ts';
import { joinInstanceLock, noteInstance } from '../instance-lock.ts';
import { standByInDatabase } from './database-standby.ts';
import type { Leadership } from './leadership.ts';
import { awaitLease, type StandByOptions } from './lease-watch.ts';

const LOOK_FOR_OTHERS_MS = 1_000;

/** Settles when this process leads; until then it does nothing but watch, and copy the journal where that is elsewhere. */
export function standBy(options: StandByOptions, kind: 'host' | 'database'): Promise<Leadership> {
  return kind === 'host' ? standByOnHost(options) : standByInDatabase(options);
}

/** Two traders on one machine and one data folder. */
async function standByOnHost(options: StandByOptions): Promise<Leadership> {
  const { config, dataFolder } = options;
  const lock = await joinInstanceLock(dataFolder);
  const place = await openLeaseFolder(join(dataFolder, 'lease', config.account));
  const lease = await awaitLease(place, options);
  noteInstance(dataFolder);
  let waiting: readonly string[] = [];
  const look = setInterval(async () => {
    waiting = await place.waiting().catch(() => waiting);
  }, LOOK_FOR_OTHERS_MS);
  return {
    ...lease.leadership,
    // Whoever takes over reads what was on disk before the lease ended: what was written later does not count.
    confirm: (_, done) => lease.keeper.whenHeld(done),
    status: () => ({ kind: 'host', ...lease.status(), waiting: waiting.map((name) => ({ name, detail: '' })) }),
    async end() {
      clearInterval(look);
      lease.keeper.stop();
      await place.close();
      lock.release();
    },
  };
}
