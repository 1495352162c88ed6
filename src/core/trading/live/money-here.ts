/** The money that a session's venue should have by what is known here. */

import type { Broker } from '../broker/broker.ts';
import { expectedMoney } from '../broker/expected-balances.ts';
import type { Engine } from '../engine/engine.ts';

/** In quanta, as a comparison expects it. */
export function moneyHere({ book, instruments }: Engine, { options }: Broker): number {
  return expectedMoney(book.wallet, book.positions, instruments, options.link.capabilities);
}
