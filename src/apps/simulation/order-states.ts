/** The states orders are in, as the life cycle names them: for the table of what met what. */

import type { Broker } from '../../core/trading/broker/broker.ts';
import type { BrokerOrder } from '../../core/trading/broker/broker-order.ts';
import type { Step } from '../../core/trading/engine/steps.ts';
import type { OrderStateName } from './faults.ts';

const RECENT_MS = 60_000;
const NONE: readonly OrderStateName[] = [];

/** Orders that work, and those that have ended within the last minute. */
export class OrderStates {
  private readonly ended: { readonly state: OrderStateName; readonly at: number }[] = [];

  step({ done = [] }: Step, at: number): void {
    for (const { status } of done) if (status !== 'working') this.ended.push({ state: status, at });
  }

  /** The state of each, in no order. */
  now(broker: Broker | null, at: number): readonly OrderStateName[] {
    if (this.ended.length === 0 && (broker === null || broker.orders.size === 0)) return NONE;
    const states: OrderStateName[] = [];
    if (broker !== null) for (const order of broker.orders.values()) states.push(stateOf(order));
    const { ended } = this;
    while (ended.length > 0 && at - (ended[0]?.at ?? 0) > RECENT_MS) ended.shift();
    for (const { state } of ended) states.push(state);
    return states;
  }
}

function stateOf({ state, filled }: BrokerOrder): OrderStateName {
  if (state === 'in-doubt') return 'in_doubt';
  if (state !== 'working') return state;
  return filled > 0 ? 'partially_filled' : 'acknowledged';
}
