/** What one order means for others: who waits for whom, whose size follows whose fill, what has nothing left to do. */

import type { Instrument } from '../../domain/instrument.ts';
import type { Broker } from './broker.ts';
import type { BrokerOrder } from './broker-order.ts';
import { capabilitiesOn } from './venue-link.ts';

/**
 * What opens waits for what closes before it in the same instrument, so that a reversal can't overtake its own exit. Where a venue has no reduce-only
 * orders a resting stop binds the holding: an exit waits until it is gone.
 */
export function hasToWait(broker: Broker, order: BrokerOrder): boolean {
  const { link, instruments } = broker.options;
  const { reduceOnly } = capabilitiesOn(link.capabilities, (instruments[order.instrument] as Instrument).id);
  let waits = false;
  for (const other of broker.orders.values()) {
    if (other === order || other.instrument !== order.instrument || !other.reduceOnly) continue;
    const closesNow = other.type === 'market';
    if (!order.reduceOnly && closesNow && other.number < order.number) waits = true;
    if (order.reduceOnly && order.type === 'market' && !closesNow && !reduceOnly) {
      broker.withdraw(other, 'REPLACED');
      waits = true;
    }
  }
  return waits;
}

/** Where a venue has no reduce-only orders an exit is made no larger than what is held: a stop may have filled in part while it was withdrawn. */
export function fitToHolding(broker: Broker, order: BrokerOrder): void {
  const { link, instruments } = broker.options;
  if (!order.reduceOnly || order.type !== 'market') return;
  if (capabilitiesOn(link.capabilities, (instruments[order.instrument] as Instrument).id).reduceOnly) return;
  const held = -order.side * (broker.executions.net[order.instrument] as number);
  if (held > 0 && held < order.wanted.lots) order.wanted = { ...order.wanted, lots: held };
}

/** Of a stop and a target for the same position what one has closed the other need not. */
export function shrinkPartner(broker: Broker, order: BrokerOrder, lots: number): void {
  const partner = broker.orders.get(order.oco);
  if (partner === undefined) return;
  const left = partner.wanted.lots - lots;
  if (left <= partner.filled) broker.withdraw(partner, 'OCO_DONE');
  else broker.amend(partner.number, partner.instrument, { lots: left });
}

/** The position is gone: what was to close it has nothing left to do. */
export function nothingToReduce(broker: Broker, instrument: number): void {
  for (const order of broker.orders.values())
    if (order.instrument === instrument && order.reduceOnly && order.final === null) broker.withdraw(order, 'NOTHING_TO_REDUCE');
}
