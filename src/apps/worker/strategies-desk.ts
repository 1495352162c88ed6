/** Strategies for who serves them: what the owner's folder holds, each with its parameters, its source and its last check. */

import { statSync } from 'node:fs';
import type { Database } from '../../adapters/postgres/database.ts';
import { latestJobs } from '../../adapters/postgres/jobs.ts';
import { strategyResults } from '../../adapters/postgres/strategy-results.ts';
import type { Job } from '../../api/jobs.ts';
import type { SessionSnapshot } from '../../api/session.ts';
import type { Allocation, Strategy, StrategyCheck, StrategyResult, StrategySource } from '../../api/strategies.ts';
import { writeNewStrategy } from '../new-strategy.ts';
import { STRATEGIES_FOLDER, strategyFiles } from '../strategy-registry.ts';
import { allocationOf } from './allocation-desk.ts';
import type { CatalogueEntry } from './catalogue-task.ts';
import { strategySource, unknownStrategy } from './strategy-source.ts';
import { askTask } from './task-process.ts';
import { toldFindings } from './told.ts';

export interface StrategiesDesk {
  /** By id. Reads the files again when one of them has changed. */
  list(): Promise<Strategy[]>;
  /** InputError STRATEGY_UNKNOWN. */
  read(id: string): Promise<Strategy>;
  source(id: string): StrategySource;
  /** Writes a small working strategy to edit. InputError NAME_INVALID, FILE_EXISTS, FILE_NOT_WRITTEN. */
  create(id: string): StrategySource;
  /** By account and strategy, from the trading views. */
  results(): Promise<StrategyResult[]>;
  /** Proposed weights of what runs. */
  allocation(method: Allocation['method']): Promise<Allocation>;
}

export function openStrategiesDesk(
  database: Database,
  dataFolder: string,
  session: () => SessionSnapshot | null = () => null,
): StrategiesDesk {
  let read: { readonly state: string; readonly entries: Promise<CatalogueEntry[]> } | null = null;

  /** One process reads the folder for everybody who asks meanwhile. */
  function entries(): Promise<CatalogueEntry[]> {
    const state = folderState();
    if (read?.state !== state) {
      const asked = { state, entries: askTask('strategy-list', null, dataFolder) as Promise<CatalogueEntry[]> };
      asked.entries.catch(() => {
        if (read === asked) read = null;
      });
      read = asked;
    }
    return read.entries;
  }

  async function list(): Promise<Strategy[]> {
    const [found, checks] = await Promise.all([entries(), latestJobs(database, 'strategy-check', 'strategy')]);
    return found.map((entry) => ({ ...entry, check: checkOf(checks.get(entry.id), entry) }));
  }

  return {
    list,
    async read(id) {
      const found = (await list()).find((one) => one.id === id);
      if (!found) throw unknownStrategy(id);
      return found;
    },
    source: strategySource,
    create(id) {
      writeNewStrategy(id);
      return strategySource(id);
    },
    results: () => strategyResults(database),
    allocation: (method) => allocationOf(database, session(), method),
  };
}

/** What tells one state of the folder from another. */
function folderState(): string {
  return [...strategyFiles().values(), STRATEGIES_FOLDER]
    .map((file) => {
      const { mtimeMs, size } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
      return `${file} ${mtimeMs} ${size}`;
    })
    .join('\n');
}

interface CheckResult {
  readonly sourceHash: string;
  readonly ok: boolean;
  readonly findings: unknown;
}

function checkOf(job: Job | undefined, { id, sourceHash }: CatalogueEntry): StrategyCheck | null {
  if (!job) return null;
  const at = job.finishedAt ?? job.createdAt;
  if (job.state === 'failed') {
    const changedAt = statSync(strategyFiles().get(id) ?? '', { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    return { at, current: changedAt < (job.startedAt ?? job.createdAt), ok: false, findings: [], error: job.error };
  }
  const { ok, findings, sourceHash: checked } = job.result as CheckResult;
  return { at, current: checked === sourceHash, ok, findings: toldFindings(findings), error: null };
}
