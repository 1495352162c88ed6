/** The address of a list is its filter: what it says, what is asked with it, and how a choice changes it. Nothing here touches the browser. */

import type { Sort } from '../../parts/table-tools.tsx';

/** Spans that end now. */
export const LASTS = { '1h': 3_600_000, '24h': 86_400_000, '7d': 604_800_000, '30d': 2_592_000_000, '365d': 31_536_000_000 } as const;
export type Last = keyof typeof LASTS;

/** What a list can be narrowed and ordered by. */
export interface Shape {
  readonly facets: readonly string[];
  readonly sorts: readonly string[];
}

export interface Span {
  readonly from?: number;
  /** Not included. */
  readonly to?: number;
}

const instantIn = (params: URLSearchParams, name: string): number | undefined => {
  const text = params.get(name);
  return text !== null && /^-?\d{1,16}$/.test(text) ? Number(text) : undefined;
};

export function lastIn(params: URLSearchParams): Last | null {
  const last = params.get('last');
  return last !== null && Object.hasOwn(LASTS, last) ? (last as Last) : null;
}

/** @param now end of what is told as "last" */
export function spanIn(params: URLSearchParams, now: number): Span {
  const last = lastIn(params);
  if (last !== null) return { from: now - LASTS[last] };
  const [from, to] = [instantIn(params, 'from'), instantIn(params, 'to')];
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** Chosen values of a facet, once each, in the order of the alphabet: one filter has one address. */
export function chosenIn(params: URLSearchParams, facet: string): readonly string[] {
  return [...new Set(params.getAll(facet).filter((value) => value !== ''))].sort();
}

export const prefixIn = (params: URLSearchParams): string => params.get('prefix')?.trim() ?? '';

/** The filter as the interface takes it. */
export function filterIn({ facets }: Shape, params: URLSearchParams, now: number): Record<string, string> {
  const { from, to } = spanIn(params, now);
  const prefix = prefixIn(params);
  const chosen = facets.map((facet) => [facet, chosenIn(params, facet).join(',')] as const).filter(([, values]) => values !== '');
  return {
    ...Object.fromEntries(chosen),
    ...(prefix !== '' && { prefix }),
    ...(from !== undefined && { from: String(from) }),
    ...(to !== undefined && { to: String(to) }),
  };
}

/** Newest first, where nothing is said or what is said can't be. */
export function sortIn({ sorts }: Shape, params: URLSearchParams): Sort {
  const key = params.get('sort') ?? 'time';
  return { key: sorts.includes(key) ? key : 'time', isDescending: params.get('order') !== 'up' };
}

/** How many choices narrow the list. */
export function narrowings({ facets }: Shape, params: URLSearchParams): number {
  const chosen = facets.reduce((sum, facet) => sum + chosenIn(params, facet).length, 0);
  const hasSpan = lastIn(params) !== null || params.has('from') || params.has('to');
  return chosen + (hasSpan ? 1 : 0) + (prefixIn(params) === '' ? 0 : 1);
}

type Change = (params: URLSearchParams) => URLSearchParams;

const changed = (params: URLSearchParams, change: (next: URLSearchParams) => void): URLSearchParams => {
  const next = new URLSearchParams(params);
  change(next);
  return next;
};

export const withFacet =
  (facet: string, value: string): Change =>
  (params) =>
    changed(params, (next) => {
      const chosen = chosenIn(params, facet);
      next.delete(facet);
      for (const each of chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value].sort())
        next.append(facet, each);
    });

export const withSpan =
  (span: Span | Last): Change =>
  (params) =>
    changed(params, (next) => {
      for (const name of ['last', 'from', 'to']) next.delete(name);
      if (typeof span === 'string') next.set('last', span);
      else for (const [name, at] of Object.entries(span)) if (at !== undefined) next.set(name, String(at));
    });

export const withPrefix =
  (prefix: string): Change =>
  (params) =>
    changed(params, (next) => {
      if (prefix.trim() === '') next.delete('prefix');
      else next.set('prefix', prefix.trim());
    });

export const withSort =
  ({ key, isDescending }: Sort): Change =>
  (params) =>
    changed(params, (next) => {
      if (key === 'time') next.delete('sort');
      else next.set('sort', key);
      if (isDescending) next.delete('order');
      else next.set('order', 'up');
    });

/** Everything of it, in the order asked for. */
export const withoutFilter: Change = (params) =>
  changed(params, (next) => {
    for (const name of [...next.keys()]) if (name !== 'sort' && name !== 'order') next.delete(name);
  });
