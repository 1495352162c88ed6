/** Trouble of the job queue, said to whoever sits at the terminal: a database that is away makes the same line twice a second. */

import { Allowance } from '../../core/operations/allowance.ts';

const A_MINUTE = 3;

export function queueTrouble(say: (line: string) => void): (error: Error) => void {
  const allowance = new Allowance(A_MINUTE, 60_000);
  return ({ message }) => {
    const allowed = allowance.take(performance.now());
    if (allowed === null) return;
    if (allowed.passedOver > 0) say(`jobs: ${allowed.passedOver} more troubles in the minute before`);
    say(`jobs: ${message.split('\n')[0]}`);
  };
}
