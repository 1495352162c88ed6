/** What is known here of an account, and the money its venue should have by that. */

import type { Broker } from '../broker/broker.ts';
import { expectedBalances, holdingsOf } from '../broker/expected-balances.ts';
import type { AccountHere } from '../broker/reconciliation.ts';
import type { Engine } from '../engine/engine.ts';

export function accountHere({ book, equity }: Engine): AccountHere {
  return {
    wallet: book.wallet,
    equity,
    lots: book.positions.map(({ lots }) => lots),
    costs: book.positions.map(({ lots, cost }) => (lots < 0 ? -cost : cost)),
  };
}

/** In quanta, as a comparison expects it. */
export function moneyHere(engine: Engine, { options, executions }: Broker): number {
  const { wallet, lots, costs } = accountHere(engine);
  return expectedBalances(wallet, holdingsOf(engine.instruments, { lots, costs, dust: executions.dust }), options.link.capabilities).money;
}
