/** Prices to begin with: the shipped samples, or how live prices of an exchange are had on paper. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { Choice, Next, StepCard, Ways } from './parts.tsx';
import { useSetupWords } from './words.ts';

const LIVE_COMMAND = 'npx atalaya up --config bybit-paper.json --mode paper';

export function useSamples() {
  return useQuery({
    queryKey: ['data'],
    queryFn: async () => (await call('data.list')).rows.filter((row) => row.source === 'sample' && row.problem === null),
  });
}

export function DataStep({ back, next }: { back: () => void; next: () => void }) {
  const { data: words } = useSetupWords();
  const speech = useSpeech();
  const [wish, setWish] = useState<'samples' | 'live'>('samples');
  const { data: samples, error, refetch } = useSamples();
  return (
    <StepCard step="data" title={words.title}>
      <fieldset className="grid w-full gap-2.5">
        <legend className="visually-hidden">{words.choose}</legend>
        <Choice name="prices" isChosen={wish === 'samples'} onChoose={() => setWish('samples')} title={words.samples}>
          {samples && words.samplesText(samples.length)}
        </Choice>
        <Choice name="prices" isChosen={wish === 'live'} onChoose={() => setWish('live')} title={words.live}>
          {wish === 'live' && words.liveText}
        </Choice>
      </fieldset>
      {wish === 'live' && (
        <div className="grid w-full justify-items-start gap-2">
          <pre className="max-w-full overflow-x-auto rounded-m border border-line bg-sunken px-3 py-2 select-all">{LIVE_COMMAND}</pre>
          <CopyButton text={LIVE_COMMAND} copy={words.copy} copied={words.copied} />
          <p className="text-text-2">{words.liveAfter}</p>
        </div>
      )}
      {wish === 'samples' && !samples && !error && <Skeleton heights={[120]} label={words.samples} />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {wish === 'samples' && samples && (
        <ul className="grid w-full grid-cols-2 gap-x-6 gap-y-1 text-12 text-text-2 phone:grid-cols-1">
          {samples.map(({ sample, symbol, timeframe, bars }) => (
            <li key={sample} className="flex gap-2 border-t border-line py-1">
              <span className="font-medium text-text">
                {symbol} {timeframe}
              </span>
              <span className="min-w-0 truncate text-muted">{sample}</span>
              <span className="ml-auto whitespace-nowrap">{words.candles(plain(speech.language, bars, 0))}</span>
            </li>
          ))}
        </ul>
      )}
      <Ways back={back}>
        <Next onClick={next} />
      </Ways>
    </StepCard>
  );
}
