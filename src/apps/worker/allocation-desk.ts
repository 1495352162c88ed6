/** Proposed weights of the running session's strategies, from what they have done in its account over the last year. */

import type { Database } from '../../adapters/postgres/database.ts';
import { type DayResult, runResults } from '../../adapters/postgres/run-results.ts';
import type { SessionSnapshot } from '../../api/session.ts';
import type { Allocation } from '../../api/strategies.ts';
import { InputError } from '../../core/domain/result.ts';
import { OWNER_ID } from '../../core/trading/engine/owner.ts';
import { ALLOCATION_RULES, type AllocationMethod, driftOf, proposeShares, type RunResults } from '../../core/trading/risk/allocation.ts';

const DAY_MS = 86_400_000;

/** InputError TRADER_NOT_RUNNING where no session has been heard of. */
export async function allocationOf(
  database: Database,
  session: Pick<SessionSnapshot, 'status'> | null,
  method: AllocationMethod,
): Promise<Allocation> {
  if (session === null)
    throw new InputError('TRADER_NOT_RUNNING', 'expected a running session whose strategies could be weighed, found none', 3);
  const { account, feed, strategies, at: madeAt } = session.status;
  const at = feed.at ?? madeAt;
  const { days, driftRatio, rebalanceMs } = ALLOCATION_RULES;
  const results = await runResults(database, account.accountId, account.currency, at - days * DAY_MS);
  // A strategy may run on several timeframes of an instrument: they share one weight, as they share their name in the records.
  const runs = new Map(
    strategies.filter(({ strategyId }) => strategyId !== OWNER_ID).map((run) => [`${run.strategyId} ${run.instrumentId}`, run]),
  );
  const named = [...runs.values()];
  const made = named.map((run) => resultsOf(run, results, Math.floor(at / DAY_MS)));
  const weights = named.map(({ weight }) => weight?.ratio ?? 1);
  const proposal = proposeShares(made, method);
  const drift = driftOf(weights, proposal);
  const weighedAt = Math.max(...named.map(({ weight }) => weight?.at ?? Number.NEGATIVE_INFINITY));
  const isOld = Number.isFinite(weighedAt) && at - weighedAt >= rebalanceMs;
  return {
    method,
    at,
    rules: { ...ALLOCATION_RULES },
    reason: proposal.reason,
    drift,
    isDue: drift !== null && (drift >= driftRatio || isOld),
    weighedAt: Number.isFinite(weighedAt) ? weighedAt : null,
    runs: named.map(({ strategyId, instrumentId, title }, i) => ({
      strategyId,
      instrumentId,
      title,
      present: weights[i] as number,
      trades: made[i]?.trades ?? 0,
      days: made[i]?.daily.length ?? 0,
      ...(proposal.runs[i] as (typeof proposal.runs)[number]),
    })),
  };
}

/** A day without a result is a day of 0, from the first one with a result to today. */
function resultsOf(
  run: { readonly strategyId: string; readonly instrumentId: string },
  results: readonly DayResult[],
  today: number,
): RunResults {
  const own = results.filter(({ strategyId, instrumentId }) => strategyId === run.strategyId && instrumentId === run.instrumentId);
  const first = own[0]?.day ?? today + 1;
  const daily = Array.from({ length: Math.max(0, today - first + 1) }, () => 0);
  for (const { day, result } of own) if (day <= today) daily[day - first] = result;
  return { trades: own.reduce((sum, { trades }) => sum + trades, 0), daily };
}
