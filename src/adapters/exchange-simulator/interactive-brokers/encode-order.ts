/** OPEN_ORDER and COMPLETED_ORDER: an order with all its fields, in the order the protocol gives them. */

import { formatLots, formatTicks } from '../../../core/domain/instrument.ts';
import type { Token } from './frames.ts';
import { NEWS } from './message-numbers.ts';
import type { TwsOrder } from './tws-order.ts';

/** Fields that say nothing: empty stands for "not set" and for 0. */
function empty(count: number): Token[] {
  return new Array<Token>(count).fill('');
}

function contractOf({ security }: TwsOrder): Token[] {
  const { conId, symbol, secType, exchange, currency, localSymbol, tradingClass } = security;
  return [conId, symbol, secType, '', 0, '?', '', exchange, currency, localSymbol, tradingClass];
}

function priceOf({ security }: TwsOrder, ticks: number): Token {
  return Number.isNaN(ticks) ? 0 : formatTicks(security.instrument, ticks);
}

/** Action to short sale, as both messages have them; `identity` stands after the order reference, `between` before the adviser's fields. */
function termsOf(order: TwsOrder, lots: number, identity: readonly Token[], between: readonly Token[]): Token[] {
  const { security, terms, account } = order;
  return [
    terms.side > 0 ? 'BUY' : 'SELL',
    formatLots(security.instrument, lots),
    terms.orderType,
    priceOf(order, terms.limit),
    terms.trailTicks > 0 ? priceOf(order, terms.trailTicks) : priceOf(order, terms.trigger),
    terms.timeInForce,
    terms.ocaGroup,
    account,
    ...['', 0], // open or close, origin
    terms.orderRef,
    ...identity,
    ...[terms.outsideRegularHours, 0, 0, ''], // hidden, discretionary amount, good-after time
    ...between,
    ...empty(3), // adviser's group, method and percentage
    '', // model
    terms.goodTillDate,
    ...['', '', ''], // rule 80A, percent offset, settling firm
    ...[0, '', -1], // short sale: slot, location, exemption
  ];
}

/** Stop price and what follows it, in the three places that have them. */
function stopOf(order: TwsOrder): Token[] {
  return [priceOf(order, order.terms.trigger), ''];
}

export function openOrder(order: TwsOrder): Token[] {
  const { terms } = order;
  return [
    NEWS.openOrder,
    order.orderId,
    ...contractOf(order),
    ...termsOf(order, terms.lots, [order.clientId, order.permId], ['']),
    0, // auction strategy
    ...empty(5), // starting price, stock reference, delta, range
    ...['', 0, 0, 0, ''], // display size, block, sweep, all-or-none, minimum quantity
    terms.ocaType,
    ...[0, 0, ''], // electronic trade only, firm quote only, price cap
    terms.parentId,
    0, // trigger method
    ...['', 0, '', '', 0, 0], // volatility, its type, delta-neutral order and price, continuous, reference price
    ...stopOf(order),
    ...['', ''], // basis points
    ...['', 0, 0, 0], // combination: description, legs, prices, routing
    ...['', '', ''], // scale
    '', // hedge
    0, // smart routing
    ...['', ''], // clearing
    ...[0, 0], // not held, delta-neutral contract
    '', // algorithm
    0, // solicited
    0, // what-if
    order.status,
    ...empty(9), // margins before, change, after
    ...empty(3), // commission
    ...['', ''], // its currency, warning
    ...[0, 0], // random size and price
    0, // conditions
    ...['', ''], // adjusted order: type, trigger
    ...stopOf(order),
    ...['', '', '', 0], // adjusted prices and unit
    ...['', '', ''], // soft dollars
    '', // cash quantity
    ...[0, 0, 0, 0], // automatic price for hedge, container, discretionary up to limit, price management
    ...['', '', 0], // duration, post to dark pool, cancel with parent
    ...empty(5), // pegging
  ];
}

export function completedOrder(order: TwsOrder): Token[] {
  const { terms } = order;
  return [
    NEWS.completedOrder,
    ...contractOf(order),
    // TWS keeps the quantity of what was filled in its own field alone.
    ...termsOf(order, order.status === 'Filled' ? 0 : terms.lots, [order.permId], []),
    ...empty(5), // starting price, stock reference, delta, range
    ...['', 0, 0, ''], // display size, sweep, all-or-none, minimum quantity
    terms.ocaType,
    0, // trigger method
    ...['', 0, '', '', 0, 0], // volatility
    ...stopOf(order),
    ...['', 0, 0, 0], // combination
    ...['', '', ''], // scale
    '', // hedge
    ...['', ''], // clearing
    ...[0, 0], // not held, delta-neutral contract
    '', // algorithm
    0, // solicited
    order.status,
    ...[0, 0], // random size and price
    0, // conditions
    ...stopOf(order),
    '', // cash quantity
    ...[0, 0], // automatic price for hedge, container
    '', // cancelled on
    formatLots(order.security.instrument, order.filledLots),
    ...['', 0, '', 0, 0, 0], // futures contract, cancel with parent, shareholder, imbalance only, routing, parent's permanent id
    order.completedTime,
    order.completedStatus,
    ...empty(5), // pegging
  ];
}
