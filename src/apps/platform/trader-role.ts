/** The trader role: what the configuration describes, a replayed paper session or one on a venue. Only what that one needs is loaded. */

import { InputError } from '../../core/domain/result.ts';
import { isLiveConfig, readSessionConfig } from '../config.ts';
import type { RunningRole, TraderFacts } from './role.ts';

export interface TraderRoleOptions {
  readonly config: string;
  readonly mode: 'paper' | 'real';
  /** Replayed seconds per second; undefined: the configuration's. */
  readonly speed: number | undefined;
  readonly dataFolder: string;
  readonly untilFinished: boolean;
  readonly newAccount: boolean;
  /** The command line that it was started with, and the words that begin it again (null: noted by the supervisor). */
  readonly begunWith: readonly string[];
  readonly sessionWords: readonly string[] | null;
}

export async function startTraderRole(options: TraderRoleOptions): Promise<RunningRole<TraderFacts>> {
  const { mode, speed, dataFolder, begunWith, sessionWords, newAccount: beginsAnew } = options;
  const config = readSessionConfig(options.config);
  if (isLiveConfig(config)) {
    if (speed !== undefined || options.untilFinished)
      throw new InputError('USAGE', '--speed, --until-finished: expected with a replayed session only; a live market has its own pace', 2);
    // Signatures are remembered on this machine by the web role, which another machine's trader would not know of.
    if (config.signals && config.standby?.kind === 'database')
      throw new InputError(
        'SIGNALS_STANDBY',
        'signals, standby: with a standby on another machine the trader takes signals itself; use atalaya trade, or take one of them out',
        3,
      );
    const { startLiveRole } = await import('../trader/live-role.ts');
    return startLiveRole({ config, mode, dataFolder, server: 'awaited', signalPort: null, beginsAnew, sessionWords });
  }
  if (mode === 'real')
    throw new InputError('MODE_WITHOUT_VENUE', `--mode real: expected a configuration with a venue, found none in ${options.config}`, 3);
  const { startPaperRole } = await import('../trader/paper-role.ts');
  const { finished, ...role } = await startPaperRole({
    ...{ config, speed: speed ?? config.speed, dataFolder, begunWith, sessionWords },
  });
  return options.untilFinished && finished !== undefined ? { ...role, finished } : role;
}
