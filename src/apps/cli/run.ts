/** `atalaya run`: one role of the platform in the foreground, as a service manager starts it; `atalaya up` starts them all. */

import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { InputError } from '../../core/domain/result.ts';
import { ENVIRONMENT } from '../config.ts';
import { withDatabase } from '../platform/keep-database.ts';
import type { RunningRole, TraderFacts, WebFacts } from '../platform/role.ts';
import { isSupervised, runRole } from '../platform/run-role.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { portOf, speedOf } from './arguments.ts';
import { entranceLines } from './entrance-words.ts';
import { print, printJson } from './output.ts';
import { announceTrader } from './trader-words.ts';

const DEFAULT_PORT = '8500';

interface Options {
  readonly roles: string;
  readonly dataDir: string;
  readonly config?: string;
  readonly mode: 'paper' | 'real';
  readonly port: string;
  readonly speed?: string;
  readonly untilFinished?: boolean;
  readonly newAccount?: boolean;
  readonly begunWith?: string;
  readonly json?: boolean;
}

const ROLES: Readonly<Record<string, (options: Options) => Promise<void>>> = { trader: runTrader, web: runWeb };

export function registerRunCommand(program: Command): void {
  program
    .command('run')
    .description(
      'runs one role of the platform on a data folder until it is stopped: trader, or web (the panel of a trader that runs on it)',
    )
    .requiredOption('--roles <role>', `which one: ${Object.keys(ROLES).join(' or ')}`)
    .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
    .option(
      '--config <file>',
      'session configuration, in config/ or by path; when absent the settings of the panel, and without those paper.json; for the web only its "signals" counts',
    )
    .addOption(
      new Option('--mode <mode>', 'of a session on a venue. real: orders go there; paper: they are filled here, on its live prices')
        .choices(['paper', 'real'])
        .default('paper'),
    )
    .option('--port <number>', 'port of the panel on this machine', DEFAULT_PORT)
    .option('--speed <number>', 'of a replay: replayed seconds per second, 1 to 3600, or max')
    .option('--until-finished', 'of a replay: stop when it has ended')
    .option('--new-account', 'of a session on a venue: begins a new journal although this account has had one in the data folder')
    .option('--json', 'prints what was started as one JSON document')
    // The command that the supervisor was asked with, for the words that start a finished replay afresh.
    .addOption(new Option('--begun-with <json>').hideHelp())
    .addHelpText('after', "\nThe trader starts the folder's own database where nobody runs it and DATABASE_URL is not set.")
    .action(run);
}

async function run(options: Options): Promise<void> {
  const role = Object.hasOwn(ROLES, options.roles) ? ROLES[options.roles] : undefined;
  if (role === undefined)
    throw new InputError(
      'ROLE_UNKNOWN',
      `--roles: expected one of ${Object.keys(ROLES).join(', ')}, found ${JSON.stringify(options.roles)}`,
      2,
    );
  await role(options);
}

async function runTrader(options: Options): Promise<void> {
  const { config = null, mode, speed, dataDir: dataFolder, untilFinished = false, newAccount = false, begunWith } = options;
  const { startTraderRole } = await import('../platform/trader-role.ts');
  await runRole<TraderFacts>(
    () =>
      alone(dataFolder, () =>
        startTraderRole({
          ...{ config, mode, dataFolder, untilFinished, newAccount },
          speed: speed === undefined ? undefined : speedOf(speed),
          begunWith: begunWith === undefined ? process.argv.slice(2) : JSON.parse(begunWith),
          sessionWords: isSupervised
            ? null
            : ['run', '--roles', 'trader', ...(config === null ? [] : ['--config', config]), '--mode', mode],
        }),
      ),
    (facts) => (options.json ? printJson(facts.json) : announceTrader(facts)),
  );
}

async function runWeb({ dataDir: dataFolder, port, config, json }: Options): Promise<void> {
  const { startWebRole } = await import('../platform/web-role.ts');
  await runRole<WebFacts>(
    () => alone(dataFolder, () => startWebRole({ dataFolder, port: portOf(port), config: config ?? null, isSupervised })),
    (facts) => (json ? printJson(facts) : print(`The panel is at ${facts.url}`, ...entranceLines(facts))),
  );
}

/** Without a supervisor the role sees to the folder's database too. */
function alone<Facts>(dataFolder: string, start: () => Promise<RunningRole<Facts>>): Promise<RunningRole<Facts>> {
  return isSupervised
    ? start()
    : withDatabase({ dataFolder: resolve(dataFolder), isElsewhere: ENVIRONMENT.databaseUrl !== undefined }, start);
}
