/** Questions about market data, and where one data set is shown. */

import { useQuery } from '@tanstack/react-query';
import type { DataSet } from '../../../src/api/data.ts';
import { call } from '../../api/client.ts';

export const useDataSets = () => useQuery({ queryKey: ['data sets'], queryFn: () => call('data.list') });

/** Names one data set in an address, and in a question: a sample by its name, a stored series by its parts. */
export type SetKey =
  | { readonly sample: string }
  | { readonly venue: string; readonly symbol: string; readonly timeframe: string; readonly kind: 'trades' | 'quotes' };

export function keyOf({ sample, venue, symbol, timeframe, kind }: DataSet): SetKey {
  return sample !== null ? { sample } : { venue, symbol, timeframe, kind: kind === 'quotes' ? 'quotes' : 'trades' };
}

export const addressOf = (key: SetKey) => `/research/data/series?${new URLSearchParams(key as Record<string, string>)}`;

export function keyIn(search: URLSearchParams): SetKey | null {
  const [sample, venue, symbol, timeframe] = ['sample', 'venue', 'symbol', 'timeframe'].map((name) => search.get(name));
  if (sample) return { sample };
  if (!venue || !symbol || !timeframe) return null;
  return { venue, symbol, timeframe, kind: search.get('kind') === 'quotes' ? 'quotes' : 'trades' };
}

export const useCoverage = (key: SetKey, cell: 'day' | 'month', span: { from?: number; to?: number }, isAsked = true) =>
  useQuery({
    queryKey: ['coverage', key, cell, span],
    queryFn: () => call('data.coverage', { query: { ...key, ...span, cell } }),
    enabled: isAsked,
  });
