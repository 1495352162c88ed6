/** Orders by hand: what would come of one, and the acts. */

import { depth, depthQuery } from '../depth.ts';
import { actAfter, actAsked, actOutcome, entryTicket, manualAct, manualDone, orderPreview } from '../orders.ts';
import type { Part } from './operation.ts';

const act = { method: 'POST', right: 'trading.order' } as const;

/** Only where the process that trades takes them. */
export const orders = {
  depth: {
    method: 'GET',
    right: 'trading.read',
    path: '/api/v1/depth',
    summary: 'The order book and the newest trades of an instrument, where the feed of the session has them.',
    query: depthQuery,
    answer: depth,
  },
  preview: {
    ...act,
    path: '/api/v1/orders/preview',
    summary: 'What risk says of an order by hand now, what it would cost and what would be held afterwards. It has no effect.',
    body: entryTicket,
    answer: orderPreview,
  },
  act: {
    ...act,
    path: '/api/v1/orders',
    summary:
      'An act by hand: sends an order, cancels one, closes a position or a part of it, moves its stop or target, or answers an entry that waits. Done once under its commandId.',
    body: manualAct,
    answer: manualDone,
  },
  outcome: {
    method: 'GET',
    right: 'trading.order',
    path: '/api/v1/orders/acts/:commandId',
    summary:
      'What became of an order, cancel, close or protect whose answer was not heard, without doing it. Told that nothing was done, nothing will be done under that id either. Answers to entries that wait are kept with their decision.',
    params: actAsked,
    query: actAfter,
    answer: actOutcome,
  },
} as const satisfies Part;
