/** How a trader comes to lead: at once where it is alone, otherwise when the one that leads has gone silent. */

import { join } from 'node:path';
import { openLeaseFolder } from '../../adapters/lease-files/lease-folder.ts';
import type { LeaseRecord } from '../../core/trading/live/lease.ts';
import type { LiveConfig } from '../config.ts';
import { joinInstanceLock, noteInstance } from '../instance-lock.ts';
import type { Leadership } from './leadership.ts';
import { LeaseKeeper } from './lease-keeper.ts';

const LOOK_FOR_OTHERS_MS = 2_000;

export interface StandByOptions {
  readonly config: LiveConfig;
  readonly dataFolder: string;
  readonly say: (line: string) => void;
  /** Another trader has taken over: this process has to end, without writing or sending anything more. */
  readonly onLost: (by: LeaseRecord) => void;
}

export function standBy(options: StandByOptions): Promise<Leadership> {
  return standByOnHost(options);
}

/** Two traders on one machine and one data folder. Settles when this one leads; until then it does nothing but watch. */
async function standByOnHost({ config, dataFolder, say, onLost }: StandByOptions): Promise<Leadership> {
  const lock = await joinInstanceLock(dataFolder);
  const place = await openLeaseFolder(join(dataFolder, 'lease', config.account));
  let lapse: string | null = null;
  let listener: (reason: string | null) => void = () => {};
  let waited = false;
  const keeper = new LeaseKeeper({
    place,
    onLost,
    onLapse: (reason) => {
      lapse = reason;
      listener(reason);
    },
    onSeen: (record, problem) => {
      if (problem !== null) say(`standby: the lease can't be read: ${problem}`);
      else if (record !== null && record.holder !== place.name) {
        waited = true;
        say(`standby: ${record.holder} leads (lease ${record.epoch}); this process takes over when it ends or goes silent`);
      }
    },
  });
  const { epoch, before } = await keeper.win();
  noteInstance(dataFolder);
  const since = Date.now();
  let waiting: readonly string[] = [];
  const look = setInterval(async () => {
    waiting = await place.waiting().catch(() => waiting);
  }, LOOK_FOR_OTHERS_MS);
  return {
    epoch,
    deposed: waited && before !== null ? before.holder : null,
    holds: keeper.holds,
    // Whoever takes over reads what was on disk before the lease ended: what was written later does not count.
    confirm: (_, done) => keeper.whenHeld(done),
    get lapse() {
      return lapse;
    },
    onLapse: (to) => {
      listener = to;
    },
    status: () => ({ kind: 'host', leader: place.name, epoch, since, lapse, waiting: waiting.map((name) => ({ name, detail: '' })) }),
    async end() {
      clearInterval(look);
      keeper.stop();
      await place.close();
      lock.release();
    },
  };
}
