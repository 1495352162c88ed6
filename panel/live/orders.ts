/** Orders of the session, also those that are over: asked for once, then as the stream tells them; whichever version is newer counts. */

import { useSyncExternalStore } from 'react';
import type { Order } from '../../src/api/records.ts';
import { call } from '../api/client.ts';
import { type Pages, usePages } from './pages.ts';
import { onMessages, usePanelState } from './session.ts';

/** Versions kept from the stream: older ones change no more. */
const MOST_KEPT = 300;
const PAGE = 25;

let told: ReadonlyMap<string, Order> = new Map();
const listeners = new Set<() => void>();

onMessages((messages) => {
  const orders = messages.flatMap((message) => (message.type === 'order' ? [message.order] : []));
  if (orders.length === 0) return;
  const next = new Map(told);
  for (const order of orders) {
    // The newest last: the first are let go.
    next.delete(order.orderId);
    next.set(order.orderId, order);
  }
  for (const id of next.keys()) if (next.size > MOST_KEPT) next.delete(id);
  told = next;
  for (const listener of listeners) listener();
});

/** What the stream has told of orders since the page was opened, by their id. */
export function useToldOrders(): ReadonlyMap<string, Order> {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => told,
    () => told,
  );
}

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
