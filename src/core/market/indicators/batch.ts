/** A whole indicator at once: the same kernel, run over all candles as one block. */

import { type ParameterTable, type ParameterValues, resolveParameters } from '../../domain/parameters.ts';
import { InputError } from '../../domain/result.ts';
import type { Candles } from '../candles.ts';
import type { IndicatorDefinition } from './indicator.ts';

/**
 * The outputs by name, each one value per candle and NaN while it is not defined. Parameters left out take their defaults.
 * `source` replaces the close for an indicator of a series: one value per candle, such as another indicator's output.
 * InputError PARAMETER_* for a parameter outside its schema, SOURCE_LENGTH for a source shorter than the candles.
 */
export function computeIndicator<T extends ParameterTable, Output extends string>(
  definition: IndicatorDefinition<T, Output>,
  parameters: Partial<ParameterValues<T>>,
  candles: Candles,
  { source = candles.close }: { source?: Float64Array } = {},
): Record<Output, Float64Array> {
  const { length } = candles;
  if (source.length < length) {
    throw new InputError(
      'SOURCE_LENGTH',
      `${definition.id}: expected a source value for each of ${length} candles, found ${source.length}`,
    );
  }
  const values = resolveParameters(definition.parameters, parameters, definition.id);
  const outputs = definition.outputs.map(() => new Float64Array(length));
  const kernel = definition.create(values, new Float64Array(definition.stateLength(values)), outputs);
  kernel.run({ bars: candles, barFrom: 0, source, sourceFrom: 0, outFrom: 0, count: length });
  return Object.fromEntries(definition.outputs.map((name, j) => [name, outputs[j]])) as Record<Output, Float64Array>;
}
