/** `atalaya trade`: trades on a venue, or on a simulator of one, until it is stopped. */

import { type Command, Option } from 'commander';
import { ENVIRONMENT, readLiveConfig } from '../config.ts';
import { environmentNamed } from '../environment.ts';
import { runRole } from '../platform/run-role.ts';
import { DEFAULT_DATA_FOLDER } from '../strategy-registry.ts';
import { startLiveRole } from '../trader/live-role.ts';
import { portOf } from './arguments.ts';
import { printJson } from './output.ts';
import { announceTrader } from './trader-words.ts';

const DEFAULT_PORT = '8500';

interface Options {
  readonly mode: 'paper' | 'real';
  readonly config: string;
  readonly dataDir: string;
  readonly port: string;
  readonly newAccount?: boolean;
  readonly json?: boolean;
}

export function registerTradeCommand(program: Command): void {
  program
    .command('trade')
    .description(
      'trades on a venue, or on paper on its live prices, by the strategies of a configuration; in dev on a local simulator only (atalaya exchange)',
    )
    .addOption(
      new Option('--mode <mode>', 'real: orders go to the venue; paper: they are filled here, on its live prices, without a key')
        .choices(['paper', 'real'])
        .default('real'),
    )
    .requiredOption('--config <file>', 'session configuration, in config/ or by path')
    .option('--data-dir <folder>', 'data folder', DEFAULT_DATA_FOLDER)
    .option('--port <number>', 'port on this machine for signed signals, where the configuration takes them', DEFAULT_PORT)
    .option('--new-account', 'begins a new journal although this account has had a session in the data folder')
    .option('--json', 'prints what was started as one JSON document')
    .addHelpText(
      'after',
      '\nThe venue\'s key and secret are read from ATALAYA_VENUE_KEY and ATALAYA_VENUE_SECRET; Interactive Brokers has none.\nENVIRONMENT is dev (default), staging or prod; in prod orders leave only while the account is armed: atalaya arm.\nWith "signals" in the configuration signed signals from outside trade too: docs/guides/webhook-signals.md.\nWith "standby" in the configuration a second trade waits and takes over when the first one ends or goes silent: docs/guides/standby.md.\nIts panel: atalaya run --roles web, with the same --data-dir.',
    )
    .action(trade);
}

async function trade(options: Options): Promise<void> {
  const { mode, dataDir: dataFolder } = options;
  const config = readLiveConfig(options.config);
  const signalPort = portOf(options.port);
  const sessionWords = [
    'trade',
    ...(mode === 'paper' ? ['--mode', mode] : []),
    '--config',
    options.config,
    ...(options.port === DEFAULT_PORT ? [] : ['--port', options.port]),
  ];
  await runRole(
    () =>
      startLiveRole({
        config,
        mode,
        environment: environmentNamed(ENVIRONMENT.name),
        dataFolder,
        server: 'optional',
        signalPort,
        beginsAnew: options.newAccount === true,
        sessionWords,
      }),
    (facts) => (options.json ? printJson(facts.json) : announceTrader(facts)),
  );
}
