/** The parameters a strategy runs with: each within its range, and together as its constraints demand. */

import { inBoth, type ParameterTable, type ParameterValues, resolveParameters } from '../../domain/parameters.ts';
import { InputError } from '../../domain/result.ts';
import type { StrategyDefinition } from './strategy.ts';

/** `given` and the defaults of the rest. InputError of {@link resolveParameters}, and PARAMETER_CONSTRAINT. */
export function parametersOf(
  // biome-ignore lint/suspicious/noExplicitAny: strategies of every parameter table.
  definition: StrategyDefinition<any>,
  given: Readonly<Record<string, unknown>>,
): ParameterValues<ParameterTable> {
  const { id, parameters, constraints = [] } = definition;
  const values = resolveParameters(parameters as ParameterTable, given, `strategy ${id}`);
  for (const { holds, message } of constraints) {
    if (!holds(values))
      throw new InputError('PARAMETER_CONSTRAINT', `strategy ${id}: ${inBoth(message).en}, found ${settingsText(values)}`, 2);
  }
  return values;
}

/** `fast=50, slow=30` */
function settingsText(parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
