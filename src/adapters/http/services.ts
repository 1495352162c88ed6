/** The port through which the web server sees the processes beside it. */

import type { FigureQuery, FigureSeries } from '../../api/figures.ts';
import type { Job } from '../../api/jobs.ts';
import type { LogNews, LogNewsQuery, LogPage, LogQuery } from '../../api/logs.ts';
import type { BackupList, Storage } from '../../api/storage.ts';
import type { ProcessList, ProcessRow, RestartableName, ServiceOverview } from '../../api/system.ts';

/** Who asks, for the audit. */
export interface ServiceOrigin {
  readonly by: string;
  readonly address: string;
  readonly reason: string;
}

/** What can't be asked just now is refused with an InputError: SUPERVISOR_ABSENT where nobody keeps them. */
export interface Services {
  processes(): Promise<ProcessList>;
  /** Everything at once, also where nobody keeps the processes. */
  overview(): Promise<ServiceOverview>;
  figures(query: FigureQuery): FigureSeries;
  logs(query: LogQuery): Promise<LogPage>;
  /** Settles as soon as there are lines, or with none after some seconds; at once when `signal` says that nobody waits any more. */
  logNews(query: LogNewsQuery, signal: AbortSignal): Promise<LogNews>;
  /** Everything that is found, piece by piece. */
  logFile(query: Omit<LogQuery, 'limit' | 'cursor'>): AsyncIterable<string>;
  storage(): Promise<Storage>;
  backups(): BackupList;
  backUp(input: { readonly account?: string | undefined }, by: string, key?: string): Promise<Job>;
  /** Settles when the restart has begun and the audit tells of it; without an audit nothing is done. */
  restart(name: RestartableName, origin: ServiceOrigin): Promise<ProcessRow>;
}
