/** `atalaya up`: starts the platform, prints where the panel is and how to get in, and stops cleanly. */

import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { openDoor } from '../../adapters/control-socket/door.ts';
import { noteSessionCommand } from '../../adapters/control-socket/session-command.ts';
import { createServer } from '../../adapters/http/create-server.ts';
import { signalsFile } from '../../adapters/http/signals-file.ts';
import type { WebhookOptions } from '../../adapters/http/webhook-route.ts';
import { createMetrics } from '../../adapters/prometheus/metrics.ts';
import { configRemarks, ENVIRONMENT, type PaperConfig, readPaperConfig } from '../config.ts';
import { takeInstanceLock } from '../instance-lock.ts';
import { prepareRuntimeFolders } from '../runtime-folders.ts';
import { DEFAULT_DATA_FOLDER, PROJECT_FOLDER, RELEASE } from '../strategy-registry.ts';
import { createDatabaseRole } from '../trader/database-role.ts';
import { startOwnerChat } from '../trader/owner-chat.ts';
import { createPaperControl } from '../trader/paper-control.ts';
import { CONFIDENCE_WHEN_ABSENT, webhookSecret } from '../trader/signal-door.ts';
import { openTrader, type Trader } from '../trader/trader.ts';
import { portOf, speedOf } from './arguments.ts';
import { note, print, printJson } from './output.ts';

const DEFAULT_PORT = '8500';
const DEFAULT_CONFIG = 'paper.json';

interface Options {
  readonly port: string;
  readonly dataDir: string;
  readonly config: string;
  readonly speed?: string;
  readonly untilFinished?: boolean;
  readonly json?: boolean;
}

export function registerUpCommand(program: Command): void {
  program
    .command('up')
    .description('starts the platform: a paper session on the shipped samples, its database and the panel')
    .option('--port <number>', 'port of the panel on this machine', DEFAULT_PORT)
    .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
    .option('--demo', 'the same as without: samples replayed, no money')
    .option('--config <file>', 'session configuration, in config/ or by path', DEFAULT_CONFIG)
    .option('--speed <number>', 'replayed seconds per second, 1 to 3600, or max')
    .option('--until-finished', 'stop when the replay has ended')
    .option('--json', 'prints the address as one JSON document')
    .action(up);
}

async function up(options: Options): Promise<void> {
  const config = readPaperConfig(options.config);
  for (const remark of configRemarks(config)) note(remark);
  const port = portOf(options.port);
  const speed = options.speed === undefined ? config.speed : speedOf(options.speed);
  /** How to stop what has been started, last first: whatever fails, nothing else is left running. */
  const started: (() => void | Promise<void>)[] = [];
  const stopAll = async () => {
    for (let stop = started.pop(); stop !== undefined; stop = started.pop()) {
      try {
        await stop();
      } catch (error) {
        note(`while stopping: ${(error as Error).message}`);
      }
    }
  };
  try {
    await start({ ...options, config, port, speed, words: wordsOf(options) }, started, stopAll);
  } catch (error) {
    await stopAll();
    throw error;
  }
}

type Settings = Omit<Options, 'config' | 'port' | 'speed'> & {
  readonly config: PaperConfig;
  readonly port: number;
  readonly speed: number;
  /** What begins it again. */
  readonly words: readonly string[];
};

function wordsOf({ config, port }: Options): string[] {
  return ['up', ...(config === DEFAULT_CONFIG ? [] : ['--config', config]), ...(port === DEFAULT_PORT ? [] : ['--port', port])];
}

async function start(settings: Settings, started: (() => void | Promise<void>)[], stopAll: () => Promise<void>): Promise<void> {
  const { config, port, speed } = settings;
  const dataFolder = resolve(settings.dataDir);
  const folders = prepareRuntimeFolders(dataFolder);
  const lock = await takeInstanceLock(dataFolder);
  started.push(() => lock.release());
  noteSessionCommand(dataFolder, settings.words);
  const database = createDatabaseRole({ databaseFolder: folders.database, url: ENVIRONMENT.databaseUrl });
  const trader = await openTrader({ config, dataFolder, release: RELEASE, speed, database });
  started.push(() => trader.stop());
  const { source } = trader;
  const onBug = (error: unknown, correlationId: string, route: string) =>
    note(`bug in ${route} (${correlationId}): ${(error as Error).stack ?? error}`);
  const control = createPaperControl({ trader, dataFolder, release: RELEASE });
  const door = await openDoor({ desk: control, dataFolder, shortFolders: ENVIRONMENT.runtimeFolders, onBug });
  started.push(() => door.close());
  const chat = await startOwnerChat({
    source,
    venue: null,
    dataFolder,
    audit: (entry) => trader.audit(entry),
    answerApproval: (answer) => trader.answerApproval(answer),
    onDemand: (demand) => trader.watch(demand),
  });
  if (chat !== null) started.push(() => chat.stop());
  let liveClients = () => 0;
  const metrics = createMetrics({ release: RELEASE, snapshot: () => source.snapshot(), liveClients: () => liveClients() });
  const server = await createServer({
    source,
    port,
    panelFolder: join(PROJECT_FOLDER, 'panel/dist'),
    metrics,
    sessionsFile: join(folders.state, 'panel-sessions.json'),
    control,
    onBug,
    ...(config.signals ? { webhook: webhookOf(trader, folders.state) } : {}),
  });
  started.push(() => server.close());
  liveClients = () => server.liveClients;
  announce(server.url, server.loginLink(), trader, settings.json === true);

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    note(`${signal}: stopping`);
    await stopAll();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('SIGTERM', () => void stop('SIGTERM'));
  trader.start();
  if (settings.untilFinished) void trader.finished.then(() => stop('the replay has ended'));
}

function webhookOf(trader: Trader, stateFolder: string): WebhookOptions {
  return {
    secret: webhookSecret(stateFolder),
    accept: (wish) => trader.signal(wish),
    audit: (entry) => trader.audit(entry),
    memory: signalsFile(join(stateFolder, 'signals.json')),
    injectionAllowed: true,
    confidenceWhenAbsent: CONFIDENCE_WHEN_ABSENT,
  };
}

function announce(url: string, link: string, { paper, cut }: Trader, json: boolean): void {
  const goesOn = paper.position !== null;
  if (json) return printJson({ url, link, resumed: goesOn });
  print(
    'Atalaya is running: paper session on shipped samples, replayed. No money is at stake.',
    '',
    `  Panel    ${url}`,
    `  Enter    ${link}`,
    '           (opens once, within ten minutes; start again, or use the link in the panel, for another)',
    `  Health   ${url}/health     Metrics ${url}/metrics`,
    '  Control  npx atalaya status, pause, kill: in another terminal',
    '',
    goesOn
      ? cut
        ? 'It goes on from the last whole entry of its journal, whose end was cut off.'
        : 'It goes on where it was.'
      : 'A new session begins.',
    'Ctrl+C stops it; the next start goes on where it was.',
  );
}
