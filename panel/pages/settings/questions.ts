/** What the views of the settings ask, and the state of a change that is under way. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Settings } from '../../../src/api/settings.ts';
import { call } from '../../api/client.ts';

const TRIAL_LOOK_MS = 1_000;

/** The settings now; looked at every second while the trader tries a version. */
export function useSettings() {
  const questions = useQueryClient();
  const question = useQuery({
    queryKey: ['settings', 'now'],
    queryFn: () => call('settings.read'),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.trial ? TRIAL_LOOK_MS : false),
  });
  // What a trial has come to is in the history too.
  const tried = useRef<Settings['trial']>(null);
  const trial = question.data?.trial ?? null;
  useEffect(() => {
    if (tried.current !== null && trial === null) void questions.invalidateQueries({ queryKey: ['settings'] });
    tried.current = trial;
  }, [questions, trial]);
  return question;
}

export function useSettingsForm() {
  return useQuery({ queryKey: ['settings', 'form'], queryFn: () => call('settings.form') });
}
