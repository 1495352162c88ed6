/** Carries out a correction that the owner has accepted: inside a step, so that the journal has it with everything that comes of it. */

import type { Difference } from '../broker/reconciliation.ts';
import { type Correction, proposalFor } from '../broker/repair-plan.ts';
import { bookMoney, type Correcting, movedAtVenue } from './book-money.ts';
import { takeOver } from './take-over.ts';

type Corrected = Exclude<Correction, 'ignore'>;

/** Why it can't be done, or null. `ignore` is no matter of the engine. */
export function correct(correcting: Correcting, difference: Difference, as: Corrected): string | null {
  const { corrections, words } = proposalFor(difference, correcting.found);
  if (!corrections.includes(as)) return `${difference.kind}: not made right by "${as}": ${words}`;
  if (as === 'cancel') return cancelAtVenue(correcting, difference);
  if (difference.kind === 'balance') return bookDifference(correcting, difference, as === 'deposit');
  return takeOver(correcting, difference, as === 'close');
}

/** Once this is on disk. The venue's answer is told, and the comparison after it says whether the order is gone. */
function cancelAtVenue({ engine, broker, at }: Correcting, { subject, venue, order }: Difference): string | null {
  if (order === undefined) return `the name of order ${subject} at the venue is not known`;
  if (broker.orderOf(order.clientOrderId, subject) !== undefined)
    return `order ${subject} is known here by now: nothing has to be made right`;
  broker.cancelForeign(order);
  engine.observer.noticed('CORRECTION', `order ${subject} (${venue}), which is not ours, is cancelled at the venue`, at);
  return null;
}

function bookDifference({ engine, broker }: Correcting, difference: Difference, isFlow: boolean): string | null {
  const moved = movedAtVenue({ engine, broker, found: [difference] });
  if (typeof moved === 'string') return moved;
  bookMoney(engine, moved, isFlow ? 'flow' : 'result');
  const { subject, here, venue } = difference;
  const as = isFlow ? 'deposit' : 'result';
  engine.observer.noticed('CORRECTION', `${subject}: ${here} here, ${venue} at the venue, booked as a ${as}`, engine.at);
  return null;
}
