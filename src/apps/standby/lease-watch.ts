/** Waits for a lease, wherever it lies, tells about it while waiting, and gives what both kinds of standby have in common. */

import type { StandbyStatus } from '../../api/control.ts';
import type { LeaseRecord } from '../../core/trading/live/lease.ts';
import type { LiveConfig } from '../config.ts';
import type { Leadership } from './leadership.ts';
import { LeaseKeeper, type LeasePlace } from './lease-keeper.ts';

export interface StandByOptions {
  readonly config: LiveConfig;
  readonly dataFolder: string;
  readonly say: (line: string) => void;
  /** Another trader has taken over: this process has to end, without writing or sending anything more. */
  readonly onLost: (by: LeaseRecord) => void;
}

export interface HeldLease {
  readonly keeper: LeaseKeeper;
  readonly leadership: Pick<Leadership, 'epoch' | 'deposed' | 'holds' | 'lapse' | 'onLapse'>;
  status(): Omit<StandbyStatus, 'kind' | 'waiting'>;
}

export async function awaitLease(place: LeasePlace, { say, onLost }: StandByOptions): Promise<HeldLease> {
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
      if (problem !== null) return say(`standby: the lease can't be read: ${problem}`);
      if (record === null || record.holder === place.name || record.holder === '') return;
      waited = true;
      say(`standby: ${record.holder} leads (lease ${record.epoch}); this process takes over when it ends or goes silent`);
    },
  });
  const { epoch, before } = await keeper.win();
  const since = Date.now();
  return {
    keeper,
    leadership: {
      epoch,
      // Who lets go in good order is not deposed.
      deposed: waited && before !== null && before.holder !== '' ? before.holder : null,
      holds: keeper.holds,
      lapse: () => lapse,
      onLapse: (to) => {
        listener = to;
      },
    },
    status: () => ({ leader: place.name, epoch, since, lapse }),
  };
}
