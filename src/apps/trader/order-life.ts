/** What an order has been through, from its own row and its fills. */

import type { OrderStep } from '../../api/control.ts';
import type { Fill, Order } from '../../api/records.ts';

/** @param fills of any orders, newest first */
export function lifeOf(order: Order, fills: readonly Fill[]): OrderStep[] {
  const { orderId, status, createdAt, updatedAt, quantity, limitPrice, stopPrice, purpose, journalSequence, progress = [] } = order;
  const own = fills.filter((fill) => fill.orderId === orderId).reverse();
  // Where it went to a venue, its beginning is known by the same clock as the rest.
  const at = progress.find(({ stage }) => stage === 'approved')?.at ?? createdAt;
  const begun: OrderStep = {
    at,
    state: 'journaled',
    quantity,
    price: limitPrice ?? stopPrice,
    detail: `${purpose}, entry ${journalSequence}`,
  };
  const sent = progress.flatMap(({ stage, venueOrderId, ...one }): PlacedStep[] => {
    if (stage === 'approved') return [];
    const detail = venueOrderId && `at the venue ${venueOrderId}`;
    return [{ sequence: one.journalSequence, at: one.at, state: stage, quantity: null, price: null, detail }];
  });
  const filled = own.map((fill, i): PlacedStep => {
    const isLast = status === 'filled' && i === own.length - 1;
    return {
      sequence: fill.journalSequence,
      at: fill.at,
      state: isLast ? 'filled' : 'partially-filled',
      quantity: fill.quantity,
      price: fill.price,
      detail: `fee ${fill.fee} ${fill.feeCurrency}, ${fill.liquidity}`,
    };
  });
  // In one entry an order is known at the venue before it fills.
  const way = [...sent, ...filled].sort((a, b) => a.sequence - b.sequence);
  const life = [begun, ...way.map(({ sequence: _sequence, ...step }) => step)];
  const isOver = status !== 'working' && status !== 'filled';
  if (isOver || (status === 'filled' && own.length === 0))
    life.push({ at: updatedAt, state: status, quantity: null, price: null, detail: order.reason });
  return life;
}

type PlacedStep = OrderStep & { readonly sequence: number };
