/** The checks every backtest makes on itself before it is believed. */

import type { SessionOptions } from './backtest.ts';
import { finding } from './finding-text.ts';
import { lookAheadCheck } from './look-ahead.ts';
import type { Finding } from './result.ts';
import { warmUpCheck } from './warm-up.ts';

export { lookAheadCheck, warmUpCheck };

/** Look-ahead, then warm-up; the second means nothing where the first has failed. */
export function selfChecks(options: SessionOptions): [lookAhead: Finding, warmUp: Finding] {
  const lookAhead = lookAheadCheck(options);
  if (lookAhead.severity !== 'fault') return [lookAhead, warmUpCheck(options)];
  return [lookAhead, finding({ id: 'warm-up', severity: 'note', figures: {} })];
}
