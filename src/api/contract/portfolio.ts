/** The investment portfolio: its book, its figures, its files. */

import { z } from 'zod';
import { EXPORT_TYPES, exportFormat } from '../archive.ts';
import { alertEvents, alertInput, alertList, alertTold } from '../portfolio/alerts.ts';
import {
  account,
  correction,
  entry,
  operation,
  operationExport,
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
  taxReport,
} from '../portfolio/figures.ts';
import { importInput, importList, importPreview, importPreviewQuery, importReport, mappedPreviewInput } from '../portfolio/imports.ts';
import { view } from '../portfolio/money.ts';
import { instrumentInput, instrumentList, knownInstrument, manualPrice, quality, refreshed, verdict } from '../portfolio/quotes.ts';
import { portfolioSettings, portfolioSettingsInput, savedTargets, targets } from '../portfolio/settings.ts';
import { statementQuery } from '../portfolio/statement.ts';
import { tradingAccounts } from '../portfolio/trading-accounts.ts';
import { decimalText, identifier } from '../values.ts';
import type { Part } from './operation.ts';

const read = { method: 'GET', right: 'portfolio.read' } as const;
const write = { right: 'portfolio.write' } as const;
const byNumber = z.object({ id: z.coerce.number().int().positive() });
const instrumentId = z.object({ id: identifier });
const year = z.coerce.number().int().min(1990).max(2100);
const at = (path: string) => `/api/v1/portfolio/${path}` as const;
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
  income: { ...read, path: at('income'), summary: 'Dividends, interest and rewards: received and expected.', query: view, answer: income },
  tax: {
    ...read,
    path: at('tax'),
    summary: 'Spanish capital gains of a year by FIFO: a draft for the adviser.',
    query: z.object({ year }),
    answer: taxReport,
  },

  operations: { ...read, path: at('operations'), summary: 'The book: filtered, in pages.', query: operationSearch, answer: operationPage },
  exportOperations: {
    ...read,
    path: at('operations/export'),
    summary: 'The book, or a part of it, as a file that can be read back.',
    query: operationExport,
    download: EXPORT_TYPES,
    answer: null,
  },
  exportHoldings: {
    ...read,
    path: at('holdings/export'),
    summary: 'What is held, as a file.',
    query: view.extend({ format: exportFormat.default('csv') }),
    download: EXPORT_TYPES,
    answer: null,
  },
  exportStatement: {
    ...read,
    path: at('statement'),
    summary: 'The portfolio on paper, as PDF: value, returns, what is held, and what is not known.',
    query: statementQuery,
    download: ['application/pdf'],
    answer: null,
  },
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
  tradingAccounts: {
    ...read,
    path: at('trading-accounts'),
    summary: 'What the trading engine holds, in paper and for real: read-only, and in no total.',
    answer: tradingAccounts,
  },
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
  previewMapped: {
    method: 'POST',
    ...write,
    path: at('imports/preview/mapped'),
    summary: 'Looks at a previewed file again, by what the owner says of its columns. Nothing is booked.',
    body: mappedPreviewInput,
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

  instruments: {
    ...read,
    path: at('instruments'),
    summary: 'Every instrument: what providers call it, what it may be, and its price.',
    answer: instrumentList,
  },
  saveInstrument: {
    method: 'PATCH',
    ...write,
    path: at('instruments/:id'),
    summary: 'Says what an instrument is, what providers call it, and who is asked for its price.',
    params: instrumentId,
    body: instrumentInput,
    answer: knownInstrument,
  },
  findInstrument: {
    method: 'POST',
    ...write,
    path: at('instruments/:id/candidates'),
    summary: 'Asks providers what an instrument may be.',
    params: instrumentId,
    answer: knownInstrument,
  },
  setPrice: {
    method: 'PUT',
    ...write,
    path: at('instruments/:id/price'),
    summary: "A price by hand: counts before any provider's of that day.",
    params: instrumentId,
    body: manualPrice,
    answer: knownInstrument,
  },
  quality: {
    ...read,
    path: at('quality'),
    summary: 'Providers and their allowances; what is old, missing, unresolved or in doubt; how long answers take.',
    answer: quality,
  },
  refreshQuotes: {
    method: 'POST',
    ...write,
    path: at('quotes/refresh'),
    summary: 'Asks for the prices of what is held.',
    answer: refreshed,
  },
  judgeQuote: {
    method: 'POST',
    ...write,
    path: at('quotes/quarantined/:id'),
    summary: 'Accepts or refuses a quote that was put aside.',
    params: byNumber,
    body: verdict,
    answer: quality,
  },
  alerts: { ...read, path: at('alerts'), summary: 'Alerts and how each stands.', answer: alertList },
  addAlert: {
    method: 'POST',
    ...write,
    path: at('alerts'),
    summary: 'Sets an alert.',
    isRepeatable: true,
    body: alertInput,
    status: 201,
    answer: alertTold,
  },
  changeAlert: {
    method: 'PUT',
    ...write,
    path: at('alerts/:id'),
    summary: 'Changes an alert, which begins anew.',
    params: byNumber,
    body: alertInput,
    answer: alertTold,
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
    summary: 'What alerts have sent, oldest first, and whether it arrived.',
    query: z.object({
      after: z.coerce.number().int().min(0).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    answer: alertEvents,
  },
  targets: { ...read, path: at('targets'), summary: 'What the owner wants each part to weigh.', answer: savedTargets },
  setTargets: {
    method: 'PUT',
    ...write,
    path: at('targets'),
    summary: 'Says what each part should weigh; the former version is kept.',
    body: targets,
    answer: savedTargets,
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
} as const satisfies Part;
