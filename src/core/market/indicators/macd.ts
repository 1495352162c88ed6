/** Moving average convergence divergence: a fast less a slow exponential average, its own average, and their difference. */

import { integer } from '../../domain/parameters.ts';
import { nextAverage } from './ema.ts';
import { type Block, defineIndicator, type Kernel } from './indicator.ts';

const SEEN = 0;
const FAST = 1;
const SLOW = 2;
const SIGNAL_SEEN = 3;
const SIGNAL = 4;
const LENGTH = 5;

class MacdKernel implements Kernel {
  declare private readonly fast: number;
  declare private readonly slow: number;
  declare private readonly period: number;
  declare private readonly state: Float64Array;
  declare private readonly macd: Float64Array;
  declare private readonly signal: Float64Array;
  declare private readonly histogram: Float64Array;

  constructor(
    fast: number,
    slow: number,
    period: number,
    state: Float64Array,
    macd: Float64Array,
    signal: Float64Array,
    histogram: Float64Array,
  ) {
    this.fast = fast | 0;
    this.slow = slow | 0;
    this.period = period | 0;
    this.state = state;
    this.macd = macd;
    this.signal = signal;
    this.histogram = histogram;
  }

  /** The three averages in one loop: each waits for its own last value, so together they take little longer than one. */
  run(block: Block): void {
    const { fast, slow, period, state, macd, signal, histogram } = this;
    const { source, sourceFrom, outFrom, count } = block;
    const longer = Math.max(fast, slow) | 0;
    const fastFactor = 2 / (fast + 1);
    const slowFactor = 2 / (slow + 1);
    const factor = 2 / (period + 1);
    let seen = state[SEEN] | 0;
    let fastAverage = state[FAST];
    let slowAverage = state[SLOW];
    let signalSeen = state[SIGNAL_SEEN] | 0;
    let average = state[SIGNAL];
    for (let k = 0; k < count; k++) {
      const value = source[sourceFrom + k];
      let difference = Number.NaN;
      let smoothed = Number.NaN;
      if (!Number.isNaN(value)) {
        fastAverage = nextAverage(fastAverage, value, seen, fast, fastFactor);
        slowAverage = nextAverage(slowAverage, value, seen, slow, slowFactor);
        if (seen < longer) seen++;
        if (seen === longer) {
          difference = fastAverage - slowAverage;
          average = nextAverage(average, difference, signalSeen, period, factor);
          if (signalSeen < period) signalSeen++;
          if (signalSeen === period) smoothed = average;
        }
      }
      macd[outFrom + k] = difference;
      signal[outFrom + k] = smoothed;
      histogram[outFrom + k] = difference - smoothed;
    }
    state[SEEN] = seen;
    state[FAST] = fastAverage;
    state[SLOW] = slowAverage;
    state[SIGNAL_SEEN] = signalSeen;
    state[SIGNAL] = average;
  }
}

export const macd = defineIndicator({
  id: 'macd',
  title: { en: 'Moving average convergence divergence', es: 'Convergencia y divergencia de medias móviles' },
  parameters: {
    fast: integer({ min: 1, max: 100_000, default: 12, help: 'Fast average, in candles' }),
    slow: integer({ min: 1, max: 100_000, default: 26, help: 'Slow average, in candles' }),
    signal: integer({ min: 1, max: 100_000, default: 9, help: 'Average of the difference, in candles' }),
  },
  outputs: ['macd', 'signal', 'histogram'],
  input: 'series',
  warmup: ({ fast, slow, signal }) => Math.max(fast, slow) + signal - 1,
  stateLength: () => LENGTH,
  create: ({ fast, slow, signal }, state, [value, average, difference]) =>
    new MacdKernel(fast, slow, signal, state, value, average, difference),
});
