/** Prices to begin with: the shipped samples, or live ones of an exchange on paper, without a key. The session begins with them in the last step. */

import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { PricesFields } from '../../blocks/session/prices-fields.tsx';
import { type PricesDraft, pricesOf } from '../../blocks/session/session-draft.ts';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Next, StepCard, Ways } from './parts.tsx';
import { useIsOver } from './running-session.tsx';
import { useSetupWords } from './words.ts';

export function useSamples() {
  return useQuery({
    queryKey: ['data'],
    queryFn: async () => (await call('data.list')).rows.filter((row) => row.source === 'sample' && row.problem === null),
  });
}

/** What can be chosen, and the session in force. */
export function useBeginning() {
  return useQuery({
    queryKey: ['settings', 'beginning'],
    queryFn: async () => {
      const [settings, form] = await Promise.all([call('settings.read'), call('settings.form')]);
      return { settings, form };
    },
    staleTime: 0,
  });
}

export function DataStep({
  prices,
  onPrices,
  back,
  next,
}: {
  prices: PricesDraft | null;
  onPrices: (prices: PricesDraft) => void;
  back: () => void;
  next: () => void;
}) {
  const { data: words } = useSetupWords();
  const { data, error, refetch } = useBeginning();
  const isOver = useIsOver();
  return (
    <StepCard step="data" title={words.title}>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <div className="w-full">
          <Skeleton heights={[120, 120]} label={words.title} />
        </div>
      )}
      {data && (
        <div className="w-full">
          <PricesFields prices={prices ?? pricesOf(data.settings.session)} onChange={onPrices} form={data.form} faults={[]} />
        </div>
      )}
      <p className="text-text-2">{isOver ? words.laterOver : words.later}</p>
      <Ways back={back}>
        <Next onClick={next} />
      </Ways>
    </StepCard>
  );
}
