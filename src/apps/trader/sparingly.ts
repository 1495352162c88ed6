/** Notices of a venue's adapter said to whoever sits at the terminal: a market that goes back in time makes thousands. */

import type { VenueNotice } from '../../adapters/ccxt-venues/options.ts';
import { Allowance } from '../../core/operations/allowance.ts';

const A_MINUTE = 20;

export function sparingly(say: (line: string) => void, now: () => number): (notice: VenueNotice) => void {
  const allowance = new Allowance(A_MINUTE, 60_000);
  return ({ code, message }) => {
    const allowed = allowance.take(now());
    if (allowed === null) return;
    if (allowed.passedOver > 0) say(`${allowed.passedOver} notices of the venue were not said in the minute before`);
    say(`${code}: ${message}`);
  };
}
