/** What a strategy asks for when it is built: its indicators by name and the larger timeframes it reads. */

import { type ParameterTable, resolveParameters } from '../domain/parameters.ts';
import { createCandles } from '../market/candles.ts';
import { declaringViews } from '../trading/engine/declared-indicators.ts';
import type { AnyStrategy } from './backtest.ts';

export interface Requirements {
  /** One name per indicator output, own timeframe first, in the order in which a slot's views hold them: `ema(200)`, `4h adx(14).plus`. */
  readonly indicators: readonly string[];
  /** Larger timeframes, each once. */
  readonly timeframes: readonly string[];
}

/** Builds the strategy once, on nothing. `given` as in a command line; InputError PARAMETER_* when it does not fit the table. */
export function requirementsOf(definition: AnyStrategy, given: Readonly<Record<string, unknown>> = {}): Requirements {
  const parameters = resolveParameters(definition.parameters as ParameterTable, given, `strategy ${definition.id}`);
  const views = declaringViews(definition, parameters, createCandles(0), () => createCandles(0));
  return {
    indicators: views.flatMap(({ declared }) => declared.map(({ name }) => name)),
    timeframes: [...new Set(views.slice(1).map(({ timeframe }) => timeframe))],
  };
}
