/** Questions about finished runs, and what the owner does to one. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Job } from '../../../src/api/jobs.ts';
import type { Run, RunDetail, RunFigure } from '../../../src/api/research.ts';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { usePages } from '../../live/pages.ts';
import { ChangedMeanwhile, isSame, saveOver } from '../../live/save-over.ts';
import { tell, tellProblem } from '../../live/toasts.ts';
import { useResearchWords } from './words.ts';

export interface RunFilter {
  readonly text?: string;
  readonly strategy?: string;
  readonly tag?: string;
  readonly pinned?: 'true';
  readonly sort: RunFigure | 'createdAt';
  readonly order: 'asc' | 'desc';
}

/** A field that is empty is not asked for. */
export function withField(filter: RunFilter, name: 'text' | 'strategy' | 'tag', value: string): RunFilter {
  const { [name]: _, ...others } = filter;
  return value === '' ? others : { ...others, [name]: value };
}

export const runName = (run: Pick<Run, 'strategy' | 'symbol' | 'timeframe'>) => `${run.strategy} · ${run.symbol} ${run.timeframe}`;

export const useRuns = (filter: RunFilter) =>
  usePages(['runs', filter], (cursor: string | null) =>
    call('research.runs', { query: { ...filter, ...(cursor !== null && { cursor }), limit: 50 } }),
  );

/** A backtest that is done is a run that was not there before. */
export function useFreshRuns(jobs: readonly Job[]): void {
  const client = useQueryClient();
  const done = jobs.filter(({ state }) => state === 'done').length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one more that is done asks again.
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['runs'] });
    void client.invalidateQueries({ queryKey: ['run tags'] });
  }, [done, client]);
}

export const useRunTags = () => useQuery({ queryKey: ['run tags'], queryFn: () => call('research.tags') });
export const useStrategies = () => useQuery({ queryKey: ['strategies'], queryFn: () => call('strategies.list') });
export const useDataSets = () => useQuery({ queryKey: ['data sets'], queryFn: () => call('data.list') });
/** Nothing but pins, tags and notes changes in a run. */
export const useRun = (id: string | null) =>
  useQuery({ queryKey: ['run', id], queryFn: () => call('research.run', { params: { id: id ?? '' } }), enabled: id !== null });

/** What is typed as one. */
export type Noted = Pick<Run, 'tags' | 'note'>;

export const notedOf = ({ tags, note }: Run): Noted => ({ tags, note });

export function usePinning(id: string) {
  const client = useQueryClient();
  const { words } = useSpeech();
  return useMutation({
    mutationFn: (pinned: boolean) => call('research.note', { params: { id }, body: { pinned } }),
    onSuccess: () => {
      for (const key of ['run', 'runs']) void client.invalidateQueries({ queryKey: [key] });
    },
    onError: (error) => tellProblem(words.acts.refused, words.acts.unknown, error),
  });
}

/** Saves what the owner notes over what was `seen`; what somebody has put there since is not overwritten unseen. */
export function useNotesSaving(id: string) {
  const client = useQueryClient();
  const { words } = useSpeech();
  const own = useResearchWords();
  return useMutation({
    mutationFn: ({ typed, seen }: { readonly typed: Noted; readonly seen: Noted }) =>
      saveOver(
        'research.run',
        'research.note',
        { id },
        (now) => isSame(notedOf(now), seen),
        () => typed,
      ),
    onSuccess: (saved) => {
      client.setQueryData<RunDetail>(['run', id], (run) => run && { ...run, ...notedOf(saved) });
      for (const key of ['run', 'runs', 'run tags']) void client.invalidateQueries({ queryKey: [key] });
      tell({ tone: 'done', title: own.run.saved, detail: '', code: null });
    },
    // What came between is shown beside what is typed.
    onError: (error) => error instanceof ChangedMeanwhile || tellProblem(words.acts.refused, words.acts.unknown, error),
  });
}

export function useRemoval(id: string, then: () => void) {
  const client = useQueryClient();
  const { words } = useSpeech();
  const own = useResearchWords();
  return useMutation({
    mutationFn: () => call('research.remove', { params: { id } }),
    onSuccess: () => {
      then();
      client.removeQueries({ queryKey: ['run', id] });
      void client.invalidateQueries({ queryKey: ['runs'] });
      tell({ tone: 'done', title: own.run.removed, detail: '', code: null });
    },
    onError: (error) => tellProblem(words.acts.refused, words.acts.unknown, error),
  });
}
