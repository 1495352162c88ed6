/** The trader of a replayed paper session as a role: journal, control socket, owner's chat, and the database its journal is projected into. */

import { resolve } from 'node:path';
import { openDoor } from '../../adapters/control-socket/door.ts';
import { noteSessionCommand } from '../../adapters/control-socket/session-command.ts';
import { note } from '../cli/output.ts';
import { configRemarks, ENVIRONMENT, type PaperConfig } from '../config.ts';
import { takeInstanceLock } from '../instance-lock.ts';
import type { RunningRole, TraderFacts } from '../platform/role.ts';
import { createStopStack } from '../platform/stop-stack.ts';
import { prepareRuntimeFolders } from '../runtime-folders.ts';
import { openDelivered } from '../secrets/delivered.ts';
import { RELEASE } from '../strategy-registry.ts';
import { createDatabaseRole } from './database-role.ts';
import { startNotices } from './notices/notices.ts';
import { createOwnerDesk } from './owner-desk.ts';
import { createPaperControl } from './paper-control.ts';
import { createSessionDesk } from './session-desk.ts';
import { openTrader, type Trader } from './trader.ts';
import { openTraderFigures } from './trader-figures.ts';

export interface PaperRoleSettings {
  readonly config: PaperConfig;
  readonly dataFolder: string;
  /** Replayed seconds per second. */
  readonly speed: number;
  /** The command line that it was started with. */
  readonly begunWith: readonly string[];
  /** What begins it again, to be noted for those who find it silent; null where its supervisor has done so. */
  readonly sessionWords: readonly string[] | null;
}

export async function startPaperRole(settings: PaperRoleSettings): Promise<RunningRole<TraderFacts>> {
  const { config, speed, begunWith, sessionWords } = settings;
  for (const { en } of configRemarks(config)) note(en);
  const dataFolder = resolve(settings.dataFolder);
  const folders = prepareRuntimeFolders(dataFolder);
  const secrets = await openDelivered(folders.state, note);
  const started = createStopStack();
  try {
    const lock = await takeInstanceLock(dataFolder);
    started.push(() => lock.release());
    if (sessionWords !== null) noteSessionCommand(dataFolder, sessionWords);
    const database = createDatabaseRole({
      databaseFolder: folders.database,
      url: ENVIRONMENT.databaseUrl,
      ownerUrl: ENVIRONMENT.databaseOwnerUrl,
      server: 'awaited',
    });
    const trader = await openTrader({ config, dataFolder, release: RELEASE, speed, database, begunWith });
    started.push(() => trader.stop());
    const notices = await startNotices({
      secrets,
      source: trader.source,
      venue: null,
      dataFolder,
      audit: (entry) => trader.audit(entry),
      answerApproval: (answer) => trader.answerApproval(answer),
      onDemand: (demand) => trader.watch(demand),
    });
    started.push(() => notices.stop());
    const door = await openDoor({
      desk: createPaperControl({ trader, dataFolder, release: RELEASE }),
      session: createSessionDesk({
        source: trader.source,
        orders: trader.orders,
        takesSignals: config.signals === true,
        signal: (wish) => trader.signal(wish),
        audit: (entry) => trader.audit(entry),
        figures: openTraderFigures(null),
      }),
      owner: createOwnerDesk({ secrets, notices, audit: (entry) => trader.audit(entry), venue: null }),
      dataFolder,
      shortFolders: ENVIRONMENT.runtimeFolders,
      onBug: (error, correlationId, route) => note(`bug in ${route} (${correlationId}): ${(error as Error).stack ?? error}`),
    });
    started.push(() => door.close());
    trader.start();
    return {
      facts: factsOf(trader),
      finished: trader.finished.then(() => 'the replay has ended'),
      stop: () => started.stopAll(),
    };
  } catch (error) {
    await started.stopAll();
    throw error;
  }
}

function factsOf({ paper, cut, feed }: Trader): TraderFacts {
  const resumed = paper.position !== null;
  const paused = feed.state === 'paused' ? ' The replay is paused, as it was left.' : '';
  const goesOn = cut ? 'It goes on from the last whole entry of its journal, whose end was cut off.' : 'It goes on where it was.';
  return {
    headline: 'Atalaya is running: paper session on shipped samples, replayed. No money is at stake.',
    account: paper.config.account,
    environment: 'dev',
    beginning: `${resumed ? goesOn : 'A new session begins.'}${paused}`,
    ending: 'Ctrl+C stops it; the next start goes on where it was.',
    json: { resumed },
  };
}
