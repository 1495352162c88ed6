/** `atalaya up`: starts the platform as one supervised tree, prints where the panel is and how to get in, and stops it cleanly. */

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { noteSessionCommand } from '../../adapters/control-socket/session-command.ts';
import { requireFreePort } from '../../adapters/http/listen.ts';
import { takeRoleLock } from '../instance-lock.ts';
import { type Platform, startPlatform } from '../platform/platform.ts';
import { onStopSignals } from '../platform/stop-signals.ts';
import { prepareRuntimeFolders } from '../runtime-folders.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { portOf, speedOf } from './arguments.ts';
import { entranceLines } from './entrance-words.ts';
import { note, print, printJson, reportError } from './output.ts';

const DEFAULT_PORT = '8500';

interface Options {
  readonly port: string;
  readonly dataDir: string;
  readonly config?: string;
  readonly mode: 'paper' | 'real';
  readonly speed?: string;
  readonly untilFinished?: boolean;
  readonly newAccount?: boolean;
  readonly json?: boolean;
}

export function registerUpCommand(program: Command): void {
  program
    .command('up')
    .description(
      'starts the platform: a paper session on the shipped samples, or the session of a configuration, with its database and the panel',
    )
    .option('--port <number>', 'port of the panel on this machine', DEFAULT_PORT)
    .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
    .option('--demo', 'the same as without: samples replayed, no money')
    .option(
      '--config <file>',
      'session configuration, in config/ or by path: a replay, or a session on a venue; when absent the settings of the panel, and without those paper.json',
    )
    .addOption(
      new Option('--mode <mode>', 'of a session on a venue. real: orders go there; paper: they are filled here, on its live prices')
        .choices(['paper', 'real'])
        .default('paper'),
    )
    .option('--speed <number>', 'replayed seconds per second, 1 to 3600, or max')
    .option('--until-finished', 'stop when the replay has ended')
    .option('--new-account', 'of a session on a venue: begins a new journal although this account has had one in the data folder')
    .option('--json', 'prints the address as one JSON document')
    .addHelpText('after', '\nEach role also runs alone: atalaya run --roles trader, atalaya run --roles web (docs/guides/processes.md).')
    .action(up);
}

async function up(options: Options): Promise<void> {
  const port = portOf(options.port);
  if (options.speed !== undefined) speedOf(options.speed);
  // What the processes say passes through here: a terminal that is gone is no reason to stop them.
  process.stderr.on('error', () => {});
  const dataFolder = resolve(options.dataDir);
  // On a folder that is there one that was killed may still have the port, and is waited for.
  if (!existsSync(dataFolder)) await requireFreePort(port);
  const folders = prepareRuntimeFolders(dataFolder);
  const lock = await takeRoleLock(dataFolder, 'platform');
  noteSessionCommand(dataFolder, wordsOf(options));
  const platform = await startPlatform({
    dataFolder,
    databaseFolder: folders.database,
    logsFolder: folders.logs,
    traderWords: [...traderWords(options), '--begun-with', JSON.stringify(process.argv.slice(2))],
    webWords: configWords(options),
    port,
  }).catch((error: unknown) => {
    lock.release();
    throw error;
  });
  announce(platform, options);

  let stopping = false;
  const stop = async (why: string, exitCode: () => number = () => 0) => {
    if (stopping) return;
    stopping = true;
    platform.say(`${why}: stopping`);
    await platform.stop();
    note('stopped');
    process.exit(exitCode());
  };
  onStopSignals(
    ['SIGINT', 'SIGTERM'],
    (signal) => void stop(signal),
    () => platform.hurry(),
  );
  platform.refused.catch((error: unknown) => stop('the trader does not start', () => reportError(error, options.json === true)));
  void platform.finished.then((why) => stop(why));
}

const configWords = ({ config }: { readonly config?: string | undefined }) => (config === undefined ? [] : ['--config', config]);

/** What begins it again. */
function wordsOf({ config, port, mode }: Options): string[] {
  return [
    'up',
    ...(mode === 'real' ? ['--mode', mode] : []),
    ...configWords({ config }),
    ...(port === DEFAULT_PORT ? [] : ['--port', port]),
  ];
}

function traderWords({ config, mode, speed, untilFinished, newAccount }: Options): string[] {
  return [
    ...configWords({ config }),
    ...['--mode', mode],
    ...(speed === undefined ? [] : ['--speed', speed]),
    ...(untilFinished ? ['--until-finished'] : []),
    ...(newAccount ? ['--new-account'] : []),
  ];
}

function announce({ web, trader }: Platform, { json, dataDir }: Options): void {
  const { url, link, setup } = web;
  if (json) return printJson({ url, link, setup, ...trader?.json });
  print(
    trader?.headline ?? 'The trader is starting: npx atalaya status says when it runs.',
    '',
    `  Panel    ${url}`,
    ...entranceLines({ link, setup }),
    `  Health   ${url}/health     Metrics ${url}/metrics`,
    `  Control  npx atalaya status, top, pause, kill: in another terminal${dataDir === DEFAULT_DATA_FOLDER ? '' : ', with the same --data-dir'}`,
    ...(trader === null ? [] : ['', trader.beginning, trader.ending]),
  );
}
