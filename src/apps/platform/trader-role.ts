/** The trader role: what the configuration or the owner's settings describe, a replayed paper session or one on a venue. Only what that one needs is loaded. */

import { resolve } from 'node:path';
import { InputError } from '../../core/domain/result.ts';
import type { Environment } from '../../core/operations/environment-guard.ts';
import { kindOfHost } from '../../core/operations/venue-hosts.ts';
import { explained, note } from '../cli/output.ts';
import {
  ENVIRONMENT,
  isGateway,
  isLiveConfig,
  type LiveConfig,
  type PaperConfig,
  readSession,
  readSessionConfig,
  venueAddresses,
} from '../config.ts';
import { environmentNamed } from '../environment.ts';
import { takeTrialLock } from '../instance-lock.ts';
import { openSettings } from '../settings/settings-files.ts';
import { startWithSettings } from '../settings/start-with-settings.ts';
import type { RunningRole, TraderFacts } from './role.ts';

export interface TraderRoleOptions {
  /** A file; null: the owner's settings, or where there are none the shipped session. */
  readonly config: string | null;
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

/** What a start has that is told nothing and has no settings. */
const SHIPPED = 'paper.json';

export async function startTraderRole(options: TraderRoleOptions): Promise<RunningRole<TraderFacts>> {
  if (options.config !== null) return startSession(readSessionConfig(options.config), options.config, options);
  return startWithSettings({
    settings: openSettings(resolve(options.dataFolder)),
    claim: () => takeTrialLock(resolve(options.dataFolder)),
    start: async (version) => {
      if (version === null) return startSession(readSessionConfig(SHIPPED), SHIPPED, options);
      const name = `version ${version.version} of the settings`;
      const session = readSession(version.session, name);
      return startSession(session, name, options, environmentOfSettings(session, options.mode));
    },
    explained,
    say: note,
    giveUp: () => process.exit(1),
    now: Date.now,
  });
}

/**
 * Where nobody has named an environment, prices of a live market on paper are met in staging, which has nothing loaded that could send an order: whoever
 * chooses them in the panel need not know of environments.
 */
function environmentOfSettings(config: PaperConfig | LiveConfig, mode: 'paper' | 'real'): Environment {
  const isUnnamed = ENVIRONMENT.name === undefined || ENVIRONMENT.name === '';
  const isOnLivePrices =
    mode === 'paper' &&
    isLiveConfig(config) &&
    !isGateway(config) &&
    venueAddresses(config).some((address) => kindOfHost(address) !== 'simulator');
  return isUnnamed && isOnLivePrices ? 'staging' : environmentNamed(ENVIRONMENT.name);
}

/** @param source where the configuration is from, for errors */
async function startSession(
  config: PaperConfig | LiveConfig,
  source: string,
  options: TraderRoleOptions,
  environment = environmentNamed(ENVIRONMENT.name),
): Promise<RunningRole<TraderFacts>> {
  const { mode, speed, dataFolder, begunWith, sessionWords, newAccount: beginsAnew } = options;
  if (isLiveConfig(config)) {
    // Words of a replay, beside settings that may be another session tomorrow.
    if (options.config !== null && (speed !== undefined || options.untilFinished))
      throw new InputError('USAGE', '--speed, --until-finished: expected with a replayed session only; a live market has its own pace', 2);
    // Signatures are remembered on this machine by the web role, which another machine's trader would not know of.
    if (config.signals && config.standby?.kind === 'database')
      throw new InputError(
        'SIGNALS_STANDBY',
        'signals, standby: with a standby on another machine the trader takes signals itself; use atalaya trade, or take one of them out',
        3,
      );
    const { startLiveRole } = await import('../trader/live-role.ts');
    return startLiveRole({ config, mode, environment, dataFolder, server: 'awaited', signalPort: null, beginsAnew, sessionWords });
  }
  if (mode === 'real')
    throw new InputError('MODE_WITHOUT_VENUE', `--mode real: expected a configuration with a venue, found none in ${source}`, 3);
  const { startPaperRole } = await import('../trader/paper-role.ts');
  const { finished, ...role } = await startPaperRole({
    ...{ config, speed: speed ?? config.speed, dataFolder, begunWith, sessionWords },
  });
  return options.untilFinished && finished !== undefined ? { ...role, finished } : role;
}
