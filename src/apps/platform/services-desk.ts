/** The machinery as the web's server asks for it: what the supervisor tells, what was measured, and processes started again under the eyes of the audit. */

import type { Services } from '../../adapters/http/services.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import type { ProcessRow, ServiceOverview, ServiceState } from '../../api/system.ts';
import { InputError } from '../../core/domain/result.ts';
import { audited } from '../web/accounts/parts.ts';
import type { JobsDesk } from '../worker/jobs-desk.ts';
import type { Supervisor } from './ask-supervisor.ts';
import type { FigureKeeper } from './figure-keeper.ts';
import type { RemoteSource } from './remote-source.ts';
import { serviceRows } from './service-rows.ts';

export interface ServicesDeskOptions {
  readonly logs: Pick<Services, 'logs' | 'logNews' | 'logFile'>;
  readonly storage: Pick<Services, 'storage' | 'backups'>;
  readonly jobs: Pick<JobsDesk, 'start'>;
  readonly supervisor: Supervisor;
  readonly source: Pick<RemoteSource, 'traderState' | 'snapshot' | 'health'>;
  readonly figures: FigureKeeper;
  /** Of the audit, among others. */
  readonly database: Database;
  /** Whether the folder's own server is used. */
  readonly isEmbedded: boolean;
  readonly worker: () => { readonly state: ServiceState; readonly detail: string };
  readonly release: string;
}

export function openServicesDesk(options: ServicesDeskOptions): Services {
  const { logs, storage, jobs, supervisor, source, figures, database, isEmbedded, worker, release } = options;
  const audit = { database: () => database, now: () => Date.now() };

  async function kept(): Promise<readonly ProcessRow[] | null> {
    try {
      return (await supervisor.ask('processes', null)).processes;
    } catch (error) {
      if (error instanceof InputError && error.code === 'SUPERVISOR_ABSENT') return null;
      throw error;
    }
  }

  async function databaseNow(): Promise<ServiceOverview['database']> {
    try {
      const [row] = await database.query<{ version: string; migration: number }>(
        `select current_setting('server_version') as version, (select max(number) from atalaya.migration) as migration`,
      );
      return row === undefined ? null : { ...row, isEmbedded };
    } catch {
      return null;
    }
  }

  return {
    ...logs,
    storage: () => storage.storage(),
    backups: () => storage.backups(),
    backUp: (input, by, key) => jobs.start('backup', input, by, key),
    processes: async () => ({ at: Date.now(), processes: [...(await supervisor.ask('processes', null)).processes] }),
    async overview() {
      const [processes, answered] = await Promise.all([kept(), databaseNow()]);
      const now = Date.now();
      return {
        at: now,
        isSupervised: processes !== null,
        release,
        node: process.version,
        database: answered,
        services: serviceRows({
          ...{ processes, release, now, measured: figures.now(), worker: worker() },
          ...{ trader: source.traderState(), health: source.health(), databaseAnswers: answered !== null },
          traderRelease: source.snapshot()?.release ?? null,
        }),
      };
    },
    figures: ({ hours }) => figures.series(hours),
    restart(name, { by, address, reason }) {
      const told = { act: 'process.restart', target: name, detail: { reason } };
      // The entry is written with the act: without it nothing is asked for, and a refusal is told too.
      return audited(audit, { name: by, address }, told, async (query, note) => {
        await query('select 1 from audit.entry limit 1');
        const row = await supervisor.ask('restart', { name });
        note({ processId: row.processId });
        return row;
      });
    },
  };
}
