/** `atalaya trade`: trades on a venue, or on a simulator of one, until it is stopped. */

import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { openDoor } from '../../adapters/control-socket/door.ts';
import { noteSessionCommand } from '../../adapters/control-socket/session-command.ts';
import { PinFile } from '../../adapters/secret-files/pin-file.ts';
import { InputError } from '../../core/domain/result.ts';
import { kindOfHost } from '../../core/operations/venue-hosts.ts';
import type { LeaseRecord } from '../../core/trading/live/lease.ts';
import { configRemarks, ENVIRONMENT, isGateway, type LiveConfig, readLiveConfig, secretFault, venueAddresses } from '../config.ts';
import { environmentNamed, requireAllowed } from '../environment.ts';
import { takeInstanceLock } from '../instance-lock.ts';
import { prepareRuntimeFolders } from '../runtime-folders.ts';
import type { Leadership } from '../standby/leadership.ts';
import { standBy } from '../standby/stand-by.ts';
import { DEFAULT_DATA_FOLDER, RELEASE } from '../strategy-registry.ts';
import { createLiveControl, liveArming } from '../trader/live-control.ts';
import type { LiveStop } from '../trader/live-stop.ts';
import { type LiveTrader, openLiveTrader } from '../trader/live-trader.ts';
import { startOwnerChat } from '../trader/owner-chat.ts';
import { openSignalDoor, webhookSecret } from '../trader/signal-door.ts';
import { portOf } from './arguments.ts';
import { note, print, printJson } from './output.ts';
import { pinFileIn } from './pin.ts';

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
      '\nThe venue\'s key and secret are read from ATALAYA_VENUE_KEY and ATALAYA_VENUE_SECRET; Interactive Brokers has none.\nENVIRONMENT is dev (default), staging or prod; in prod orders leave only while the account is armed: atalaya arm.\nWith "signals" in the configuration signed signals from outside trade too: docs/guides/webhook-signals.md.\nWith "standby" in the configuration a second trade waits and takes over when the first one ends or goes silent: docs/guides/standby.md.',
    )
    .action(trade);
}

async function trade(options: Options): Promise<void> {
  const config = readLiveConfig(options.config);
  const environment = environmentNamed(ENVIRONMENT.name);
  const { mode } = options;
  const isPaper = mode === 'paper';
  const { key, secret } = isPaper ? NO_CREDENTIALS : credentialsOf(config);
  if (isPaper && config.standby !== undefined)
    throw new InputError('PAPER_STANDBY', 'standby: expected none in mode paper, whose account is of this machine; take it out', 3);
  requireAllowed({
    environment,
    mode,
    hosts: venueAddresses(config).map((address) => ({ setting: isGateway(config) ? 'venue.host' : 'venue.url', address })),
    keys: isPaper || isGateway(config) ? [] : [{ setting: 'ATALAYA_VENUE_KEY', isSimulatorKey: key() === secret() }],
    leverage: [{ setting: 'leverage', value: config.leverage }],
  });
  for (const remark of configRemarks(config)) note(remark);
  const dataFolder = resolve(options.dataDir);
  const port = portOf(options.port);
  const { state } = prepareRuntimeFolders(dataFolder);
  const secretOfSignals = config.signals ? webhookSecret(state) : null;
  const hold = await takeAccount(config, dataFolder);
  const { leadership } = hold;
  noteSessionCommand(dataFolder, [
    'trade',
    ...(isPaper ? ['--mode', mode] : []),
    '--config',
    options.config,
    ...(options.port === DEFAULT_PORT ? [] : ['--port', options.port]),
  ]);
  const onBug = (error: unknown, correlationId: string, route: string) =>
    note(`bug in ${route} (${correlationId}): ${(error as Error).stack ?? error}`);
  let trader: LiveTrader | null = null;
  let signals: { close(): Promise<void> } | null = null;
  let chat: Awaited<ReturnType<typeof startOwnerChat>> = null;
  const isArmable = environment === 'prod' && !isPaper;
  const arming = liveArming({ dataFolder, environment, account: config.account, release: RELEASE, key, trader: () => trader });
  try {
    trader = await openLiveTrader({
      ...{ config, mode, environment, dataFolder, release: RELEASE, key, secret },
      armed: () => !isArmable || arming.decision().armed,
      ...(isArmable && { arming: () => arming.inForce() }),
      ...(leadership && { leadership }),
      ...(options.newAccount && { beginsAnew: true }),
    });
    if (secretOfSignals !== null) signals = await openSignalDoor({ trader, environment, secret: secretOfSignals, port, onBug, say: note });
    chat = await openChat(trader, dataFolder);
  } catch (error) {
    await signals?.close();
    await trader?.stop();
    await hold.release();
    throw error;
  }
  const running = trader;
  const door = await openDoor({
    desk: createLiveControl(running, dataFolder, arming, isPaper ? null : new PinFile(pinFileIn(dataFolder))),
    dataFolder,
    shortFolders: ENVIRONMENT.runtimeFolders,
    takesOver: leadership !== null,
    onBug,
  });
  if (options.json) printJson({ account: config.account, venue: config.venue.name, mode, environment, resumed: running.resumed });
  else announce(config, mode, environment, running);

  let stopping: LiveStop | null = null;
  const stop = async (signal: string) => {
    if (stopping !== null) return stopping.hurry();
    note(`${signal}: nothing more is entered; orders on their way are waited for, at most 5 minutes (once more: they are cancelled now)`);
    stopping = running.retire();
    const { kept, bare } = await stopping.done;
    note(`stopped: ${kept.length === 0 ? 'no order works' : `${kept.length} protective or undecided orders stay at the venue`}`);
    for (const position of bare) note(`stopped: ${position}: nothing watches it until the next start`);
    await signals?.close();
    await door.close();
    await chat?.stop();
    await running.stop();
    await hold.release();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop('SIGINT'));
  process.on('SIGTERM', () => void stop('SIGTERM'));
}

interface Hold {
  /** Null where no other trader stands by. */
  readonly leadership: Leadership | null;
  release(): void | Promise<void>;
}

function openChat(trader: LiveTrader, dataFolder: string): ReturnType<typeof startOwnerChat> {
  return startOwnerChat({
    source: trader.source,
    venue: { link: () => trader.venueLink(), lastComparison: () => trader.session.lastComparison },
    dataFolder,
    audit: (entry) => trader.audit(entry),
    answerApproval: (answer) => trader.answerApproval(answer),
    onDemand: (demand) => trader.watch(demand),
  });
}

/** Settles when this process is the one that trades the account. With a standby that may take for ever. */
async function takeAccount(config: LiveConfig, dataFolder: string): Promise<Hold> {
  if (config.standby === undefined) {
    const lock = await takeInstanceLock(dataFolder);
    return { leadership: null, release: () => lock.release() };
  }
  const onLost = ({ holder, epoch }: LeaseRecord) => {
    note(`LEASE_LOST: ${holder} has taken over (lease ${epoch}): this process sends and records nothing more and ends`);
    // At once: whatever is still under way here is no longer this process's business.
    process.exit(3);
  };
  const leadership = await standBy({ config, dataFolder, say: note, onLost }, config.standby.kind);
  return { leadership, release: () => leadership.end() };
}

/** On paper nothing is signed. */
const NO_CREDENTIALS = { key: () => '', secret: () => '' };

/** Interactive Brokers has none: its gateway is logged in by the owner, and what is armed there is the account and the client id. */
function credentialsOf(config: LiveConfig): { readonly key: () => string; readonly secret: () => string } {
  if (isGateway(config)) {
    const { account, clientId } = config.venue;
    return { key: () => `${account} ${clientId}`, secret: () => '' };
  }
  const { venueKey: key, venueSecret: secret } = ENVIRONMENT;
  if (key() !== '' && secret() !== '') {
    const fault = secretFault(config, secret());
    if (fault === null) return { key, secret };
    throw new InputError('VENUE_SECRET_INVALID', `ATALAYA_VENUE_SECRET: ${fault}`, 3);
  }
  throw new InputError('VENUE_KEY_MISSING', "expected the venue's key and secret in ATALAYA_VENUE_KEY and ATALAYA_VENUE_SECRET", 3);
}

function announce(config: LiveConfig, mode: Options['mode'], environment: string, { resumed }: LiveTrader): void {
  const { account, venue, instruments } = config;
  const simulated = isGateway(config)
    ? config.venue.simulator
    : venueAddresses(config).every((address) => kindOfHost(address) === 'simulator');
  const where = [
    mode === 'paper' ? `paper, on the live prices of ${venue.name}` : venue.name,
    simulated ? ', a simulator on this machine' : '',
    simulated || mode === 'paper' ? ': no money is at stake' : '',
  ].join('');
  print(
    `Atalaya trades ${instruments.map(({ id }) => id).join(', ')} on ${where}.`,
    '',
    `  Account      ${account} (${environment})`,
    '  Control      npx atalaya status, positions, orders, pause, kill: in another terminal, with the same --data-dir',
    '',
    resumed ? 'It goes on where it was, once the venue has been compared.' : 'A new session begins, once the venue has been compared.',
    mode === 'paper' && !isGateway(config)
      ? 'Ctrl+C stops it; what prices pass meanwhile is filled at the first ones of the next start.'
      : 'Ctrl+C stops it; what protects stays at the venue.',
  );
}
