/** Strategies that threw an error while they traded: who they are, and what they said. */

import type { SessionSnapshot } from '../../src/api/session.ts';

/** The last error of a strategy, in its own words; null when it has not failed, or is let in again. */
export function failureOf({ events, status }: SessionSnapshot, strategyId: string): string | null {
  const isBlocked = status.strategies.some((strategy) => strategy.strategyId === strategyId && strategy.state === 'blocked');
  const event = events.find(({ code, data }) => code === 'STRATEGY_FAILED' && data.strategyId === strategyId);
  return isBlocked && event ? String(event.data.error) : null;
}

export function failedStrategies(snapshot: SessionSnapshot): string[] {
  const ids = [...new Set(snapshot.status.strategies.map(({ strategyId }) => strategyId))];
  return ids.filter((id) => failureOf(snapshot, id) !== null);
}
