/** Orders of the session, also those that are over: asked for once, then as the stream tells them; whichever version is newer counts. */

import type { Order } from '../../src/api/records.ts';
import { call } from '../api/client.ts';
import { type Pages, usePages } from './pages.ts';
import { usePanelState } from './session.ts';
import { toldRows } from './told-rows.ts';

const PAGE = 25;

const told = toldRows<Order>(
  (message) => (message.type === 'order' ? message.order : null),
  ({ orderId }) => orderId,
);

/** What the stream has told of orders since the page was opened, by their id. */
export const useToldOrders = told.use;

const newer = (a: Order, b: Order | undefined) => (b !== undefined && b.updatedAt >= a.updatedAt ? b : a);

/** Newest first, a page at a time; those the stream tells of are among them. */
export function useOrders(isWanted: boolean): Pages<Order> {
  const { generation } = usePanelState();
  const known = useToldOrders();
  const pages = usePages<Order, number>(
    ['orders', generation],
    (before) => call('trading.orders', { query: { limit: PAGE, ...(before !== null && { before }) } }),
    isWanted,
  );
  const rows = new Map(pages.rows.map((order) => [order.orderId, newer(order, known.get(order.orderId))]));
  // What is older than the last page is on a page still to come.
  const oldest = pages.more.isThere ? (pages.rows.at(-1)?.journalSequence ?? 0) : 0;
  for (const order of known.values()) if (!rows.has(order.orderId) && order.journalSequence >= oldest) rows.set(order.orderId, order);
  return {
    ...pages,
    rows: [...rows.values()].sort((a, b) => b.journalSequence - a.journalSequence || Number(b.orderId) - Number(a.orderId)),
  };
}
