/** The new session runs: its first price, as soon as it has one. */

import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { usePanelState } from '../../live/session.ts';
import { QuantityText, TimeText } from '../../parts/figures.tsx';
import { Notice } from '../../parts/notice.tsx';
import { RunningSession } from './running-session.tsx';
import { useSetupWords } from './words.ts';

const LOOK_MS = 1_000;

export function FirstPrice() {
  const { paper: words } = useSetupWords();
  const { words: all } = useSpeech();
  const { snapshot } = usePanelState();
  const instrument = snapshot?.instruments[0];
  const timeframe = instrument?.timeframes[0];
  const { data } = useQuery({
    queryKey: ['first-price', snapshot?.status.account.accountId, instrument?.instrumentId],
    queryFn: async () => {
      const batch = await call('trading.candles', {
        query: { instrumentId: instrument?.instrumentId ?? '', timeframe: timeframe ?? '1m', limit: 1 },
      });
      const price = batch.close.at(-1);
      return price === undefined ? null : { price, at: batch.time.at(-1) ?? 0 };
    },
    enabled: instrument !== undefined,
    refetchInterval: ({ state }) => (state.data ? false : LOOK_MS),
    staleTime: 0,
  });
  return (
    <div className="grid w-full gap-4" aria-live="polite">
      {data && instrument ? (
        <Notice tone="good" title={words.firstPrice}>
          <p className="text-16 font-semibold" data-first-price>
            {instrument.label} <QuantityText value={String(data.price)} decimals={instrument.priceDecimals} /> {instrument.quote}
          </p>
          <p className="text-12 text-muted">
            <TimeText at={data.at} withDay />
          </p>
        </Notice>
      ) : (
        <p role="status">{words.waitsForPrice}</p>
      )}
      <p className="sr-only">{all.loading}</p>
      <RunningSession />
    </div>
  );
}
