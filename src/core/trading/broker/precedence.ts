/** Which order has to wait for which before it may leave. */

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
