/** Finished backtests for who serves them: found, opened, noted on, compared, deleted. */

import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../adapters/postgres/database.ts';
import { deleteRun, listRuns, noteOnRun, readRun, readRuns, runTags } from '../../adapters/postgres/research-runs.ts';
import type { Comparison, Run, RunDetail, RunNotes, RunPage, RunQuery } from '../../api/research.ts';
import { InputError } from '../../core/domain/result.ts';
import { compareRuns } from './compare-runs.ts';
import type { Download } from './export-data.ts';
import { RUN_FILES, type RunFile, removeRunFolder, runFiles, runFolder } from './research-folder.ts';
import { toldRun } from './told.ts';

export interface RunsDesk {
  list(query: RunQuery): Promise<RunPage>;
  tags(): Promise<string[]>;
  /** InputError RUN_UNKNOWN. */
  read(id: string): Promise<RunDetail>;
  /** `report.html` and what else lies beside a run. InputError RUN_UNKNOWN, RUN_FILE_UNKNOWN. */
  file(id: string, name: string): Download;
  note(id: string, notes: RunNotes): Promise<Run>;
  /** The row, then its files. */
  delete(id: string): Promise<void>;
  compare(ids: readonly string[]): Promise<Comparison>;
}

export function openRunsDesk(database: Database, dataFolder: string): RunsDesk {
  return {
    list: (query) => listRuns(database, query),
    tags: () => runTags(database),
    async read(id) {
      const run = await readRun(database, id);
      // What is answered as the result is the document of the command line, and no more.
      const { told: _told, ...result } = run.result;
      return { ...run, result, told: toldRun(run.result), files: runFiles(dataFolder, id) };
    },
    file(id, name) {
      const path = join(runFolder(dataFolder, id), name);
      if (!(name in RUN_FILES) || !existsSync(path)) {
        const held = runFiles(dataFolder, id).join(', ') || 'nothing on this machine';
        throw new InputError('RUN_FILE_UNKNOWN', `expected a file of the run (${held}), found ${name}`);
      }
      return { fileName: `${id}-${name}`, contentType: RUN_FILES[name as RunFile], content: createReadStream(path) };
    },
    note: (id, notes) => noteOnRun(database, id, notes),
    async delete(id) {
      await deleteRun(database, id);
      removeRunFolder(dataFolder, id);
    },
    compare: async (ids) => compareRuns(await readRuns(database, ids)),
  };
}
