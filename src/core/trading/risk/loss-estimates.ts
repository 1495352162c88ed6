/** What a bad day could cost what is held: value at risk and expected shortfall at 95 % over one day, by three methods. */

import { nextRandom, uniform } from '../engine/random.ts';
import type { RiskContext } from './judgement.ts';
import { dailyDeviation } from './portfolio-rules.ts';
import { covarianceOf, type DailyStatistics, SHORTFALL_Z, VAR_Z } from './statistics.ts';

export const DRAWS = 10_000;
const CONFIDENCE = 0.95;
/**
 * Daily returns have fatter tails than the normal's: draws are of a Student t with this many degrees of freedom, scaled to the measured covariances.
 * Its value at risk at 95 % is 0.949 of the normal's, its expected shortfall 1.085 of it.
 */
const DEGREES = 5;

/** In quanta, losses positive; NaN where too little is known. */
export interface LossEstimate {
  readonly valueAtRisk: number;
  readonly shortfall: number;
  /** Days it is measured on: those all instruments held have in common. */
  readonly days: number;
}

/** As the limits use it, from the deviation of the day's result, mean 0. It is always known: what has too little history counts as the worst case. */
export function parametricLoss(c: RiskContext, exposures: Float64Array): Omit<LossEstimate, 'days'> {
  const deviation = dailyDeviation(c, exposures, 0, 0);
  return { valueAtRisk: VAR_Z * deviation, shortfall: SHORTFALL_Z * deviation };
}

/** Deviation of the day's result if everything held moved together, against the account. */
export function deviationTogether(c: RiskContext, exposures: Float64Array): number {
  return exposures.reduce((sum, exposure, i) => {
    const variance = c.statistics.covariance(i, i);
    const deviation = Number.isFinite(variance) ? Math.sqrt(variance) : c.figures.profile.statistics.assumedDailyVolatility;
    return sum + Math.abs(exposure) * deviation;
  }, 0);
}

/** What today's holdings would have lost on each day that all of them have: the 95 % quantile (linear between days), and the mean of the days at or beyond it. */
export function historicalLoss(statistics: DailyStatistics, exposures: Float64Array, minimumDays: number): LossEstimate {
  const held = indicesOf(exposures);
  if (held.length === 0) return { valueAtRisk: 0, shortfall: 0, days: 0 };
  const columns = statistics.returnsTogether(held);
  const days = columns[0]?.length ?? 0;
  if (days < Math.max(2, minimumDays)) return unknownOf(days);
  const losses = Float64Array.from({ length: days }, (_, day) =>
    held.reduce((sum, instrument, i) => sum - (exposures[instrument] as number) * (columns[i]?.[day] as number), 0),
  );
  return { ...tailOf(losses), days };
}

/** 10,000 seeded draws of a day with the covariances of the common days and fat tails (Student t, 5 degrees of freedom). */
export function simulatedLoss(statistics: DailyStatistics, exposures: Float64Array, minimumDays: number, seed: number): LossEstimate {
  const held = indicesOf(exposures);
  if (held.length === 0) return { valueAtRisk: 0, shortfall: 0, days: 0 };
  const columns = statistics.returnsTogether(held);
  const days = columns[0]?.length ?? 0;
  if (days < Math.max(2, minimumDays)) return unknownOf(days);
  const factor = choleskyOf(columns.map((a) => columns.map((b) => covarianceOf(a, b, days))));
  // A day's result is x' L z: weighing the columns of L once is the same as drawing every instrument's return and adding them up.
  const weights = held.map((_, k) =>
    held.reduce((sum, instrument, i) => sum + (exposures[instrument] as number) * (factor[i]?.[k] ?? 0), 0),
  );
  const normal = normals(seed);
  const losses = Float64Array.from({ length: DRAWS }, () => {
    let result = 0;
    for (const weight of weights) result += weight * normal();
    let square = 0;
    for (let k = 0; k < DEGREES; k++) square += normal() ** 2;
    return -result * Math.sqrt((DEGREES - 2) / square);
  });
  return { ...tailOf(losses), days };
}

const unknownOf = (days: number): LossEstimate => ({ valueAtRisk: Number.NaN, shortfall: Number.NaN, days });

function indicesOf(exposures: Float64Array): number[] {
  return [...exposures.keys()].filter((i) => exposures[i] !== 0);
}

/** A gain is no loss: neither figure is below 0. */
function tailOf(losses: Float64Array): Omit<LossEstimate, 'days'> {
  losses.sort();
  const place = CONFIDENCE * (losses.length - 1);
  const low = losses[Math.floor(place)] as number;
  const high = losses[Math.ceil(place)] as number;
  const quantile = low + (place - Math.floor(place)) * (high - low);
  const tail = losses.filter((loss) => loss >= quantile);
  const mean = tail.reduce((sum, loss) => sum + loss, 0) / tail.length;
  return { valueAtRisk: Math.max(0, quantile), shortfall: Math.max(0, mean) };
}

/** Lower factor of a covariance matrix; an instrument that moves exactly as those before it adds nothing of its own. */
function choleskyOf(matrix: readonly (readonly number[])[]): number[][] {
  const lower = matrix.map(() => matrix.map(() => 0));
  const at = (i: number, k: number) => lower[i]?.[k] as number;
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]?.[j] as number;
      for (let k = 0; k < j; k++) rest -= at(i, k) * at(j, k);
      const pivot = at(j, j);
      (lower[i] as number[])[j] = i === j ? Math.sqrt(Math.max(0, rest)) : pivot > 0 ? rest / pivot : 0;
    }
  }
  return lower;
}

/** Standard normal draws, two from each pair of uniform ones (Box and Muller). */
function normals(seed: number): () => number {
  let state = seed;
  let spare = Number.NaN;
  const next = () => {
    state = nextRandom(state);
    return uniform(state);
  };
  return () => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
