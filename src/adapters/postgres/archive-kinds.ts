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

export function facetsOf(filter: DecisionFilter, kinds: readonly CountedKind[]): DecisionCounts['facets'] {
  const count = (facet: Facet) => {
    const counts = new Map<string, number>();
    for (const kind of kinds)
      if (kind.n > 0 && kind[facet] !== '' && admits(filter, kind, facet)) counts.set(kind[facet], (counts.get(kind[facet]) ?? 0) + kind.n);
    return sortedFacet(counts);
  };
  return Object.fromEntries(DECISION_FACETS.map((facet) => [facet, count(facet)])) as DecisionCounts['facets'];
}

/** Most frequent first, then by name. */
export const sortedFacet = (counts: ReadonlyMap<string, number>): { value: string; count: number }[] =>
  [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
