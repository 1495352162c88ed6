// Every part of the interface in one server, over a real database and a scripted session: for what is asked of the interface as a whole.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type ServerOptions, type WebServer } from '../../src/adapters/http/create-server.ts';
import { openArchiveDesk } from '../../src/apps/platform/archive-desk.ts';
import { openSupervisor } from '../../src/apps/platform/ask-supervisor.ts';
import { openFigureKeeper } from '../../src/apps/platform/figure-keeper.ts';
import { openLogsDesk } from '../../src/apps/platform/logs-desk.ts';
import { openNoticeDesk, openSecretDesk } from '../../src/apps/platform/secret-desk.ts';
import { openServicesDesk } from '../../src/apps/platform/services-desk.ts';
import { openStorageDesk } from '../../src/apps/platform/storage-desk.ts';
import { openPortfolioThread } from '../../src/apps/portfolio/ask-thread.ts';
import { openSettingsDesk } from '../../src/apps/settings/settings-desk.ts';
import { openSettings } from '../../src/apps/settings/settings-files.ts';
import { NO_DEPTH } from '../../src/apps/trader/market-depth.ts';
import { createAccountDesk } from '../../src/apps/web/accounts/desk.ts';
import { openResearchDesk } from '../../src/apps/worker/research-desk.ts';
import { InputError } from '../../src/core/domain/result.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';
import { riskOf } from '../risk/risk-lab.ts';
import { AccountsLab } from './accounts-lab.ts';

export interface WholeInterface {
  readonly lab: AccountsLab;
  readonly server: WebServer;
  /** For another server over the same parts. */
  readonly options: ServerOptions;
  /** What was answered with 500. */
  readonly bugs: readonly unknown[];
  close(): Promise<void>;
}

const NO_VENUE = { code: 'RECONCILE_NO_VENUE', message: 'a session on paper has none', measured: null, limit: null };
const MODE = { name: 'NORMAL', reason: null, by: null, since: 1, closesOnly: false, blockers: [], triggers: [], pinAsked: false } as const;

/** A process that nobody supervises: what the tests run in has a channel of its own. */
const ALONE = { connected: false, on: () => process, off: () => process };

export async function serveEverything(more: Partial<ServerOptions> = {}): Promise<WholeInterface> {
  const lab = await AccountsLab.start();
  lab.now = Date.now();
  const dataFolder = mkdtempSync(join(tmpdir(), 'atalaya-interface-'));
  const { database } = lab;
  const research = openResearchDesk({ database, address: () => lab.address, dataFolder, say: () => {} });
  const portfolio = openPortfolioThread({ address: () => lab.address, dataFolder, ratesUrl: null, quotes: null, say: () => {} });
  const ofSecrets = { parts: lab.parts, stateFolder: join(dataFolder, 'state'), dataFolder };
  const storage = openStorageDesk({ dataFolder, database, say: () => {} });
  const bugs: unknown[] = [];
  const source = new ScriptedSession(300);
  const supervisor = openSupervisor(ALONE);
  const figures = openFigureKeeper({
    ...{ supervisor, follow: () => () => {}, liveClients: () => 0, folder: join(dataFolder, 'figures'), say: () => {} },
  });
  const services = openServicesDesk({
    ...{ supervisor, source, figures, database, storage, jobs: research.jobs, release: '0.0.0', isEmbedded: true },
    logs: openLogsDesk(join(dataFolder, 'logs'), false),
    worker: () => ({ state: 'ok', detail: '' }),
  });
  const settings = openSettingsDesk({
    ...{ settings: openSettings(dataFolder), dataFolder, file: null, database, services, say: () => {} },
    strategies: () => research.strategies.list(),
    running: () => null,
  });
  const options: ServerOptions = {
    source,
    control: {
      positions: () => ({ at: 1, currency: 'USDT', rows: [], standStill: false }),
      mode: () => ({ ...MODE, blockers: [], triggers: [] }),
      reconcile: async () => ({ ok: false, refusal: NO_VENUE }),
      correct: async () => ({ ok: false, refusal: NO_VENUE }),
    },
    orders: {
      preview: () => Promise.reject(new InputError('ORDER_NO_PRICE', 'a scripted session has no engine', 1)),
      act: async () => ({ ok: false, refusal: NO_VENUE }),
      outcome: async () => ({ outcome: 'unknown' }),
      depth: ({ instrumentId }) => NO_DEPTH.of(instrumentId),
      watchDepth: () => () => {},
    },
    portfolio: portfolio.desk,
    risk: riskOf([{ units: 10, price: 100 }]).source,
    archive: openArchiveDesk(database, () => 'paper'),
    research,
    webhook: {
      secret: 'a secret of this test, long enough for it',
      accept: () => Promise.reject(new Error('nothing signed is sent')),
      audit: () => {},
      memory: { load: () => null, save: () => {} } as never,
      injectionAllowed: true,
      confidenceWhenAbsent: 0.5,
    },
    services,
    settings,
    secrets: { desk: openSecretDesk(ofSecrets), notices: openNoticeDesk(ofSecrets) },
    accounts: createAccountDesk(lab.accounts),
    port: 0,
    panelFolder: '/nowhere',
    onBug: (error) => bugs.push(error),
    ...more,
  };
  const server = await createServer(options);
  return {
    lab,
    server,
    options,
    bugs,
    async close() {
      settings.close();
      await server.close();
      figures.close();
      storage.close();
      await portfolio.close();
      await research.close();
      await lab.end();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}
