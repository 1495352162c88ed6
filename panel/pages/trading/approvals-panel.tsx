/** Entries that wait for the owner's yes, with the time that is left; nothing at all where none waits. */

import { useState } from 'react';
import type { WaitingApproval } from '../../../src/api/orders.ts';
import { decimal, duration, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useAct, useByHand } from '../../live/by-hand.ts';
import { useInstrument } from '../../live/instruments.ts';
import { useNow, usePanelState, useStatus } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ActTold } from './act-told.tsx';
import { useRefusalTold } from './refusal-told.ts';
import { useTradingWords } from './words.ts';

export function ApprovalsPanel() {
  const own = useTradingWords();
  const { approvals = [] } = useStatus();
  // What was answered here waits no longer, and is shown until it has been read: what came of it is told in its place.
  const [answered, setAnswered] = useState<readonly WaitingApproval[]>([]);
  const isWaiting = ({ decisionId }: WaitingApproval) => approvals.some((one) => one.decisionId === decisionId);
  const rows = [...approvals, ...answered.filter((one) => !isWaiting(one))];
  if (rows.length === 0) return null;
  const without = ({ decisionId }: WaitingApproval) => answered.filter((one) => one.decisionId !== decisionId);
  return (
    <Card id="approvals" title={own.approvals.title} sub={own.approvals.silence} className="border-warn-line">
      <ul>
        {rows.map((waiting) => (
          <Waiting
            key={waiting.decisionId}
            waiting={waiting}
            isGone={!isWaiting(waiting)}
            onAnswer={() => setAnswered([...without(waiting), waiting])}
            onRead={() => setAnswered(without(waiting))}
          />
        ))}
      </ul>
    </Card>
  );
}

interface WaitingProps {
  readonly waiting: WaitingApproval;
  /** It waits no longer. */
  readonly isGone: boolean;
  readonly onAnswer: () => void;
  readonly onRead: () => void;
}

function Waiting({ waiting, isGone, onAnswer, onRead }: WaitingProps) {
  const own = useTradingWords();
  const speech = useSpeech();
  const { words, language } = speech;
  const mayDo = useByHand();
  const instrument = useInstrument()(waiting.instrumentId);
  const leftMs = useTimeLeft(waiting.expiresAt);
  const { state, act } = useAct(useRefusalTold());
  const isOver = leftMs !== null && leftMs <= 0;
  const isAsking = state.kind === 'asked';
  const isAsked = state.kind === 'asked' || state.kind === 'accepted';
  const price = (value: number) => decimal(language, value, instrument.priceDecimals);
  const stopTold = (stop: string, at: number | null = null) =>
    at === null ? own.approvals.stop(stop) : own.approvals.stopAbout(stop, price(at));
  const answer = (kind: 'approve' | 'reject') => {
    onAnswer();
    void act({ kind, decisionId: waiting.decisionId });
  };
  return (
    <li className="grid gap-2 border-t border-line px-4 py-3 first:border-0 phone:px-3.5">
      <p>
        <b>
          {words.orders[waiting.side]} {instrument.label}
        </b>{' '}
        <span className="text-text-2">
          {waiting.strategyId} · {speech.reason(waiting.reason)} · {own.approvals.confidence(plain(language, waiting.confidence, 2))}
          {waiting.stopPrice !== null && ` · ${stopTold(price(waiting.stopPrice), waiting.stopIfFilledAt)}`}
        </span>
      </p>
      <div className="flex flex-wrap items-center gap-2">
        {mayDo !== 'nothing' && !isGone && (
          <>
            <Button manner="primary" size="small" disabled={isOver || isAsked} onClick={() => answer('approve')}>
              {own.approvals.approve}
            </Button>
            <Button size="small" disabled={isOver || isAsked} onClick={() => answer('reject')}>
              {own.approvals.reject}
            </Button>
          </>
        )}
        <span className="ml-auto text-12 text-muted" role="timer">
          {isGone
            ? ''
            : isOver
              ? own.approvals.over
              : leftMs === null
                ? ''
                : own.approvals.left(duration(language, Math.ceil(leftMs / 1000) * 1000))}
        </span>
      </div>
      <ActTold state={state} instrument={instrument} />
      {isGone && !isAsking && (
        <div className="flex flex-wrap items-center gap-2 text-12">
          {state.kind === 'refused' && <span>{own.approvals.dropped}</span>}
          <Button size="small" className="ml-auto" onClick={onRead}>
            {own.approvals.read}
          </Button>
        </div>
      )}
    </li>
  );
}

/** Wall-clock time until an instant of the market, as fast as it goes; null where that is not known. */
function useTimeLeft(expiresAt: number): number | null {
  const { feed } = useStatus();
  const { statusAt } = usePanelState();
  const now = useNow();
  if (feed.at === null) return null;
  const speed = feed.replayed ? (feed.state === 'running' ? feed.speed : null) : 1;
  if (speed === null) return expiresAt - feed.at;
  return (expiresAt - feed.at) / speed - Math.max(0, now - statusAt);
}
