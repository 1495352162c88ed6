/** The session on paper: begun with the chosen prices, strategy and money, followed until its first price arrives; or the one that runs already. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings } from '../../../src/api/settings.ts';
import { call } from '../../api/client.ts';
import { type PricesDraft, pricesOf } from '../../blocks/session/session-draft.ts';
import { usePanelState } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { Notice } from '../../parts/notice.tsx';
import { Skeleton } from '../../parts/states.tsx';
import { useSettingsWords } from '../settings/words.ts';
import { BeginSession } from './begin-session.tsx';
import { useBeginning } from './data-step.tsx';
import { FirstPrice } from './first-price.tsx';
import { StepCard, Ways } from './parts.tsx';
import { forget } from './remembered.ts';
import { RunningSession, useIsOver } from './running-session.tsx';
import { useSetupWords } from './words.ts';

interface PaperStepProps {
  readonly prices: PricesDraft | null;
  readonly onPrices: (prices: PricesDraft | null) => void;
  readonly back: () => void;
}

export function PaperStep({ prices, onPrices, back }: PaperStepProps) {
  const { paper: words } = useSetupWords();
  const { snapshot } = usePanelState();
  const { data, refetch } = useBeginning();
  const [version, setVersion] = useState<number | null>(null);
  const isWished =
    data !== undefined && prices !== null && data.settings.source !== 'file' && !isSame(prices, pricesOf(data.settings.session));
  const [isAnother, setAnother] = useState(false);
  const isOver = useIsOver();
  const finish = () => {
    forget();
    location.assign('/');
  };
  const standing = snapshot ? (isOver ? words.over : words.title) : words.none;
  const title = version !== null ? words.starting : isWished || isAnother ? words.begin : standing;
  const mayBegin = data !== undefined && data.settings.source !== 'file';
  return (
    <StepCard step="paper" title={title}>
      {version !== null ? (
        <Followed
          version={version}
          onAgain={() => {
            void refetch();
            setVersion(null);
          }}
          onAnother={() => {
            void refetch();
            setAnother(true);
            setVersion(null);
          }}
          onSamples={() => {
            void refetch();
            onPrices(null);
            setAnother(false);
            setVersion(null);
          }}
        />
      ) : data && (isWished || isAnother) ? (
        <BeginSession {...data} prices={prices ?? pricesOf(data.settings.session)} onBegun={setVersion} />
      ) : (
        <>
          <RunningSession />
          {mayBegin && (
            <Button manner={isOver ? 'primary' : 'plain'} onClick={() => setAnother(true)}>
              {isOver ? words.begin : words.another}
            </Button>
          )}
        </>
      )}
      <Ways back={back}>
        <Button manner={mayBegin && (isOver || (version === null && (isWished || isAnother))) ? 'plain' : 'primary'} onClick={finish}>
          {words.go}
        </Button>
      </Ways>
    </StepCard>
  );
}

const isSame = (a: PricesDraft, b: PricesDraft) => JSON.stringify(plain(a)) === JSON.stringify(plain(b));
const plain = ({ kind, samples, venue, instruments, address }: PricesDraft) =>
  kind === 'samples' ? { kind, samples } : { kind, venue, instruments, address };

const LOOK_MS = 1_000;

interface FollowedProps {
  readonly version: number;
  readonly onAgain: () => void;
  readonly onAnother: () => void;
  readonly onSamples: () => void;
}

/** From the trader's stop to the first price, or back. */
function Followed({ version, onAgain, onAnother, onSamples }: FollowedProps) {
  const { paper: words } = useSetupWords();
  const { refusals } = useSettingsWords();
  const { data } = useQuery({
    queryKey: ['settings', 'followed', version],
    queryFn: () => call('settings.read'),
    refetchInterval: ({ state }) => (stateOf(state.data, version) === 'trying' ? LOOK_MS : false),
    staleTime: 0,
  });
  const state = stateOf(data, version);
  const isOver = useIsOver();
  if (state === 'in-force')
    return (
      <>
        <FirstPrice />
        {isOver && (
          <Button manner="primary" onClick={onAnother}>
            {words.begin}
          </Button>
        )}
      </>
    );
  if (state === 'trying')
    return (
      <div className="w-full" role="status">
        <p>{data?.trial?.begun ? words.tries : words.stops}</p>
        <Skeleton heights={[60]} label={words.starting} />
      </div>
    );
  return (
    <div className="w-full" aria-live="polite">
      <Notice tone="danger" title={words.refused}>
        <p>{refusals[data?.outcome?.code ?? '']}</p>
        <p className="text-text-2">{data?.outcome?.message}</p>
        {data?.outcome?.code && <IdText id={data.outcome.code} />}
        <p className="pt-1 text-text-2">{words.refusedText}</p>
        <div className="flex flex-wrap gap-2 pt-2">
          <Button manner="primary" onClick={onAgain}>
            {words.again}
          </Button>
          <Button onClick={onSamples}>{words.stay}</Button>
        </div>
      </Notice>
    </div>
  );
}

function stateOf(settings: Settings | undefined, version: number): 'trying' | 'in-force' | 'refused' {
  if (settings === undefined || settings.trial?.version === version) return 'trying';
  return settings.outcome?.version === version && settings.outcome.state === 'refused' ? 'refused' : 'in-force';
}
