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

/** What today's holdings would have lost on each day that all of them have; null where nothing is held. */
function lossesOf(statistics: DailyStatistics, exposures: Float64Array): Float64Array | null {
  const held = indicesOf(exposures);
  if (held.length === 0) return null;
  const columns = statistics.returnsTogether(held);
  const losses = new Float64Array(columns[0]?.length ?? 0);
  columns.forEach((column, i) => {
    const exposure = exposures[held[i] as number] as number;
    for (let day = 0; day < losses.length; day++) losses[day] = (losses[day] as number) - exposure * (column[day] as number);
  });
  return losses;
}

const NOTHING_HELD: LossEstimate = { valueAtRisk: 0, shortfall: 0, days: 0 };

/** What today's holdings would have lost on each day that all of them have: the 95 % quantile (linear between days), and the mean of the days at or beyond it. */
export function historicalLoss(statistics: DailyStatistics, exposures: Float64Array, minimumDays: number): LossEstimate {
  const losses = lossesOf(statistics, exposures);
  if (losses === null) return NOTHING_HELD;
  const days = losses.length;
  return days < Math.max(2, minimumDays) ? unknownOf(days) : { ...tailOf(losses), days };
}

/**
 * 10,000 seeded draws of a day with the covariances of the common days and fat tails (Student t, 5 degrees of freedom). A weighed sum of returns that vary
 * together is one normal draw with the sum's own deviation: that of the common days, so no instrument is drawn alone.
 */
export function simulatedLoss(statistics: DailyStatistics, exposures: Float64Array, minimumDays: number, seed: number): LossEstimate {
  const ofDays = lossesOf(statistics, exposures);
  if (ofDays === null) return NOTHING_HELD;
  const days = ofDays.length;
  if (days < Math.max(2, minimumDays)) return unknownOf(days);
  const deviation = Math.sqrt(Math.max(0, covarianceOf(ofDays, ofDays, days)));
  return { ...tailOf(studentDraws(deviation * Math.sqrt(DEGREES - 2), seed)), days };
}

/** `scale` times z over the root of a chi-square: of 5 degrees, four of which are minus twice the logarithm of two uniform numbers, and one a normal's square. */
function studentDraws(scale: number, seed: number): Float64Array {
  let state = seed;
  const next = () => {
    state = nextRandom(state);
    return 1 - uniform(state);
  };
  const draws = new Float64Array(DRAWS);
  for (let i = 0; i < DRAWS; i++) {
    // Two standard normal draws from each pair of uniform ones (Box and Muller).
    const radius = Math.sqrt(-2 * Math.log(next()));
    const angle = 2 * Math.PI * next();
    const square = (radius * Math.sin(angle)) ** 2 - 2 * Math.log(next() * next());
    draws[i] = (scale * radius * Math.cos(angle)) / Math.sqrt(square);
  }
  return draws;
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
