/** The processes beside the web, as its server asks for them: told by the supervisor, and started again under the eyes of the audit. */

import type { Services } from '../../adapters/http/services.ts';
import type { Database } from '../../adapters/postgres/database.ts';
import { audited } from '../web/accounts/parts.ts';
import type { Supervisor } from './ask-supervisor.ts';

export interface ServicesDeskOptions {
  readonly supervisor: Supervisor;
  /** Of the audit. */
  readonly database: Database;
}

export function openServicesDesk({ supervisor, database }: ServicesDeskOptions): Services {
  const parts = { database: () => database, now: () => Date.now() };
  return {
    processes: async () => ({ at: Date.now(), processes: [...(await supervisor.ask('processes', null))] }),
    restart(name, { by, address, reason }) {
      const told = { act: 'process.restart', target: name, detail: { reason } };
      // The entry is written with the act: without it nothing is asked for, and a refusal is told too.
      return audited(parts, { name: by, address }, told, async (query, note) => {
        await query('select 1 from audit.entry limit 1');
        const row = await supervisor.ask('restart', { name });
        note({ processId: row.processId });
        return row;
      });
    },
  };
}
