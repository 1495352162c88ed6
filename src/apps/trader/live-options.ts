/** What a trader at a venue is opened with. */

import type { ArmingInForce } from '../../core/operations/arming.ts';
import type { Environment } from '../../core/operations/environment-guard.ts';
import type { LiveConfig } from '../config.ts';
import type { Leadership } from '../standby/leadership.ts';
import type { DatabaseRole } from './database-role.ts';
import type { WatchTimes } from './live-watch.ts';
import type { SteadyClock } from './steady-clock.ts';

export interface LiveTraderOptions {
  readonly config: LiveConfig;
  readonly mode: 'paper' | 'real';
  readonly environment: Environment;
  readonly dataFolder: string;
  readonly release: string;
  readonly key: () => string;
  readonly secret: () => string;
  /** A new journal is begun although this account has had a session in the data folder. */
  readonly beginsAnew?: boolean;
  /** Asked right before anything that opens leaves: false while the account is not armed. */
  readonly armed: () => boolean;
  /** The arming behind it; absent where none is asked for, and then no entry is kept small either. */
  readonly arming?: () => ArmingInForce;
  /** What this process holds the account by, where another one stands by for it. */
  readonly leadership?: Leadership;
  /** Where the journal is projected into; nothing is without it. */
  readonly database?: DatabaseRole;
  readonly say?: (line: string) => void;
  readonly clock?: SteadyClock;
  readonly times?: WatchTimes;
}
