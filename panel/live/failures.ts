/** Strategies that threw an error while they traded: who they are, and what they said. */

import { isFailureBlock } from '../../src/api/blocks.ts';
import type { SessionSnapshot, StrategyRun } from '../../src/api/session.ts';

/** The error that keeps a strategy from entering, in its own words; null when none does. */
export function failureOf({ block }: StrategyRun): string | null {
  return block !== null && isFailureBlock(block.by) ? block.reason : null;
}

export function failedStrategies({ status }: SessionSnapshot): string[] {
  return [...new Set(status.strategies.filter((run) => failureOf(run) !== null).map(({ strategyId }) => strategyId))];
}
