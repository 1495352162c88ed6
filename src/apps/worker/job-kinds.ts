/** Every kind of job: what it is asked with, what it is called in a list, how often a crash of it is tried again, and what is kept of its result. */

import type { z } from 'zod';
import type { Database, Query } from '../../adapters/postgres/database.ts';
import type { StartedJob } from '../../adapters/postgres/jobs.ts';
import { addRun } from '../../adapters/postgres/research-runs.ts';
import { importInput } from '../../api/data.ts';
import type { JobKind } from '../../api/jobs.ts';
import { type BacktestData, backtestInput } from '../../api/research.ts';
import { backupInput } from '../../api/storage.ts';
import { strategyCheckInput } from '../../api/strategies.ts';
import { tellIssue } from '../../api/unclear.ts';
import { InputError } from '../../core/domain/result.ts';
import { placeOf } from '../backup-now.ts';
import { removeTables, writeTables } from '../backup-tables.ts';
import type { BacktestOutcome } from './backtest-task.ts';
import { expectStrategy } from './strategy-source.ts';

/** What the work needs of the database, which it has no way to: written for it to the data folder, and taken away again. */
export interface JobNeeds {
  prepare(database: Database, dataFolder: string, jobId: string): Promise<void>;
  clear(dataFolder: string, jobId: string): void;
}

interface JobKindRow<S extends z.ZodType> {
  readonly input: S;
  title(input: z.infer<S>): string;
  /** Refuses at once what can't be started: an InputError. What has to be looked up in the data is the work's own affair. */
  expect?(input: z.infer<S>): void;
  /** Starts after which a process that crashes is not started again. What is refused with a reason is never tried again. */
  readonly attempts: number;
  readonly needs?: JobNeeds;
  /** What the job's row says of the result. */
  summary(outcome: unknown, job: StartedJob): unknown;
  /** Keeps the rest, in the transaction that ends the job. */
  keep(query: Query, job: StartedJob, outcome: unknown): Promise<void>;
}

const NOTHING_MORE = { summary: (outcome: unknown) => outcome, keep: async () => {} };

const kind = <S extends z.ZodType>(row: JobKindRow<S>) => row;

const dataTitle = (data: BacktestData) =>
  data.kind === 'lake'
    ? `${data.symbol} ${data.timeframe}`
    : data.kind === 'sample'
      ? data.name
      : data.upload.slice(data.upload.indexOf('/') + 1);

export const JOB_KINDS = {
  backtest: kind({
    input: backtestInput,
    expect: ({ strategy }) => expectStrategy(strategy),
    title: ({ strategy, data }) => `${strategy} · ${dataTitle(data)}`,
    attempts: 2,
    // The run has the id of its job.
    summary: (_, { id }) => ({ runId: id }),
    keep: (query, { id, requestedBy }, outcome) => addRun(query, { id, requestedBy, ...(outcome as BacktestOutcome) }),
  }),
  'data-import': kind({
    input: importInput,
    title: ({ upload, venue, symbol }) => `${upload.slice(upload.indexOf('/') + 1)} → ${venue} ${symbol}`,
    attempts: 2,
    ...NOTHING_MORE,
  }),
  backup: kind({
    input: backupInput,
    title: ({ account }) => account ?? 'backup',
    attempts: 1,
    needs: {
      prepare: (database, dataFolder, jobId) => writeTables(database, placeOf({ dataFolder }), jobId),
      clear: (dataFolder, jobId) => removeTables(placeOf({ dataFolder }), jobId),
    },
    ...NOTHING_MORE,
  }),
  'strategy-check': kind({
    input: strategyCheckInput,
    expect: ({ strategy }) => expectStrategy(strategy),
    title: ({ strategy }) => strategy,
    attempts: 1,
    ...NOTHING_MORE,
  }),
} as const satisfies Record<JobKind, JobKindRow<z.ZodType>>;

/** The input as its kind takes it, with its defaults. InputError INPUT_INVALID names the first field that is wrong; or what the kind expects beyond that. */
export function readInput<K extends JobKind>(
  name: K,
  input: unknown,
): { readonly input: z.infer<(typeof JOB_KINDS)[K]['input']>; readonly title: string } {
  const row = JOB_KINDS[name] as JobKindRow<z.ZodType>;
  const read = row.input.safeParse(input);
  if (!read.success) throw new InputError('INPUT_INVALID', tellIssue(read.error.issues[0], input).sentence, 2);
  row.expect?.(read.data);
  return { input: read.data as never, title: row.title(read.data) };
}
