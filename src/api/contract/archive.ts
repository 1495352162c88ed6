/** The whole recorded history: found, counted, read in full, taken out. */

import { z } from 'zod';
import {
  archivedDecisions,
  archivedEvents,
  archivedFills,
  archivedOrders,
  decisionCounts,
  decisionExport,
  decisionFilter,
  decisionInFull,
  decisionSearch,
  eventCounts,
  eventExport,
  eventFilter,
  eventSearch,
  fillCounts,
  fillExport,
  fillFilter,
  fillSearch,
  orderCounts,
  orderExport,
  orderFilter,
  orderInFull,
  orderSearch,
} from '../archive.ts';
import { identifier } from '../values.ts';
import type { Part } from './operation.ts';

const read = { method: 'GET', right: 'trading.read' } as const;
const FILES = ['text/csv', 'application/json', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'] as const;

export const archive = {
  decisions: {
    ...read,
    path: '/api/v1/archive/decisions',
    summary: 'Decisions of the whole history: filtered, sorted, in pages.',
    query: decisionSearch,
    answer: archivedDecisions,
  },
  decisionCounts: {
    ...read,
    path: '/api/v1/archive/decisions/counts',
    summary: 'How many decisions there are, of each kind and over time.',
    query: decisionFilter,
    answer: decisionCounts,
  },
  exportDecisions: {
    ...read,
    path: '/api/v1/archive/decisions/export',
    summary: 'The decisions of a filter as CSV, JSON or a workbook.',
    query: decisionExport,
    download: FILES,
    answer: null,
  },
  decision: {
    ...read,
    path: '/api/v1/archive/decisions/:id',
    summary: 'One decision in full: its checks, its order with its life, its fills.',
    params: z.object({ id: identifier }),
    answer: decisionInFull,
  },
  orders: { ...read, path: '/api/v1/archive/orders', summary: 'Orders of the whole history.', query: orderSearch, answer: archivedOrders },
  order: {
    ...read,
    path: '/api/v1/archive/orders/:id',
    summary: 'One order in full: the decision that wanted it, its way to the venue, its changes, its fills.',
    params: z.object({ id: identifier }),
    answer: orderInFull,
  },
  orderCounts: {
    ...read,
    path: '/api/v1/archive/orders/counts',
    summary: 'How many orders there are, of each kind and over time.',
    query: orderFilter,
    answer: orderCounts,
  },
  exportOrders: {
    ...read,
    path: '/api/v1/archive/orders/export',
    summary: 'The orders of a filter as CSV, JSON or a workbook.',
    query: orderExport,
    download: FILES,
    answer: null,
  },
  fills: { ...read, path: '/api/v1/archive/fills', summary: 'Fills of the whole history.', query: fillSearch, answer: archivedFills },
  fillCounts: {
    ...read,
    path: '/api/v1/archive/fills/counts',
    summary: 'How many fills there are, of each kind and over time.',
    query: fillFilter,
    answer: fillCounts,
  },
  exportFills: {
    ...read,
    path: '/api/v1/archive/fills/export',
    summary: 'The fills of a filter as CSV, JSON or a workbook.',
    query: fillExport,
    download: FILES,
    answer: null,
  },
  events: {
    ...read,
    path: '/api/v1/archive/events',
    summary: 'What else happened, over the whole history.',
    query: eventSearch,
    answer: archivedEvents,
  },
  eventCounts: {
    ...read,
    path: '/api/v1/archive/events/counts',
    summary: 'How many events there are, of each kind and over time.',
    query: eventFilter,
    answer: eventCounts,
  },
  exportEvents: {
    ...read,
    path: '/api/v1/archive/events/export',
    summary: 'The events of a filter as CSV, JSON or a workbook.',
    query: eventExport,
    download: FILES,
    answer: null,
  },
} as const satisfies Part;
