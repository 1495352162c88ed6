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
    const { en, es } = inBoth(message);
    const found = settingsText(values);
    if (!holds(values))
      throw new InputError('PARAMETER_CONSTRAINT', `strategy ${id}: ${en}, found ${found}`, 2, {
        said: {
          en: `The parameters of ${id} do not go together: ${en}. Found ${found}.`,
          es: `Los parámetros de ${id} no casan entre sí: ${es}. Hay ${found}.`,
        },
      });
  }
  return values;
}

/** `fast=50, slow=30` */
function settingsText(parameters: Readonly<Record<string, unknown>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}
