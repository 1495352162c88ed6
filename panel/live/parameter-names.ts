/** What an owner calls the parameters of a strategy, out of the catalogue: its identifier where it has no name, or nobody may read the catalogue. */

import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { useSpeech } from '../i18n/words.ts';
import { useRights } from './session.ts';

type Value = number | string | boolean;

export function useParameterNames(): { nameOf(strategyId: string, parameter: string): string; valueOf(value: Value): Value } {
  const { language, words } = useSpeech();
  const mayRead = useRights().includes('research.read');
  const { data } = useQuery({ queryKey: ['strategies'], queryFn: () => call('strategies.list'), enabled: mayRead });
  return {
    nameOf: (strategyId, parameter) =>
      data?.rows.find(({ id }) => id === strategyId)?.loaded?.parameters.find(({ name }) => name === parameter)?.label?.[language] ??
      parameter,
    valueOf: (value) =>
      typeof value === 'boolean'
        ? value
          ? words.form.yes
          : words.form.no
        : typeof value === 'string'
          ? (words.form.choices[value] ?? value)
          : value,
  };
}
