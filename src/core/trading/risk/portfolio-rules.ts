/** Limits that look at the portfolio as a whole: correlation, beta, value at risk, expected shortfall. */

import type { Judgement, RiskContext, Rule } from './judgement.ts';
import { SHORTFALL_Z, VAR_Z } from './statistics.ts';

/** Correlation of two exposures, direction counted; unknown is 1 (or 0 where a profile does not count the unknown as worst). */
function togetherness(a: number, b: number, sides: number, c: RiskContext): number {
  const correlation = c.statistics.correlation(a, b);
  if (!Number.isFinite(correlation)) return c.figures.unknownIsWorst ? 1 : 0;
  return sides < 0 ? -correlation : correlation;
}

/** Highest correlation of the candidate with something held in another instrument; -1 when nothing is. */
export function highestCorrelation(j: Judgement, c: RiskContext): number {
  const { instrument, side } = j.candidate;
  let highest = -1;
  if (!j.others) return highest;
  for (let i = 0; i < c.instruments.length; i++) {
    const held = i === instrument.index ? 0 : (j.exposures[i] as number);
    if (held !== 0) highest = Math.max(highest, togetherness(instrument.index, i, held * side, c));
  }
  return highest;
}

/** Halves beyond the first level, refuses beyond the second. */
export const correlationRule: Rule = {
  code: 'RISK_CORRELATION',
  holds: (j, c) => {
    const { pairCorrelationHalve, pairCorrelationReject } = c.figures.profile.limits;
    const highest = highestCorrelation(j, c);
    if (highest > pairCorrelationReject) return false;
    if (highest > pairCorrelationHalve) j.halve('HALF_CORRELATION');
    return true;
  },
  measured: highestCorrelation,
  limit: (_, c) => c.figures.profile.limits.pairCorrelationReject,
};

/** Signed exposure in quanta to an instrument with the candidate in it. */
function exposureWith(i: number, j: Judgement): number {
  const held = j.exposures[i] as number;
  return i === j.candidate.instrument.index ? held + j.candidate.side * j.value : held;
}

/** Mean over all pairs of what would be held; -1 with fewer than two. */
export function meanCorrelation(j: Judgement, c: RiskContext): number {
  let sum = 0;
  let pairs = 0;
  if (!j.others) return -1;
  for (let a = 0; a < c.instruments.length; a++) {
    const first = exposureWith(a, j);
    for (let b = a + 1; first !== 0 && b < c.instruments.length; b++) {
      const second = exposureWith(b, j);
      if (second === 0) continue;
      sum += togetherness(a, b, first * second, c);
      pairs++;
    }
  }
  return pairs === 0 ? -1 : sum / pairs;
}

export const meanCorrelationRule: Rule = {
  code: 'WARN_MEAN_CORRELATION',
  holds: (j, c) => {
    if (meanCorrelation(j, c) > c.figures.profile.limits.meanCorrelationWarn) j.mark('WARN_MEAN_CORRELATION');
    return true;
  },
  measured: meanCorrelation,
  limit: (_, c) => c.figures.profile.limits.meanCorrelationWarn,
};

/** Beta of what would be held against the benchmark, per unit of equity; NaN when it can't be known. */
export function portfolioBeta(j: Judgement, c: RiskContext): number {
  if (c.benchmark < 0) return Number.NaN;
  let together = 0;
  for (let i = 0; i < c.instruments.length; i++) {
    const exposure = exposureWith(i, j);
    if (exposure !== 0) together += exposure * c.statistics.covariance(i, c.benchmark);
  }
  const beta = together / (j.equity * c.statistics.covariance(c.benchmark, c.benchmark));
  return Number.isFinite(beta) ? beta : Number.NaN;
}

/** Warns outside the target band, and while beta is not known although there is a band. */
export const betaRule: Rule = {
  code: 'WARN_BETA',
  holds: (j, c) => {
    const { betaMinimum, betaMaximum } = c.figures.profile.limits;
    if (betaMaximum === Number.POSITIVE_INFINITY && betaMinimum === Number.NEGATIVE_INFINITY) return true;
    const beta = portfolioBeta(j, c);
    const outside = Number.isNaN(beta) ? c.figures.unknownIsWorst : beta < betaMinimum || beta > betaMaximum;
    if (outside) j.mark('WARN_BETA');
    return true;
  },
  measured: portfolioBeta,
  limit: (_, c) => c.figures.profile.limits.betaMaximum,
};

/**
 * Deviation of a portfolio's daily result in quanta: the root of x' C x over what is known, plus the assumed volatility, at correlation 1,
 * of every instrument with too little history. `exposures` are signed quanta by instrument; `added` comes on top in instrument `at`.
 */
export function dailyDeviation(c: RiskContext, exposures: Float64Array, at: number, added: number): number {
  const { statistics } = c;
  let variance = 0;
  let unknown = 0;
  for (let a = 0; a < exposures.length; a++) {
    const first = (exposures[a] as number) + (a === at ? added : 0);
    if (first === 0) continue;
    if (!Number.isFinite(statistics.covariance(a, a))) {
      unknown += Math.abs(first);
      continue;
    }
    for (let b = 0; b < exposures.length; b++) {
      const second = (exposures[b] as number) + (b === at ? added : 0);
      if (second === 0 || !Number.isFinite(statistics.covariance(b, b))) continue;
      variance += first * second * covarianceOrWorst(a, b, first * second, c);
    }
  }
  return Math.sqrt(Math.max(0, variance)) + unknown * c.figures.profile.statistics.assumedDailyVolatility;
}

/** Two known instruments without enough common days count as moving together, against the account. */
function covarianceOrWorst(a: number, b: number, sides: number, c: RiskContext): number {
  const known = c.statistics.covariance(a, b);
  if (Number.isFinite(known)) return known;
  return Math.sign(sides) * Math.sqrt(c.statistics.covariance(a, a) * c.statistics.covariance(b, b));
}

/** Value at risk of one day at 95 % with the candidate in it, as a share of equity: parametric, mean 0. */
export function valueAtRisk(j: Judgement, c: RiskContext): number {
  const { candidate, exposures, value, equity } = j;
  return (VAR_Z * dailyDeviation(c, exposures, candidate.instrument.index, candidate.side * value)) / equity;
}

/** Halves beyond the first level, adds nothing beyond the second. */
export const valueAtRiskRule: Rule = {
  code: 'RISK_VALUE_AT_RISK',
  holds: (j, c) => {
    const { valueAtRiskHalve, valueAtRiskReject } = c.figures.profile.limits;
    const measured = valueAtRisk(j, c);
    if (measured > valueAtRiskReject) return false;
    if (measured > valueAtRiskHalve) j.halve('HALF_VALUE_AT_RISK');
    return true;
  },
  measured: valueAtRisk,
  limit: (_, c) => c.figures.profile.limits.valueAtRiskReject,
};

/** Expected shortfall of one day at 95 % of what is held, as a share of equity. */
export function expectedShortfall(exposures: Float64Array, equity: number, c: RiskContext): number {
  return (SHORTFALL_Z * dailyDeviation(c, exposures, 0, 0)) / equity;
}
