/** Everything of research that a web server needs, in one hand: jobs, runs, data and strategies over one database and one data folder. */

import type { Readable } from 'node:stream';
import type { ExportQuery, Upload } from '../../api/data.ts';
import type { BacktestInput } from '../../api/research.ts';
import type { SessionSnapshot } from '../../api/session.ts';
import { type DataDesk, openDataDesk } from './data-desk.ts';
import { type Download, exportData } from './export-data.ts';
import { type JobsDesk, type JobsDeskOptions, openJobsDesk } from './jobs-desk.ts';
import { openRunsDesk, type RunsDesk } from './runs-desk.ts';
import { openStrategiesDesk, type StrategiesDesk } from './strategies-desk.ts';
import { askTask } from './task-process.ts';
import { storeUpload } from './uploads.ts';

export interface ResearchDesk {
  readonly jobs: JobsDesk;
  readonly runs: RunsDesk;
  readonly data: DataDesk & {
    export(query: ExportQuery): Promise<Download>;
    /** Keeps a file until a job reads it. InputError UPLOAD_TOO_LARGE, UPLOAD_NAME. */
    upload(fileName: string, content: Readable): Promise<Upload>;
  };
  readonly strategies: StrategiesDesk;
  close(): Promise<void>;
}

interface ResearchDeskOptions extends JobsDeskOptions {
  readonly dataFolder: string;
  /** What runs now; absent or null where nothing does. */
  readonly session?: () => SessionSnapshot | null;
}

export function openResearchDesk(options: ResearchDeskOptions): ResearchDesk {
  const { database, dataFolder } = options;
  const jobs = openJobsDesk({
    ...options,
    // With the defaults alone a strategy runs, or it would not load.
    look: async (kind, input) => {
      const { strategy, parameters } = input as Pick<BacktestInput, 'strategy' | 'parameters'>;
      if (kind === 'backtest' && Object.keys(parameters).length > 0)
        await askTask('strategy-parameters', { strategy, parameters }, dataFolder);
    },
  });
  return {
    jobs,
    runs: openRunsDesk(database, dataFolder),
    data: {
      ...openDataDesk(dataFolder),
      export: (query) => exportData(dataFolder, query),
      upload: (fileName, content) => storeUpload(dataFolder, fileName, content),
    },
    strategies: openStrategiesDesk(database, dataFolder, options.session),
    close: () => jobs.close(),
  };
}
