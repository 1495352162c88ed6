/** Money that moved at the venue without an order: how much, and how it is booked. */

import { roundScaled } from '../../domain/decimal.ts';
import type { Broker } from '../broker/broker.ts';
import type { Difference } from '../broker/reconciliation.ts';
import type { Engine } from '../engine/engine.ts';
import { moneyHere } from './money-here.ts';

/** Where and when: what the last comparison has found, and the receiver's clock. */
export interface Correcting {
  readonly engine: Engine;
  readonly broker: Broker;
  readonly found: readonly Difference[];
  readonly at: number;
}

/** A flow is neither gain nor loss, as the loss ladder is concerned. */
export function bookMoney(engine: Engine, quanta: number, as: 'flow' | 'result'): void {
  if (quanta === 0) return;
  engine.book.wallet += quanta;
  engine.equity += quanta;
  if (as === 'flow') {
    engine.ledger.flow(quanta);
    engine.risk.flow(quanta);
  } else engine.ledger.funded(-quanta);
}

/** By how much the venue's money differs from ours, in quanta: nothing where the comparison found no difference. In words, why that can't be said. */
export function movedAtVenue({ engine, broker, found }: Pick<Correcting, 'engine' | 'broker' | 'found'>): number | string {
  const balance = found.find(({ kind }) => kind === 'balance');
  if (balance === undefined) return 0;
  const { subject, here, venue } = balance;
  const { quantumDecimals } = broker.options;
  const [from, to] = [roundScaled(here, quantumDecimals), roundScaled(venue, quantumDecimals)];
  if (from === null || to === null) return `${venue} is no amount of ${subject}`;
  // What was booked since may have moved the venue's money as well: it is told after a new comparison, and booked once.
  return from === moneyHere(engine, broker) ? to - from : `${subject} has moved since the comparison: compare again`;
}
