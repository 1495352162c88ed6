/** Weights against what the owner wants them to be, and the trades that would restore them. */

export interface Slice {
  readonly key: string;
  /** In base. */
  readonly value: number;
  /** Of one of it, where it is one thing that can be traded; null of a group. */
  readonly price: number | null;
}

export interface Weighed extends Slice {
  readonly weight: number;
  /** Null where nothing is wanted of it. */
  readonly target: number | null;
  readonly drift: number | null;
  readonly isOutside: boolean;
}

export interface Trade {
  readonly key: string;
  readonly side: 'buy' | 'sell';
  /** In base, above 0. */
  readonly amount: number;
  readonly quantity: number | null;
}

/** Targets are ratios that add up to at most 1; `band` is how far a weight may be off. */
export interface Wanted {
  readonly weights: Readonly<Record<string, number>>;
  readonly band: number;
}

/** Rounding of a weight is no drift. */
const NO_DRIFT = 1e-9;

/** Heaviest first. A wanted slice of which nothing is held stands with value 0. */
export function weigh(slices: readonly Slice[], wanted: Wanted | null): Weighed[] {
  const total = slices.reduce((sum, { value }) => sum + value, 0);
  const held = new Set(slices.map(({ key }) => key));
  const absent = Object.keys(wanted?.weights ?? {}).filter((key) => !held.has(key));
  return [...slices, ...absent.map((key) => ({ key, value: 0, price: null }))]
    .map((slice) => {
      const weight = total === 0 ? 0 : slice.value / total;
      const target = wanted?.weights[slice.key] ?? null;
      const drift = target === null ? null : weight - target;
      return { ...slice, weight, target, drift, isOutside: drift !== null && Math.abs(drift) > (wanted as Wanted).band + NO_DRIFT };
    })
    .sort((a, b) => b.value - a.value || (a.key < b.key ? -1 : 1));
}

/**
 * Trades after which every slice with a target has its share of the whole and the fresh money; slices without one share what the targets leave, as they
 * do now. Nothing where no target is set.
 */
export function restoring(weighed: readonly Weighed[], fresh: number): Trade[] {
  const total = weighed.reduce((sum, { value }) => sum + value, 0) + fresh;
  const wanted = weighed.filter(({ target }) => target !== null);
  if (wanted.length === 0 || total <= 0) return [];
  const left = 1 - wanted.reduce((sum, { target }) => sum + (target as number), 0);
  const others = weighed.filter(({ target }) => target === null).reduce((sum, { value }) => sum + value, 0);
  // Nothing is held of what has no target: what the targets leave stays cash.
  const shareOf = ({ target, value }: Weighed) => target ?? (others === 0 ? 0 : (left * value) / others);
  return weighed
    .map((slice) => ({ slice, change: shareOf(slice) * total - slice.value }))
    .filter(({ change }) => Math.abs(change) >= 0.01)
    .map(({ slice: { key, price }, change }) => {
      const amount = Math.abs(change);
      return { key, side: change > 0 ? ('buy' as const) : ('sell' as const), amount, quantity: price === null ? null : amount / price };
    });
}

/** The sum of squared weights (Herfindahl–Hirschman): 1 is all in one, 1/n is n of the same. Null of nothing. */
export const concentration = (weighed: readonly Weighed[]): number | null =>
  weighed.some(({ value }) => value > 0) ? weighed.reduce((sum, { weight }) => sum + weight * weight, 0) : null;
