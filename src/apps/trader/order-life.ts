/** What an order has been through, from its own row and its fills. */

import type { OrderStep } from '../../api/control.ts';
import type { Fill, Order } from '../../api/records.ts';

/** @param fills of any orders, newest first */
export function lifeOf(order: Order, fills: readonly Fill[]): OrderStep[] {
  const { orderId, status, createdAt, updatedAt, quantity, limitPrice, stopPrice, purpose, journalSequence } = order;
  const own = fills.filter((fill) => fill.orderId === orderId).reverse();
  const life: OrderStep[] = [
    { at: createdAt, state: 'journaled', quantity, price: limitPrice ?? stopPrice, detail: `${purpose}, entry ${journalSequence}` },
  ];
  own.forEach((fill, i) => {
    const isLast = status === 'filled' && i === own.length - 1;
    life.push({
      at: fill.at,
      state: isLast ? 'filled' : 'partially-filled',
      quantity: fill.quantity,
      price: fill.price,
      detail: `fee ${fill.fee} ${fill.feeCurrency}, ${fill.liquidity}`,
    });
  });
  const isOver = status !== 'working' && status !== 'filled';
  if (isOver || (status === 'filled' && own.length === 0))
    life.push({ at: updatedAt, state: status, quantity: null, price: null, detail: order.reason });
  return life;
}
