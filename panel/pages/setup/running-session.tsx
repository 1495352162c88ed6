/** The session that runs already: what it has and what it does. */

import type { ReactNode } from 'react';
import type { SessionSnapshot } from '../../../src/api/session.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useFeedAge, usePanelState } from '../../live/session.ts';
import { MoneyText } from '../../parts/figures.tsx';
import { ModeChip } from '../../parts/mode-chip.tsx';
import { StatusDot } from '../../parts/status-dot.tsx';
import { useSetupWords } from './words.ts';

/** A replay that has come to its end: nothing more happens in that session. */
export const useIsOver = () => usePanelState().snapshot?.status.feed.state === 'finished';

export function RunningSession() {
  const { paper: words } = useSetupWords();
  const { snapshot } = usePanelState();
  const isOver = useIsOver();
  return (
    <>
      <p className="max-w-[64ch] text-text-2">{!snapshot ? words.noneText : isOver ? words.overText : words.text}</p>
      {snapshot && <Figures snapshot={snapshot} />}
    </>
  );
}

function Figures({ snapshot }: { snapshot: SessionSnapshot }) {
  const { paper: words } = useSetupWords();
  const speech = useSpeech();
  const { isStale } = useFeedAge();
  const { account, positions, feed, mode } = snapshot.status;
  return (
    <dl className="grid w-full grid-cols-4 gap-3 phone:grid-cols-2" aria-live="off">
      <Figure name={words.equity}>
        <MoneyText value={account.equity} decimals={account.displayDecimals} currency={account.currency} />
      </Figure>
      <Figure name={words.positions}>{positions.length}</Figure>
      <Figure name={words.feed}>
        <StatusDot state={isStale ? 'stale' : feed.state === 'running' ? 'ok' : 'off'}>
          {speech.words.plumbing.feedStates[isStale && feed.state !== 'down' ? 'stale' : feed.state]}
        </StatusDot>
      </Figure>
      <Figure name={words.mode}>
        <ModeChip mode={mode.name} />
      </Figure>
    </dl>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="rounded-m border border-line px-3.5 py-3">
      <dt className="text-12 text-muted">{name}</dt>
      <dd className="pt-0.5 text-16 font-semibold">{children}</dd>
    </div>
  );
}
