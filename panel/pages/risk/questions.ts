/** What the page of risk asks: the report, again and again while it is looked at and after each execution, and what if. */

import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RiskQuestion } from '../../../src/api/risk.ts';
import { call } from '../../api/client.ts';
import { onMessages } from '../../live/session.ts';

const EVERY_MS = 2_000;
/** So long after the last change of a field it is asked: not for every digit. */
const PATIENCE_MS = 250;

export function useRisk() {
  const client = useQueryClient();
  useEffect(
    () =>
      onMessages((messages) => {
        if (messages.some(({ type }) => type === 'fill' || type === 'order')) void client.invalidateQueries({ queryKey: ['risk'] });
      }),
    [client],
  );
  return useQuery({ queryKey: ['risk', 'report'], queryFn: () => call('risk.report'), refetchInterval: EVERY_MS, staleTime: EVERY_MS });
}

/** The answer to the newest question that has stood for a moment; null: nothing is asked. */
export function useWhatIf(question: RiskQuestion | null) {
  const text = JSON.stringify(question);
  const [asked, ask] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => ask(text), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return useQuery({
    queryKey: ['risk', 'what-if', asked],
    queryFn: () => call('risk.whatIf', { body: JSON.parse(asked) as RiskQuestion }),
    enabled: asked !== 'null',
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  });
}
