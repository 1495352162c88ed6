/** The investment portfolio: its book, its figures, prices, files and alerts. */

import { z } from 'zod';
import { alert, alertEvents, alertInput, alertList } from '../portfolio/alerts.ts';
import {
  account,
  correction,
  entry,
  operation,
  operationPage,
  operationSearch,
  operationVersion,
  retraction,
  yearLocks,
} from '../portfolio/book.ts';
import {
  allocationBy,
  assetDetail,
  groupBy,
  holdings,
  income,
  overview,
  performance,
  performanceGroups,
  portfolioAllocation,
  priceHistory,
  targets,
  taxReport,
} from '../portfolio/figures.ts';
import { importInput, importList, importPreview, importPreviewQuery, importReport } from '../portfolio/imports.ts';
import { view } from '../portfolio/money.ts';
import { instrumentEdit, instrumentId, instrumentRow, manualPrice, providers, quality, refreshed, verdict } from '../portfolio/quotes.ts';
import { layoutInput, layoutVersions, portfolioSettings, portfolioSettingsInput } from '../portfolio/settings.ts';
import { decimalText } from '../values.ts';
import type { Part } from './operation.ts';

const read = { method: 'GET', right: 'portfolio.read' } as const;
const write = { right: 'portfolio.write' } as const;
const byNumber = z.object({ id: z.coerce.number().int().positive() });
const year = z.coerce.number().int().min(1990).max(2100);
const at = (path: string) => `/api/v1/portfolio/${path}` as const;
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** A hundred thousand operations are some 15 MB. */
const LARGEST_UPLOAD_BYTES = 64 * 1024 ** 2;

export const portfolio = {
  overview: {
    ...read,
    path: at('overview'),
    summary: 'What it is worth, what it earned, and what needs the owner.',
    query: view,
    answer: overview,
  },
  holdings: {
    ...read,
    path: at('holdings'),
    summary: 'What is held, with cost, value and gain, and the cash.',
    query: view,
    answer: holdings,
  },
  performance: {
    ...read,
    path: at('performance'),
    summary: 'Returns by four measures, where the change comes from, risk, and the curve.',
    query: view.extend({ benchmark: z.string().max(120).optional() }),
    answer: performance,
  },
  performanceGroups: {
    ...read,
    path: at('performance/groups'),
    summary: 'The same by asset, account, kind, category, currency or period.',
    query: view.extend({ by: groupBy.default('instrument') }),
    answer: performanceGroups,
  },
  allocation: {
    ...read,
    path: at('allocation'),
    summary: 'Weights against targets, and the trades that would restore them.',
    query: view.extend({ by: allocationBy.default('kind'), fresh: decimalText.optional() }),
    answer: portfolioAllocation,
  },
  setTargets: {
    method: 'PUT',
    ...write,
    path: at('targets'),
    summary: 'Sets the wanted weights.',
    body: targets,
    answer: targets,
  },
  income: { ...read, path: at('income'), summary: 'Dividends, interest and rewards: received and expected.', query: view, answer: income },
  tax: {
    ...read,
    path: at('tax'),
    summary: 'Spanish capital gains of a year by FIFO: a draft for the adviser.',
    query: z.object({ year }),
    answer: taxReport,
  },

  operations: { ...read, path: at('operations'), summary: 'The book: filtered, in pages.', query: operationSearch, answer: operationPage },
  operation: { ...read, path: at('operations/:id'), summary: 'One operation.', params: byNumber, answer: operation },
  versions: {
    ...read,
    path: at('operations/:id/versions'),
    summary: 'What an operation has been, newest first.',
    params: byNumber,
    answer: z.object({ rows: z.array(operationVersion) }),
  },
  book: {
    method: 'POST',
    ...write,
    path: at('operations'),
    summary: 'Books an operation by hand.',
    isRepeatable: true,
    body: z.strictObject({ entry }),
    status: 201,
    answer: operation,
  },
  correct: {
    method: 'POST',
    ...write,
    path: at('operations/:id/correct'),
    summary: 'Corrects an operation: a new version, the former one is kept.',
    isRepeatable: true,
    params: byNumber,
    body: correction,
    answer: operation,
  },
  retract: {
    method: 'POST',
    ...write,
    path: at('operations/:id/retract'),
    summary: 'Takes an operation back; it is kept in the history.',
    isRepeatable: true,
    params: byNumber,
    body: retraction,
    answer: null,
  },
  accounts: { ...read, path: at('accounts'), summary: 'Accounts of the book.', answer: z.object({ rows: z.array(account) }) },
  locks: { ...read, path: at('locks'), summary: 'Years that are closed.', answer: yearLocks },
  lock: {
    method: 'PUT',
    ...write,
    path: at('locks/:year'),
    summary: 'Closes a year, or opens it again: nothing of a closed one can change.',
    params: z.object({ year }),
    body: z.strictObject({ isLocked: z.boolean() }),
    answer: yearLocks,
  },

  imports: { ...read, path: at('imports'), summary: 'Files that were taken in.', answer: importList },
  report: { ...read, path: at('imports/:id'), summary: 'What became of each row of a file.', params: byNumber, answer: importReport },
  preview: {
    method: 'POST',
    ...write,
    path: at('imports/preview'),
    summary: 'Looks at a file: what would come, change and go. Nothing is booked.',
    query: importPreviewQuery,
    upload: { largestBytes: LARGEST_UPLOAD_BYTES },
    answer: importPreview,
  },
  import: {
    method: 'POST',
    ...write,
    path: at('imports'),
    summary: 'Takes a previewed file in.',
    isRepeatable: true,
    body: importInput,
    status: 201,
    answer: importReport,
  },

  instruments: {
    ...read,
    path: at('instruments'),
    summary: 'Every instrument of the book.',
    answer: z.object({ rows: z.array(instrumentRow) }),
  },
  asset: {
    ...read,
    path: at('instruments/:id'),
    summary: 'One asset: lots, sales, figures and how they are come by.',
    params: instrumentId,
    query: view,
    answer: assetDetail,
  },
  prices: {
    ...read,
    path: at('instruments/:id/prices'),
    summary: 'Daily closes with their provider, gaps and indicators.',
    params: instrumentId,
    query: view,
    answer: priceHistory,
  },
  edit: {
    method: 'PATCH',
    ...write,
    path: at('instruments/:id'),
    summary: 'Says what an instrument is.',
    params: instrumentId,
    body: instrumentEdit,
    answer: instrumentRow,
  },
  setPrice: {
    method: 'POST',
    ...write,
    path: at('instruments/:id/prices'),
    summary: 'A price by hand.',
    params: instrumentId,
    body: manualPrice,
    answer: null,
  },

  providers: { ...read, path: at('providers'), summary: 'Where prices come from: states, budgets, times.', answer: providers },
  quality: { ...read, path: at('quality'), summary: 'Prices that are old, in doubt or missing.', answer: quality },
  refresh: { method: 'POST', ...write, path: at('quotes/refresh'), summary: 'Asks for prices now.', answer: refreshed },
  judge: {
    method: 'POST',
    ...write,
    path: at('quotes/quarantined/:id'),
    summary: 'Takes a doubted price, or throws it away.',
    params: byNumber,
    body: verdict,
    answer: null,
  },

  alerts: { ...read, path: at('alerts'), summary: 'Alerts and how they stand.', answer: alertList },
  addAlert: {
    method: 'POST',
    ...write,
    path: at('alerts'),
    summary: 'Watches for something.',
    isRepeatable: true,
    body: alertInput,
    status: 201,
    answer: alert,
  },
  changeAlert: {
    method: 'PUT',
    ...write,
    path: at('alerts/:id'),
    summary: 'Changes an alert.',
    params: byNumber,
    body: alertInput,
    answer: alert,
  },
  removeAlert: {
    method: 'DELETE',
    ...write,
    path: at('alerts/:id'),
    summary: 'Removes an alert; what it has sent is kept.',
    params: byNumber,
    answer: null,
  },
  alertEvents: {
    ...read,
    path: at('alerts/events'),
    summary: 'What alerts have sent, after a sequence.',
    query: z.object({ after: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(500).default(100) }),
    answer: alertEvents,
  },

  settings: { ...read, path: at('settings'), summary: 'How it is counted and shown.', answer: portfolioSettings },
  saveSettings: {
    method: 'PATCH',
    ...write,
    path: at('settings'),
    summary: 'Changes how it is counted and shown.',
    body: portfolioSettingsInput,
    answer: portfolioSettings,
  },
  layout: { ...read, path: at('layout'), summary: 'How the overview is laid out, and how it was.', answer: layoutVersions },
  saveLayout: {
    method: 'POST',
    ...write,
    path: at('layout'),
    summary: 'A new layout; the former one is kept.',
    body: layoutInput,
    answer: layoutVersions,
  },

  export: {
    ...read,
    path: at('export'),
    summary: 'Operations, holdings, income or the tax draft as a file.',
    query: view.extend({
      what: z.enum(['operations', 'holdings', 'income', 'tax']),
      format: z.enum(['csv', 'xlsx', 'pdf']),
      year: year.optional(),
      language: z.enum(['en', 'es']).default('en'),
    }),
    download: ['text/csv', SHEET, 'application/pdf'],
    answer: null,
  },
} as const satisfies Part;
