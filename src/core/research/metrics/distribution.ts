/** Mean, deviation and histogram of plain numbers. */

/** NaN without values. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
}

/** Sample standard deviation, two passes, divided by n - 1. NaN below two values. */
export function sampleDeviation(values: Float64Array): number {
  const centre = mean(values);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] as number) - centre) ** 2;
  return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : Number.NaN;
}

/** Square root of the summed squares of the values below zero, divided by n - 1. NaN below two values. */
export function downsideDeviation(values: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < 0) squares += value * value;
  }
  return values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : Number.NaN;
}

/** Counts per bin of equal width: bin i holds start + i*step <= value < start + (i+1)*step. Values outside are in `below` and `above`. */
export interface Histogram {
  readonly start: number;
  readonly step: number;
  readonly counts: readonly number[];
  readonly below: number;
  readonly above: number;
}

/** The smallest 1, 2 or 5 times a power of ten that is at least `width`. */
export function niceStep(width: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(width));
  for (const factor of [1, 2, 5]) if (factor * magnitude >= width * (1 - 1e-12)) return factor * magnitude;
  return 10 * magnitude;
}

/**
 * A histogram with round bin borders, one of them at zero, of the values between the 1st and 99th percentile (all of them below 100 values);
 * the tails are counted in `below` and `above`. Null without values.
 */
export function histogram(values: Float64Array, bins = 36): Histogram | null {
  if (values.length === 0) return null;
  const sorted = values.slice().sort();
  const tail = Math.floor(sorted.length / 100);
  const low = Math.min(0, sorted[tail] as number);
  const high = Math.max(0, sorted[sorted.length - 1 - tail] as number);
  const step = niceStep(Math.max((high - low) / bins, 1e-6));
  const first = Math.floor(low / step);
  const counts = new Array<number>(Math.max(1, Math.floor(high / step) - first + 1)).fill(0);
  let below = 0;
  let above = 0;
  for (const value of sorted) {
    const bin = Math.floor(value / step) - first;
    if (bin < 0) below++;
    else if (bin >= counts.length) above++;
    else (counts[bin] as number)++;
  }
  return { start: first * step, step, counts: counts as readonly number[], below, above };
}
