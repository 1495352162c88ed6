/** Which kinds of decisions a filter admits, and the counts of its facets from the counts of the kinds. */

import { DECISION_FACETS, type DecisionCounts, type DecisionFilter } from '../../api/archive.ts';
import type { DecisionTraits } from './decision-tally.ts';

export interface CountedKind extends DecisionTraits {
  readonly kind: number;
  /** Decisions of the time asked for. */
  readonly n: number;
}

export const numbersOf = (kinds: readonly CountedKind[]): number[] => kinds.map(({ kind }) => kind);

export const rowsIn = (kinds: readonly CountedKind[]): number => kinds.reduce((sum, { n }) => sum + n, 0);

type Facet = (typeof DECISION_FACETS)[number];

/** `except`: as if the filter did not name that facet. The prefix is not looked at. */
export function admits(filter: DecisionFilter, kind: CountedKind, except?: Facet): boolean {
  if (filter.withOrder !== undefined && filter.withOrder !== kind.withOrder) return false;
  return DECISION_FACETS.every((facet) => facet === except || (filter[facet] as string[] | undefined)?.includes(kind[facet]) !== false);
}

/** Whether a strategy, an instrument or a code begins with it, in capitals or not. */
export function beginsWith({ strategyId, instrumentId, code }: CountedKind, prefix: string): boolean {
  const sought = prefix.toLowerCase();
  return [strategyId, instrumentId, code].some((name) => name.toLowerCase().startsWith(sought));
}

export const facetsOf = (filter: DecisionFilter, kinds: readonly CountedKind[]): DecisionCounts['facets'] =>
  countFacets(DECISION_FACETS, kinds, (kind, facet) => admits(filter, kind, facet));

/** The counts of each facet over what is admitted but for that facet; most frequent first, then by name. */
export function countFacets<F extends string, K extends Readonly<Record<F, string>> & { readonly n: number }>(
  facets: readonly F[],
  kinds: readonly K[],
  isAdmitted: (kind: K, except: F) => boolean,
): Record<F, { value: string; count: number }[]> {
  const count = (facet: F) => {
    const counts = new Map<string, number>();
    for (const kind of kinds)
      if (kind.n > 0 && kind[facet] !== '' && isAdmitted(kind, facet)) counts.set(kind[facet], (counts.get(kind[facet]) ?? 0) + kind.n);
    return [...counts].map(([value, n]) => ({ value, count: n })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  };
  return Object.fromEntries(facets.map((facet) => [facet, count(facet)])) as Record<F, { value: string; count: number }[]>;
}
