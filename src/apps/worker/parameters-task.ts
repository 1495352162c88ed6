/** Whether a strategy takes parameters as they are given, asked before a job is made of them: the owner's code never runs where the pages are served. */

import type { BacktestInput } from '../../api/research.ts';
import { parametersOf } from '../../core/trading/strategy/parameters-of.ts';
import { loadStrategy } from '../strategy-registry.ts';

/** InputError as the backtest itself would end with: PARAMETER_UNKNOWN, PARAMETER_INVALID, PARAMETER_CONSTRAINT. */
export async function checkParameters(asked: unknown): Promise<null> {
  const { strategy, parameters } = asked as Pick<BacktestInput, 'strategy' | 'parameters'>;
  const given = Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)]));
  parametersOf(await loadStrategy(strategy), given);
  return null;
}
