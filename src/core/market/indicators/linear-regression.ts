/** Least-squares line through the last `period` values: its slope per candle, its value at the last one, and its r². */

import { integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const FULL = 0;
const AT = 1;
/** As in standard-deviation.ts: a value inside the window that all sums are relative to. */
const ORIGIN = 2;
const BEGINNING = 3;
const BEGINNING_WEIGHTED = 4;
const BEGINNING_SQUARES = 5;
/** Grouped as in sma.ts: sums of the ends, then those weighted 1, 2, 3, ... from the oldest, then those of the squares. */
const GROUP = 6;

class LinearRegressionKernel implements Kernel {
  declare private readonly period: number;
  declare private readonly state: Float64Array;
  declare private readonly slope: Float64Array;
  declare private readonly value: Float64Array;
  declare private readonly rSquared: Float64Array;

  constructor(period: number, state: Float64Array, slope: Float64Array, value: Float64Array, rSquared: Float64Array) {
    this.period = period | 0;
    this.state = state;
    this.slope = slope;
    this.value = value;
    this.rSquared = rSquared;
  }

  static stateLength(period: number): number {
    return GROUP + 3 * period;
  }

  run(block: Block): void {
    const { state, period, slope, value, rSquared } = this;
    const { source, sourceFrom, outFrom, count } = block;
    const weighted = GROUP + period;
    const squares = weighted + period;
    const middle = (period + 1) / 2;
    const spread = (period * (period * period - 1)) / 12;
    let full = state[FULL] | 0;
    let at = state[AT] | 0;
    let origin = state[ORIGIN];
    let beginning = state[BEGINNING];
    let beginningWeighted = state[BEGINNING_WEIGHTED];
    let beginningSquares = state[BEGINNING_SQUARES];
    for (let k = 0; k < count; k++) {
      const price = source[sourceFrom + k];
      const known = !Number.isNaN(price);
      if (known) {
        const difference = price - origin;
        state[GROUP + at] = price;
        at++;
        beginning += difference;
        beginningWeighted += at * difference;
        beginningSquares += difference * difference;
        if (at === period) {
          origin = price;
          sumEnds(state, period, origin);
          full = 1;
          at = 0;
          beginning = 0;
          beginningWeighted = 0;
          beginningSquares = 0;
        }
      }
      if (full === 0 || !known) {
        slope[outFrom + k] = Number.NaN;
        value[outFrom + k] = Number.NaN;
        rSquared[outFrom + k] = Number.NaN;
        continue;
      }
      const sum = beginning + state[GROUP + at];
      const sumWeighted = state[weighted + at] + (period - at) * beginning + beginningWeighted;
      const covariation = sumWeighted - middle * sum;
      const variation = beginningSquares + state[squares + at] - (sum * sum) / period;
      const rise = covariation / spread;
      slope[outFrom + k] = rise;
      value[outFrom + k] = origin + sum / period + rise * (period - middle);
      rSquared[outFrom + k] = variation > 0 ? (rise * covariation) / variation : Number.NaN;
    }
    state[FULL] = full;
    state[AT] = at;
    state[ORIGIN] = origin;
    state[BEGINNING] = beginning;
    state[BEGINNING_WEIGHTED] = beginningWeighted;
    state[BEGINNING_SQUARES] = beginningSquares;
  }
}

/** Turns the values of a full group into the three sums of its ends. */
function sumEnds(state: Float64Array, period: number, origin: number): void {
  let end = 0;
  let endWeighted = 0;
  let endSquares = 0;
  for (let i = GROUP + period - 1; i >= GROUP; i--) {
    const difference = state[i] - origin;
    end += difference;
    endWeighted += end;
    endSquares += difference * difference;
    state[i] = end;
    state[i + period] = endWeighted;
    state[i + 2 * period] = endSquares;
  }
}

export const linearRegression = defineIndicator({
  id: 'linearRegression',
  title: { en: 'Linear regression', es: 'Regresión lineal' },
  parameters: { period: integer({ min: 2, max: 100_000, default: 20, help: 'Values in the window' }) },
  outputs: ['slope', 'value', 'rSquared'],
  scale: { value: 'source' },
  input: 'series',
  warmup: ({ period }) => period,
  stateLength: ({ period }) => LinearRegressionKernel.stateLength(period),
  create: ({ period }, state, [slope, value, rSquared]) => new LinearRegressionKernel(period, state, slope, value, rSquared),
});
