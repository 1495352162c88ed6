/** What an indicator is: one incremental kernel over columns, used for one live candle or a million historical ones alike. */

import type { ParameterTable, ParameterValues, Words } from '../../domain/parameters.ts';
import type { Candles } from '../candles.ts';

/**
 * The candles a kernel is asked to continue with. Candle k of the block (0 <= k < count) is
 * `bars.X[barFrom + k]`, its input value `source[sourceFrom + k]`, and its result goes to `outputs[j][outFrom + k]`.
 * A kernel may read only these and its own state: nothing at or beyond barFrom + count exists for it.
 */
export interface Block {
  bars: Candles;
  barFrom: number;
  /** The series the indicator works on (close by default, or another indicator's output); NaN while that is not defined. */
  source: Float64Array;
  sourceFrom: number;
  outFrom: number;
  count: number;
}

/**
 * Continues exactly where the last call stopped: run(0..n) in one call or in n calls gives the same bits.
 *
 * Kernels declare their fields instead of defining them and keep whole parameters as `x | 0`. Otherwise V8 takes the field for
 * anything, or for a double (the tables of parameters hold decimals too), and converts it at every use in the loop.
 */
export interface Kernel {
  run(block: Block): void;
}

type Scale = 'price' | 'source';

export interface IndicatorDefinition<T extends ParameterTable = ParameterTable, Output extends string = string> {
  readonly id: string;
  readonly title: Words;
  readonly parameters: T;
  /** Names of the output columns; the first is the default one. */
  readonly outputs: readonly Output[];
  /** What its outputs are drawn over: prices, or whatever it is asked of; one that is not named has a scale of its own. */
  readonly scale?: Scale | Readonly<Partial<Record<Output, Scale>>>;
  /** `series` reads `block.source`; `bars` reads the candle columns. */
  readonly input: 'series' | 'bars';
  /** Candles needed until every output is defined (an SMA of 10: 10). An output is NaN, never absent, until it is. */
  warmup(parameters: ParameterValues<T>): number;
  /** Doubles of state, all zero at the start; a snapshot of the indicator is a copy of them (and of its outputs). */
  stateLength(parameters: ParameterValues<T>): number;
  /**
   * Only does `new`: kernel classes stand at module level, so that their shapes stay stable. All memory is in `state`.
   * The outputs are also the kernel's working space during `run`, so none of them may be its source.
   */
  create(parameters: ParameterValues<T>, state: Float64Array, outputs: readonly Float64Array[]): Kernel;
}

export function defineIndicator<const T extends ParameterTable, const Output extends string>(
  definition: IndicatorDefinition<T, Output>,
): IndicatorDefinition<T, Output> {
  return definition;
}
