/** The new session runs: its first price, as soon as it has one. */

import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { usePanelState } from '../../live/session.ts';
import { QuantityText, TimeText } from '../../parts/figures.tsx';
import { Notice } from '../../parts/notice.tsx';
import { RunningSession } from './running-session.tsx';
import { useSetupWords } from './words.ts';

const LOOK_MS = 1_000;

export function FirstPrice() {
  const { paper: words } = useSetupWords();
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
    refetchInterval: LOOK_MS,
    staleTime: 0,
  });
  const isThere = snapshot?.status.feed.at != null;
  const told = data && instrument && (
    <>
      <p className="text-16 font-semibold" data-first-price={isThere ? 'live' : 'past'}>
        {instrument.label} <QuantityText value={String(data.price)} decimals={instrument.priceDecimals} /> {instrument.quote}
      </p>
      <p className="text-12 text-muted">
        <TimeText at={data.at} withDay />
      </p>
    </>
  );
  return (
    <div className="grid w-full gap-4">
      {isThere && told ? (
        <Notice tone="good" title={words.firstPrice}>
          {told}
        </Notice>
      ) : (
        <div>
          <p role="status">{words.waitsForPrice}</p>
          {told && <p className="pt-2 text-text-2">{words.lastKnown}</p>}
          {told}
        </div>
      )}
      <RunningSession />
    </div>
  );
}
