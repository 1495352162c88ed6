/** An order in the words of a venue link. */

import { formatLots, formatTicks, type Instrument } from '../../domain/instrument.ts';
import type { BrokerOrder } from './broker-order.ts';
import { capabilitiesOn, type OrderName, type PlaceOrder, type VenueCapabilities, type VenueRequest } from './venue-link.ts';

export function nameOf({ clientOrderId, venueOrderId }: BrokerOrder, { id }: Instrument): OrderName {
  return { clientOrderId, venueOrderId, instrument: id };
}

/** A venue without good-till-date or reduce-only orders gets plain ones: the broker itself ends them in time, and lets no two close the same holding. */
export function placementOf(order: BrokerOrder, instrument: Instrument, ofLink: VenueCapabilities): PlaceOrder {
  const capabilities = capabilitiesOn(ofLink, instrument.id);
  const price = (ticks: number | null) => (ticks === null ? null : formatTicks(instrument, ticks));
  const timed = order.timeInForce !== 'GTD' || capabilities.timesInForce.includes('GTD');
  return {
    clientOrderId: order.clientOrderId,
    instrument: instrument.id,
    side: order.side > 0 ? 'buy' : 'sell',
    type: order.type,
    quantity: formatLots(instrument, order.wanted.lots),
    limitPrice: price(order.wanted.limit),
    stopPrice: price(order.wanted.trigger),
    timeInForce: timed ? order.timeInForce : 'GTC',
    expireAt: timed ? order.expireAt : null,
    postOnly: order.postOnly,
    reduceOnly: order.reduceOnly && capabilities.reduceOnly,
  };
}

/** From what the venue has to what is wanted: only what differs. */
export function amendmentOf(order: BrokerOrder, instrument: Instrument): Extract<VenueRequest, { kind: 'amend' }> {
  const { wanted, held } = order;
  const price = (ticks: number | null) => formatTicks(instrument, ticks as number);
  return {
    kind: 'amend',
    order: nameOf(order, instrument),
    ...(wanted.lots === held.lots ? {} : { quantity: formatLots(instrument, wanted.lots) }),
    ...(wanted.limit === held.limit ? {} : { limitPrice: price(wanted.limit) }),
    ...(wanted.trigger === held.trigger ? {} : { stopPrice: price(wanted.trigger) }),
  };
}
