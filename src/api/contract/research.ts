/** Research: jobs and their progress, finished runs, strategies, and market data in and out. */

import { z } from 'zod';
import { coverage, coverageQuery, dataSet, exportQuery, importInput, seriesDetail, seriesKey, upload } from '../data.ts';
import { job, jobLogLine, jobLogQuery, jobPage, jobQuery } from '../jobs.ts';
import { backtestInput, comparison, run, runDetail, runNotes, runPage, runQuery, strategyId } from '../research.ts';
import {
  allocation,
  allocationQuery,
  newStrategyInput,
  strategy,
  strategyCheckInput,
  strategyResult,
  strategySource,
} from '../strategies.ts';
import type { Part } from './operation.ts';

const read = { method: 'GET', right: 'research.read' } as const;
const byId = z.object({ id: z.uuid() });
/** Candles of a minute over ten years, as text. */
const LARGEST_UPLOAD_BYTES = 1024 ** 3;

export const jobs = {
  list: { ...read, path: '/api/v1/jobs', summary: 'Jobs, newest first.', query: jobQuery, answer: jobPage },
  read: { ...read, path: '/api/v1/jobs/:id', summary: 'One job.', params: byId, answer: job },
  log: {
    ...read,
    path: '/api/v1/jobs/:id/log',
    summary: 'What a job has said, after a line.',
    params: byId,
    query: jobLogQuery,
    answer: z.object({ lines: z.array(jobLogLine) }),
  },
  cancel: {
    method: 'POST',
    path: '/api/v1/jobs/:id/cancel',
    summary: 'Ends a job: at once where it waits, within a second where it runs.',
    right: 'research.run',
    params: byId,
    answer: job,
  },
} as const satisfies Part;

const start = { method: 'POST', right: 'research.run', status: 202, isRepeatable: true, answer: job } as const;

export const research = {
  backtest: { ...start, path: '/api/v1/research/backtests', summary: 'Starts a backtest.', body: backtestInput },
  runs: { ...read, path: '/api/v1/research/runs', summary: 'Finished backtests, found and sorted.', query: runQuery, answer: runPage },
  tags: { ...read, path: '/api/v1/research/tags', summary: 'Tags in use.', answer: z.object({ tags: z.array(z.string()) }) },
  compare: {
    ...read,
    path: '/api/v1/research/comparison',
    summary: 'Runs side by side: settings that differ, figures, curves, and what makes it unfair.',
    query: z.object({ ids: z.preprocess((given) => String(given ?? '').split(','), z.array(z.uuid()).min(2).max(12)) }),
    answer: comparison,
  },
  run: { ...read, path: '/api/v1/research/runs/:id', summary: 'One run in full.', params: byId, answer: runDetail },
  note: {
    method: 'PATCH',
    path: '/api/v1/research/runs/:id',
    summary: 'Pins, tags or notes on a run.',
    right: 'research.run',
    params: byId,
    body: runNotes,
    answer: run,
  },
  remove: {
    method: 'DELETE',
    path: '/api/v1/research/runs/:id',
    summary: 'Deletes a run and its files.',
    right: 'research.run',
    params: byId,
    answer: null,
  },
  file: {
    ...read,
    path: '/api/v1/research/runs/:id/files/:name',
    summary: 'The report and what else lies beside a run.',
    params: byId.extend({ name: z.string().regex(/^[a-z.]{1,40}$/) }),
    download: ['text/html', 'text/csv', 'application/json', 'text/plain'],
    isStored: true,
    answer: null,
  },
} as const satisfies Part;

export const strategies = {
  list: {
    ...read,
    path: '/api/v1/strategies',
    summary: 'Every strategy with its parameters and its last check.',
    answer: z.object({ rows: z.array(strategy) }),
  },
  read: {
    ...read,
    path: '/api/v1/strategies/:id',
    summary: 'One strategy.',
    params: z.object({ id: strategyId }),
    answer: strategy,
  },
  source: {
    ...read,
    path: '/api/v1/strategies/:id/source',
    summary: 'The text of its file.',
    params: z.object({ id: strategyId }),
    answer: strategySource,
  },
  results: {
    ...read,
    path: '/api/v1/strategy-results',
    summary: 'What each strategy has done in each account.',
    answer: z.object({ rows: z.array(strategyResult) }),
  },
  allocation: {
    method: 'GET',
    right: 'trading.read',
    path: '/api/v1/strategy-allocation',
    summary: 'Proposed weights of the running strategies, from what they have done; a question, nothing changes by it.',
    query: allocationQuery,
    answer: allocation,
  },
  create: {
    method: 'POST',
    path: '/api/v1/strategies',
    summary: 'Writes a new strategy from the template into the folder strategies/. Its source is never taken over the web.',
    // Whoever decides which strategies may enter: what is written is the template, which does nothing until the configuration runs it.
    right: 'strategies.enable',
    isRepeatable: true,
    body: newStrategyInput,
    status: 201,
    answer: strategySource,
  },
  check: { ...start, path: '/api/v1/strategies/checks', summary: 'Starts a check of a strategy.', body: strategyCheckInput },
} as const satisfies Part;

export const data = {
  list: { ...read, path: '/api/v1/data', summary: 'Series that are stored, and samples.', answer: z.object({ rows: z.array(dataSet) }) },
  series: {
    ...read,
    path: '/api/v1/data/series',
    summary: 'One stored series: its gaps and imports.',
    query: seriesKey,
    answer: seriesDetail,
  },
  coverage: {
    ...read,
    path: '/api/v1/data/coverage',
    summary: 'How complete it is, by day or month.',
    query: coverageQuery,
    answer: coverage,
  },
  export: {
    ...read,
    path: '/api/v1/data/export',
    summary: 'A stored series as a file.',
    query: exportQuery,
    download: ['text/csv', 'application/vnd.apache.parquet'],
    answer: null,
  },
  upload: {
    method: 'POST',
    path: '/api/v1/data/uploads',
    summary: 'Takes a file, for an import or a backtest to read.',
    right: 'data.write',
    query: z.object({ name: z.string().min(1).max(200) }),
    upload: { largestBytes: LARGEST_UPLOAD_BYTES },
    status: 201,
    answer: upload,
  },
  import: {
    ...start,
    path: '/api/v1/data/imports',
    summary: 'Starts an import of an uploaded file.',
    right: 'data.write',
    body: importInput,
  },
} as const satisfies Part;
