/** The states orders are in, as the life cycle names them: for the table of what met what. */

import type { ExchangeAccount } from '../../adapters/exchange-simulator/exchange/account.ts';
import type { Broker } from '../../core/trading/broker/broker.ts';
import type { OrderStateName } from './faults.ts';

const RECENT_MS = 60_000;

export function* orderStates(broker: Broker | null, account: ExchangeAccount, now: number): Generator<OrderStateName> {
  for (const { state, filled } of broker?.orders.values() ?? []) {
    if (state === 'in-doubt') yield 'in_doubt';
    else if (state === 'working') yield filled > 0 ? 'partially_filled' : 'acknowledged';
    else yield state;
  }
  for (const order of recent(account, now)) yield order;
}

/** Orders that have ended within the last minute. */
function* recent(account: ExchangeAccount, now: number): Generator<OrderStateName> {
  const orders = [...account.orders.values()];
  for (let i = orders.length - 1; i >= 0 && i > orders.length - 20; i--) {
    const { status, updatedAt } = orders[i] as (typeof orders)[number];
    if (now - updatedAt > RECENT_MS) continue;
    if (status === 'filled' || status === 'cancelled' || status === 'rejected' || status === 'expired') yield status;
  }
}
