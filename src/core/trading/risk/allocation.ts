/**
 * How the size of the runs of a session might be shared out (trading rules 6.5): by the inverse of their volatility or of their deepest fall, or by their
 * Sharpe ratio of three months times what is left of the fall that is tolerated. A proposal: nothing changes by it.
 */

export const ALLOCATION_METHODS = ['inverse-volatility', 'inverse-drawdown', 'sharpe'] as const;
export type AllocationMethod = (typeof ALLOCATION_METHODS)[number];

export interface AllocationRules {
  /** Bounds of one share; all together are 1. */
  readonly minimum: number;
  readonly maximum: number;
  readonly minimumTrades: number;
  /** Days at the end of a record that volatility and fall, and the Sharpe ratio, are measured over. */
  readonly days: number;
  readonly sharpeDays: number;
  readonly toleratedDrawdown: number;
  /** A share this far from the proposed one, as a ratio of it, or weights this old: it is time to share out anew. */
  readonly driftRatio: number;
  readonly rebalanceMs: number;
}

export const ALLOCATION_RULES: AllocationRules = {
  ...{ minimum: 0.05, maximum: 0.4, minimumTrades: 10, days: 365, sharpeDays: 90, toleratedDrawdown: 0.2 },
  ...{ driftRatio: 0.2, rebalanceMs: 7 * 86_400_000 },
};

export interface RunResults {
  readonly trades: number;
  /** What each day has made of what was put in, as a ratio, oldest first; 0 for a day without a result. */
  readonly daily: readonly number[];
}

/** Of one run: too few trades; nothing that the method could measure it by. Of all: too few or too many for the bounds; none of them worth anything. */
export type AllocationReason = 'TOO_FEW_TRADES' | 'NOTHING_TO_MEASURE' | 'TOO_FEW_RUNS' | 'TOO_MANY_RUNS' | 'NO_GAINS';

export interface ProposedShare {
  /** Volatility of a day, deepest fall, or Sharpe ratio of a year; null where it is not known. */
  readonly measured: number | null;
  readonly share: number | null;
  /** What it would keep of its size: the largest share keeps all of it, the others less in proportion, so that none is raised. */
  readonly weight: number | null;
  readonly reason: AllocationReason | null;
}

export interface Proposal {
  readonly runs: readonly ProposedShare[];
  /** Why nothing is proposed; null where something is. */
  readonly reason: AllocationReason | null;
}

export function proposeShares(runs: readonly RunResults[], method: AllocationMethod, rules: AllocationRules = ALLOCATION_RULES): Proposal {
  const judged = runs.map((run) => judge(run, method, rules));
  const taking = judged.filter(({ score }) => score !== null).map(({ score }) => score as number);
  const reason = reasonAgainst(taking, rules);
  const shares = reason === null ? boundedShares(taking, rules.minimum, rules.maximum) : [];
  const largest = Math.max(...shares);
  let next = 0;
  return {
    reason,
    runs: judged.map(({ score, measured, reason: own }) => {
      const share = score === null ? undefined : shares[next++];
      return { measured, reason: own, share: share ?? null, weight: share === undefined ? null : share / largest };
    }),
  };
}

/** How far the present weights are from the proposed shares, as a ratio of these, at the run that is farthest; null where nothing is proposed. */
export function driftOf(weights: readonly number[], { runs }: Proposal): number | null {
  const pairs = runs.flatMap(({ share }, i) => (share === null ? [] : [[share, weights[i] as number] as const]));
  const sum = pairs.reduce((total, [, weight]) => total + weight, 0);
  if (pairs.length === 0 || sum === 0) return pairs.length === 0 ? null : 1;
  return Math.max(...pairs.map(([share, weight]) => Math.abs(weight / sum - share) / share));
}

/**
 * The shares in proportion to `scores` (0 or more, not all 0) that lie between the bounds and are 1 together: each is `factor` times its score, or the bound
 * it would cross. Their sum rises with the factor in straight pieces; the piece on which it comes to 1 gives the factor.
 */
export function boundedShares(scores: readonly number[], minimum: number, maximum: number): number[] {
  const at = (factor: number) => scores.map((score) => Math.min(maximum, Math.max(minimum, factor * score)));
  const sumAt = (factor: number) => at(factor).reduce((sum, share) => sum + share, 0);
  const bends = scores.flatMap((score) => (score > 0 ? [minimum / score, maximum / score] : [])).sort((a, b) => a - b);
  const upper = bends.find((bend) => sumAt(bend) >= 1) ?? (bends.at(-1) as number);
  const lower = bends.findLast((bend) => bend < upper) ?? 0;
  const [from, to] = [sumAt(lower), sumAt(upper)];
  return at(to === from ? upper : lower + ((1 - from) / (to - from)) * (upper - lower));
}

/** Of doubles: less than this of the tolerated fall is none. */
const NOISE = 1e-9;

interface Judged {
  readonly score: number | null;
  readonly measured: number | null;
  readonly reason: AllocationReason | null;
}

function judge({ trades, daily }: RunResults, method: AllocationMethod, rules: AllocationRules): Judged {
  const year = daily.slice(-rules.days);
  const measured =
    method === 'sharpe'
      ? sharpeOf(daily.slice(-rules.sharpeDays))
      : method === 'inverse-volatility'
        ? deviationOf(year)
        : deepestFall(year);
  if (trades < rules.minimumTrades) return { score: null, measured, reason: 'TOO_FEW_TRADES' };
  if (method === 'sharpe') {
    if (measured === null) return { score: null, measured, reason: 'NOTHING_TO_MEASURE' };
    const left = 1 - (deepestFall(year) ?? 0) / rules.toleratedDrawdown;
    return { score: left < NOISE ? 0 : Math.max(0, measured) * left, measured, reason: null };
  }
  if (measured === null || measured === 0) return { score: null, measured, reason: 'NOTHING_TO_MEASURE' };
  return { score: 1 / measured, measured, reason: null };
}

function reasonAgainst(scores: readonly number[], { minimum, maximum }: AllocationRules): AllocationReason | null {
  const { length } = scores;
  if (length * maximum < 1) return 'TOO_FEW_RUNS';
  if (length * minimum > 1) return 'TOO_MANY_RUNS';
  const gaining = scores.filter((score) => score > 0).length;
  return gaining * maximum + (length - gaining) * minimum < 1 ? 'NO_GAINS' : null;
}

/** Of the sample; null below two days. */
function deviationOf(daily: readonly number[]): number | null {
  if (daily.length < 2) return null;
  const mean = meanOf(daily);
  return Math.sqrt(daily.reduce((sum, day) => sum + (day - mean) ** 2, 0) / (daily.length - 1));
}

/** Of a year of 365 days; null where no day differs from another. */
function sharpeOf(daily: readonly number[]): number | null {
  const deviation = deviationOf(daily);
  return deviation === null || deviation === 0 ? null : (meanOf(daily) / deviation) * Math.sqrt(365);
}

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The deepest fall from a peak, as a ratio of it, of what the days make one after the other; null without days. */
function deepestFall(daily: readonly number[]): number | null {
  let [value, peak, deepest] = [1, 1, 0];
  for (const day of daily) {
    value *= 1 + day;
    peak = Math.max(peak, value);
    deepest = Math.max(deepest, 1 - value / peak);
  }
  return daily.length === 0 ? null : deepest;
}
