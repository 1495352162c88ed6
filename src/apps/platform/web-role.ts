/** The web role: panel, interface, live stream, metrics and signed signals of the trader that runs on the data folder. It may end and come back without the trader noticing. */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer } from '../../adapters/http/create-server.ts';
import { signalsFile } from '../../adapters/http/signals-file.ts';
import type { WebhookOptions } from '../../adapters/http/webhook-route.ts';
import { hasBook } from '../../adapters/postgres/portfolio/operations.ts';
import { createMetrics } from '../../adapters/prometheus/metrics.ts';
import type { ServiceState } from '../../api/system.ts';
import { InputError } from '../../core/domain/result.ts';
import { JournalFailure } from '../../core/journal/durable-journal.ts';
import { note } from '../cli/output.ts';
import { ENVIRONMENT, readSessionConfig } from '../config.ts';
import { environmentNamed } from '../environment.ts';
import { takeRoleLock } from '../instance-lock.ts';
import { deliverAlerts } from '../portfolio/alerts/deliver-alerts.ts';
import { openPortfolioThread } from '../portfolio/ask-thread.ts';
import { prepareRuntimeFolders } from '../runtime-folders.ts';
import { openSettingsDesk } from '../settings/settings-desk.ts';
import { openSettings, type SettingsFiles } from '../settings/settings-files.ts';
import { PROJECT_FOLDER, RELEASE } from '../strategy-registry.ts';
import { CONFIDENCE_WHEN_ABSENT, webhookSecret } from '../trader/signal-door.ts';
import { openResearchDesk } from '../worker/research-desk.ts';
import { startWorker, type WorkerRole } from '../worker/worker-role.ts';
import { openArchiveDesk } from './archive-desk.ts';
import { openSupervisor } from './ask-supervisor.ts';
import { openEntrance } from './entrance.ts';
import { openFigureKeeper } from './figure-keeper.ts';
import { openLogsDesk } from './logs-desk.ts';
import { ownerQuestions } from './owner-questions.ts';
import { openRemoteSource, type RemoteSource } from './remote-source.ts';
import type { RunningRole, WebFacts } from './role.ts';
import { openNoticeDesk, openSecretDesk } from './secret-desk.ts';
import { openServicesDesk } from './services-desk.ts';
import { createStopStack } from './stop-stack.ts';
import { openStorageDesk } from './storage-desk.ts';
import { UNWATCHED, wordedBy } from './trader-away.ts';
import { findDatabase } from './web-database.ts';

/** A supervised trader starts at the same time, and the first page should show it. */
const TRADER_STARTS_MS = { supervised: 20_000, alone: 1_500 };

const WORKER_AGAIN_MS = 3_000;
const PORTFOLIO_LOOKED_FOR_MS = 30_000;
/** Less than the supervisor waits for. */
const ENDS_WITHIN_MS = 4_000;

export interface WebRoleOptions {
  readonly dataFolder: string;
  readonly port: number;
  /** The file the trader was started with; null: the settings count. */
  readonly config: string | null;
  readonly isSupervised: boolean;
}

export async function startWebRole(options: WebRoleOptions): Promise<RunningRole<WebFacts>> {
  const { port, isSupervised } = options;
  const dataFolder = resolve(options.dataFolder);
  const settings = openSettings(dataFolder);
  const takesSignals = takesSignalsBy(settings, options.config);
  const folders = prepareRuntimeFolders(dataFolder);
  const startingMs = isSupervised ? TRADER_STARTS_MS.supervised : TRADER_STARTS_MS.alone;
  const started = createStopStack();
  try {
    // One that a killed supervisor has left is on its way out, and still has the port. Beside one that stays a second memory of spent signals, a second
    // worker and a second writer of the figures would be at work.
    const lock = await takeRoleLock(dataFolder, 'web');
    started.push(() => lock.release());
    const supervisor = openSupervisor();
    started.push(() => supervisor.close());
    const processes = async () => (isSupervised ? (await supervisor.ask('processes', null)).processes : null);
    const source = openRemoteSource({ dataFolder, release: RELEASE, startingMs, processes });
    started.push(() => source.close());
    const { database, address, ready, close } = findDatabase({
      url: ENVIRONMENT.databaseUrl,
      ownerUrl: ENVIRONMENT.databaseOwnerUrl,
      databaseFolder: folders.database,
      say: note,
    });
    started.push(close);
    const research = openResearchDesk({ database, address, dataFolder, session: () => source.snapshot(), say: note });
    started.push(() => research.close());
    const portfolio = openPortfolioThread({ address, dataFolder, ratesUrl: ENVIRONMENT.ratesUrl, quotes: ENVIRONMENT.quotes(), say: note });
    started.push(() => portfolio.close());
    const trader = ownerQuestions(dataFolder, wordedBy({ ...UNWATCHED, processes }));
    const delivery = deliverAlerts({ database, tell: trader.tell, language: ENVIRONMENT.ownerLanguage });
    started.push(() => delivery.stop());
    portfolio.onAlert(delivery.wake);
    // Without a book, and without files that may become one, there is nothing to price and nothing to watch.
    const startPortfolio = async () => {
      const isWanted = existsSync(join(dataFolder, 'portfolio')) || (await hasBook(database.query).catch(() => false));
      if (isWanted) portfolio.start();
      else setTimeout(startPortfolio, PORTFOLIO_LOOKED_FOR_MS).unref();
    };
    ready.then(startPortfolio, () => {});
    const worker = keepWorker(ready, () => startWorker({ database, address: address(), dataFolder, say: note }));
    started.push(() => worker.stop());
    let liveClients = () => 0;
    const figures = openFigureKeeper({
      ...{ supervisor, follow: source.followFigures, liveClients: () => liveClients() },
      ...{ folder: join(folders.state, 'figures'), say: note },
    });
    started.push(() => figures.close());
    const storage = openStorageDesk({ dataFolder, database, say: note });
    started.push(() => storage.close());
    const metrics = createMetrics({
      portfolio: portfolio.counts,
      ...{ release: RELEASE, snapshot: () => source.snapshot(), liveClients: () => liveClients(), processes: () => figures.now() },
    });
    const entrance = openEntrance({ database, ready, stateFolder: folders.state });
    started.push(() => entrance.close());
    const services = openServicesDesk({
      ...{ supervisor, source, figures, database, storage, jobs: research.jobs, release: RELEASE, worker: worker.state },
      logs: openLogsDesk(folders.logs, isSupervised),
      isEmbedded: ENVIRONMENT.databaseUrl === undefined,
    });
    const settingsDesk = openSettingsDesk({
      ...{ settings, dataFolder, file: options.config, database, services, say: note },
      strategies: () => research.strategies.list(),
      running: () => (source.traderState().state === 'running' ? source.snapshot() : null),
    });
    started.push(() => settingsDesk.close());
    const ofSecrets = { parts: entrance.parts, stateFolder: folders.state, dataFolder, processes };
    const server = await createServer({
      source,
      port,
      panelFolder: join(PROJECT_FOLDER, 'panel/dist'),
      metrics: {
        ...metrics,
        requestDone(route, method, status, seconds) {
          metrics.requestDone(route, method, status, seconds);
          figures.requestDone(route, status, seconds);
        },
      },
      sessionsFile: join(folders.state, 'panel-sessions.json'),
      control: source.control,
      orders: source.byHand,
      risk: source.risk,
      research,
      archive: openArchiveDesk(database, () => source.snapshot()?.status.account.accountId ?? null),
      services,
      portfolio: portfolio.desk,
      alerts: { onAlert: portfolio.onAlert, events: (after, limit) => portfolio.desk.alertEvents(eventsAfter(after, limit), THE_SERVER) },
      settings: settingsDesk,
      secrets: { desk: openSecretDesk(ofSecrets), notices: openNoticeDesk(ofSecrets) },
      accounts: entrance.desk,
      ...entrance.place,
      onBug: (error, correlationId, route) => note(`bug in ${route} (${correlationId}): ${(error as Error).stack ?? error}`),
      ...(takesSignals ? { webhook: webhookOf(source, folders.state) } : {}),
    });
    started.push(() => server.close());
    liveClients = () => server.liveClients;
    await Promise.race([source.heard, pause(startingMs, undefined, { ref: false })]);
    const setup = await entrance.setupLink(server.url);
    const link = entrance.desk.ownerIsKnown() ? null : server.loginLink();
    // A job that holds on is taken up again by the next worker.
    const stop = () => Promise.race([started.stopAll(), pause(ENDS_WITHIN_MS, undefined, { ref: false })]);
    return { facts: { url: server.url, link, setup }, stop };
  } catch (error) {
    await started.stopAll();
    throw error;
  }
}

/** Whoever hears of alerts has been asked for the right; the server reads them. */
const THE_SERVER = { by: 'atalaya', address: '' };
const eventsAfter = (after: number, limit: number) => ({ params: undefined, body: undefined, query: { after, limit } });

function takesSignalsBy(settings: SettingsFiles, config: string | null): boolean {
  if (config !== null) return readSessionConfig(config).signals === true;
  const { active } = settings.state();
  return active > 0 && settings.read(active).session.signals === true;
}

interface KeptWorker {
  state(): { readonly state: ServiceState; readonly detail: string };
  stop(): Promise<void>;
}

/** Jobs are taken once there is a database. */
function keepWorker(ready: Promise<void>, start: () => Promise<WorkerRole>): KeptWorker {
  let state: ReturnType<KeptWorker['state']> = { state: 'starting', detail: '' };
  const stopping = new AbortController();
  const { signal } = stopping;
  const worker = (async () => {
    await Promise.race([ready, new Promise((stopped) => signal.addEventListener('abort', stopped))]);
    while (!signal.aborted) {
      try {
        const started = await start();
        state = { state: 'ok', detail: '' };
        return started;
      } catch (error) {
        const [detail = ''] = (error as Error).message.split('\n');
        state = { state: 'failed', detail };
        note(`the worker does not start: ${detail}`);
        await pause(WORKER_AGAIN_MS, undefined, { signal }).catch(() => {});
      }
    }
    return null;
  })();
  return {
    state: () => state,
    async stop() {
      stopping.abort();
      await (await worker)?.stop();
    },
  };
}

/** The secret stays here; what it lets in goes to the trader as a wish. */
function webhookOf(source: RemoteSource, stateFolder: string): WebhookOptions {
  return {
    secret: webhookSecret(stateFolder),
    async accept(wish) {
      try {
        return await source.signal(wish);
      } catch (error) {
        if (error instanceof InputError && NOTHING_DONE.has(error.code)) throw new JournalFailure('JOURNAL_WRITE_FAILED', error.message);
        throw error;
      }
    },
    audit: (entry) => {
      source.audit(entry).catch((error: Error) => note(`not recorded: ${entry.actor} ${entry.action} ${entry.outcome} (${error.message})`));
    },
    closed() {
      const { state, detail } = source.traderState();
      if (state === 'running') return null;
      return { code: 'TRADER_NOT_RUNNING', message: `the trader is ${state}${detail === null ? '' : ` (${detail})`}; nothing was done` };
    },
    memory: signalsFile(join(stateFolder, 'signals.json')),
    // A rehearsal's tool: in prod it would be real money.
    injectionAllowed: environmentNamed(ENVIRONMENT.name) !== 'prod',
    confidenceWhenAbsent: CONFIDENCE_WHEN_ABSENT,
  };
}

/** Refusals of the door after which it is sure that no order has left. */
const NOTHING_DONE: ReadonlySet<string> = new Set([
  'SIGNAL_UNRECORDED',
  'TRADER_NOT_RUNNING',
  'TRADER_RESTARTING',
  'TRADER_SILENT',
  'LEASE_LAPSED',
]);
