/** Exponential moving average: factor 2 / (period + 1), seeded by the mean of the first `period` values. */

import { integer } from '../../domain/parameters.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const SEEN = 0;
/** The sum of the values while seeding, the average afterwards. */
const VALUE = 1;
const LENGTH = 2;

/** The average with one more value, after `seen` others: a sum until there are `period`, and then first of all their mean. */
export function nextAverage(average: number, value: number, seen: number, period: number, factor: number): number {
  if (seen >= period) return average + factor * (value - average);
  const sum = average + value;
  return seen + 1 === period ? sum / period : sum;
}

export class EmaKernel implements Kernel {
  declare private readonly period: number;
  declare private readonly state: Float64Array;
  declare private readonly out: Float64Array;

  constructor(period: number, state: Float64Array, out: Float64Array) {
    this.period = period | 0;
    this.state = state;
    this.out = out;
  }

  static readonly stateLength = LENGTH;

  run(block: Block): void {
    const { state, out, period } = this;
    const { source, sourceFrom, outFrom, count } = block;
    const factor = 2 / (period + 1);
    let seen = state[SEEN] | 0;
    let average = state[VALUE];
    for (let k = 0; k < count; k++) {
      const value = source[sourceFrom + k];
      let result = Number.NaN;
      if (!Number.isNaN(value)) {
        average = nextAverage(average, value, seen, period, factor);
        if (seen < period) seen++;
        if (seen === period) result = average;
      }
      out[outFrom + k] = result;
    }
    state[SEEN] = seen;
    state[VALUE] = average;
  }
}

export const ema = defineIndicator({
  id: 'ema',
  title: { en: 'Exponential moving average', es: 'Media móvil exponencial' },
  parameters: { period: integer({ min: 1, max: 100_000, default: 20, help: 'Candles; the factor is 2 / (period + 1)' }) },
  outputs: ['value'],
  scale: 'source',
  input: 'series',
  warmup: ({ period }) => period,
  stateLength: () => EmaKernel.stateLength,
  create: ({ period }, state, [value]) => new EmaKernel(period, state, value),
});
