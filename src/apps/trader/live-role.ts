/** The trader at a venue, or on paper on its prices, as a role: account, control socket, signals, owner's chat, and a stop that waits for its orders. */

import { resolve } from 'node:path';
import { openDoor } from '../../adapters/control-socket/door.ts';
import { noteSessionCommand } from '../../adapters/control-socket/session-command.ts';
import { PinFile } from '../../adapters/secret-files/pin-file.ts';
import { InputError } from '../../core/domain/result.ts';
import type { Environment } from '../../core/operations/environment-guard.ts';
import { kindOfHost } from '../../core/operations/venue-hosts.ts';
import type { LeaseRecord } from '../../core/trading/live/lease.ts';
import { note } from '../cli/output.ts';
import { pinFileIn } from '../cli/pin.ts';
import { configRemarks, ENVIRONMENT, isGateway, type LiveConfig, venueAddresses } from '../config.ts';
import { requireAllowed } from '../environment.ts';
import { takeInstanceLock } from '../instance-lock.ts';
import type { RunningRole, TraderFacts } from '../platform/role.ts';
import { createStopStack } from '../platform/stop-stack.ts';
import { prepareRuntimeFolders } from '../runtime-folders.ts';
import { type DeliveredSecrets, openDelivered } from '../secrets/delivered.ts';
import type { Leadership } from '../standby/leadership.ts';
import { standBy } from '../standby/stand-by.ts';
import { RELEASE } from '../strategy-registry.ts';
import { createDatabaseRole, type EmbeddedServerUse } from './database-role.ts';
import { createLiveControl, liveArming } from './live-control.ts';
import type { LiveStop } from './live-stop.ts';
import { type LiveTrader, openLiveTrader } from './live-trader.ts';
import { type Notices, startNotices } from './notices/notices.ts';
import { createOwnerDesk, type OwnerDeskParts } from './owner-desk.ts';
import { createSessionDesk } from './session-desk.ts';
import { lapseOf, openSignalDoor, webhookSecret } from './signal-door.ts';
import { openTraderFigures } from './trader-figures.ts';
import { type Credentials, NO_CREDENTIALS, proveKey, tryKey, venueCredentials, venueSecretName } from './venue-credentials.ts';

export interface LiveRoleSettings {
  readonly config: LiveConfig;
  readonly mode: 'paper' | 'real';
  readonly environment: Environment;
  readonly dataFolder: string;
  readonly server: EmbeddedServerUse;
  /** Of this trader's own door for signed signals; null where the web role takes them. */
  readonly signalPort: number | null;
  readonly beginsAnew: boolean;
  /** What begins it again, to be noted for those who find it silent; null where its supervisor has done so. */
  readonly sessionWords: readonly string[] | null;
}

/** With a standby it may take for ever until it settles: this process is the one that trades then. */
export async function startLiveRole(settings: LiveRoleSettings): Promise<RunningRole<TraderFacts>> {
  const { config, mode, environment, signalPort, sessionWords } = settings;
  const isPaper = mode === 'paper';
  const allow = (credentials: Credentials) => requireModeAllowed(settings, credentials);
  if (isPaper) allow(NO_CREDENTIALS);
  for (const { en } of configRemarks(config)) note(en);
  const dataFolder = resolve(settings.dataFolder);
  const folders = prepareRuntimeFolders(dataFolder);
  const secrets = await openDelivered(folders.state, note);
  const credentials = isPaper ? NO_CREDENTIALS : await venueCredentials(config, secrets, allow);
  const secret = config.signals && signalPort !== null ? webhookSecret(folders.state) : null;
  const started = createStopStack();
  try {
    const { leadership, release } = await takeAccount(config, dataFolder);
    started.push(release);
    if (sessionWords !== null) noteSessionCommand(dataFolder, sessionWords);
    let opened: LiveTrader | null = null;
    const isArmable = environment === 'prod' && !isPaper;
    const arming = liveArming({
      ...{ dataFolder, environment, account: config.account, release: RELEASE, key: credentials.key, trader: () => opened },
    });
    const trader = await openLiveTrader({
      ...{ config, mode, environment, dataFolder, release: RELEASE, ...credentials },
      armed: () => !isArmable || arming.decision().armed,
      database: createDatabaseRole({
        databaseFolder: folders.database,
        url: ENVIRONMENT.databaseUrl,
        ownerUrl: ENVIRONMENT.databaseOwnerUrl,
        server: settings.server,
      }),
      ...(isArmable && { arming: () => arming.inForce() }),
      ...(leadership && { leadership }),
      ...(settings.beginsAnew && { beginsAnew: true }),
    });
    opened = trader;
    started.push(() => trader.stop());
    const notices = await openNotices(trader, dataFolder, secrets);
    started.push(() => notices.stop());
    const door = await openDoor({
      desk: createLiveControl(trader, dataFolder, arming, isPaper ? null : new PinFile(pinFileIn(dataFolder))),
      session: createSessionDesk({
        source: trader.source,
        orders: trader.orders,
        takesSignals: config.signals === true,
        closed: () => lapseOf(trader),
        signal: (wish) => trader.signal(wish),
        audit: (entry) => trader.audit(entry),
        figures: openTraderFigures(trader.orderLatency),
      }),
      owner: createOwnerDesk({ secrets, notices, audit: (entry) => trader.audit(entry), venue: venueProof(config, secrets, allow) }),
      dataFolder,
      shortFolders: ENVIRONMENT.runtimeFolders,
      takesOver: leadership !== null,
      onBug,
    });
    started.push(() => door.close());
    if (secret !== null && signalPort !== null) {
      const signals = await openSignalDoor({ trader, environment, secret, port: signalPort, onBug, say: note });
      started.push(() => signals.close());
    }
    return { facts: factsOf(config, mode, environment, trader), ...stopsOf(trader, started.stopAll) };
  } catch (error) {
    await started.stopAll();
    throw error;
  }
}

/** How the key of the session's venue is tried; a gateway has none. */
function venueProof(config: LiveConfig, secrets: DeliveredSecrets, allow: (credentials: Credentials) => void): OwnerDeskParts['venue'] {
  if (isGateway(config)) return null;
  return {
    name: venueSecretName(config),
    prove: (delivered, isCandidate) => (isCandidate ? proveKey(config, secrets, delivered, allow) : tryKey(config, delivered, allow)),
  };
}

const onBug = (error: unknown, correlationId: string, route: string) =>
  note(`bug in ${route} (${correlationId}): ${(error as Error).stack ?? error}`);

function requireModeAllowed({ config, mode, environment }: LiveRoleSettings, { key, secret }: Credentials): void {
  const isPaper = mode === 'paper';
  if (isPaper && config.standby !== undefined)
    throw new InputError('PAPER_STANDBY', 'standby: expected none in mode paper, whose account is of this machine; take it out', 3);
  requireAllowed({
    environment,
    mode,
    hosts: venueAddresses(config).map((address) => ({ setting: isGateway(config) ? 'venue.host' : 'venue.url', address })),
    keys: isPaper || isGateway(config) ? [] : [{ setting: 'ATALAYA_VENUE_KEY', isSimulatorKey: key() === secret() }],
    leverage: [{ setting: 'leverage', value: config.leverage }],
  });
}

/** Nothing more is entered and what is on its way is waited for; asked once more, it is cancelled. */
function stopsOf(trader: LiveTrader, stopAll: () => Promise<void>): Pick<RunningRole<TraderFacts>, 'stop' | 'hurry'> {
  let stopping: LiveStop | null = null;
  return {
    async stop(why) {
      note(`${why}: nothing more is entered; orders on their way are waited for, at most 5 minutes (once more: they are cancelled now)`);
      stopping = trader.retire();
      const { kept, bare } = await stopping.done;
      note(`stopped: ${kept.length === 0 ? 'no order works' : `${kept.length} protective or undecided orders stay at the venue`}`);
      for (const position of bare) note(`stopped: ${position}: nothing watches it until the next start`);
      await stopAll();
    },
    hurry: () => stopping?.hurry(),
  };
}

function openNotices(trader: LiveTrader, dataFolder: string, secrets: DeliveredSecrets): Promise<Notices> {
  return startNotices({
    secrets,
    source: trader.source,
    venue: { link: () => trader.venueLink(), lastComparison: () => trader.session.lastComparison },
    dataFolder,
    audit: (entry) => trader.audit(entry),
    answerApproval: (answer) => trader.answerApproval(answer),
    onDemand: (demand) => trader.watch(demand),
  });
}

interface Hold {
  /** Null where no other trader stands by. */
  readonly leadership: Leadership | null;
  readonly release: () => void | Promise<void>;
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

function factsOf(config: LiveConfig, mode: LiveRoleSettings['mode'], environment: Environment, { resumed }: LiveTrader): TraderFacts {
  const { account, venue, instruments } = config;
  const simulated = isGateway(config)
    ? config.venue.simulator
    : venueAddresses(config).every((address) => kindOfHost(address) === 'simulator');
  const where = [
    mode === 'paper' ? `paper, on the live prices of ${venue.name}` : venue.name,
    simulated ? ', a simulator on this machine' : '',
    simulated || mode === 'paper' ? ': no money is at stake' : '',
  ].join('');
  return {
    headline: `Atalaya trades ${instruments.map(({ id }) => id).join(', ')} on ${where}.`,
    account,
    environment,
    beginning: resumed
      ? 'It goes on where it was, once the venue has been compared.'
      : 'A new session begins, once the venue has been compared.',
    ending:
      mode === 'paper' && !isGateway(config)
        ? 'Ctrl+C stops it; what prices pass meanwhile is filled at the first ones of the next start.'
        : 'Ctrl+C stops it; what protects stays at the venue.',
    json: { account, venue: venue.name, mode, environment, resumed },
  };
}
