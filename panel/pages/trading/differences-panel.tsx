/** Where our books and the venue's differ, what each may come from, and the corrections that may be accepted. Not there for a replay, which has no venue. */

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { CorrectionAct, Reconciliation } from '../../../src/api/control.ts';
import { call } from '../../api/client.ts';
import { clock } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useByHand } from '../../live/by-hand.ts';
import { useFold } from '../../live/folded.ts';
import { isJudged, isOpen } from '../../live/requests.ts';
import { useStatus } from '../../live/session.ts';
import { unanswered } from '../../live/unanswered.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useTradingWords } from './words.ts';

type Difference = Reconciliation['differences'][number];
type Correction = Difference['corrections'][number];

export function DifferencesPanel() {
  const mayDo = useByHand();
  const { feed } = useStatus();
  return feed.replayed || mayDo === 'nothing' ? null : <Differences />;
}

function Differences() {
  const own = useTradingWords();
  const { language, zone } = useSpeech();
  const compared = useMutation({ mutationFn: () => call('control.reconcile') });
  const { data, error, isPending } = compared;
  return (
    <Card
      id="differences"
      className="[&>header>h2]:whitespace-normal"
      title={own.differences.title}
      fold={useFold('differences')}
      summary={data && !data.clean ? <span className="text-warn">{data.differences.length}</span> : null}
      end={
        <Button size="small" disabled={isPending} onClick={() => compared.mutate()}>
          {own.differences.compare}
        </Button>
      }
    >
      <div aria-live="polite">
        {isPending && <p className="px-4 py-3.5 text-muted">{own.differences.comparing}</p>}
        {!isPending && error !== null && <ErrorState error={error} onRetry={() => compared.mutate()} />}
        {!isPending && error === null && (data === undefined || data.clean) && (
          <p className="px-4 py-3.5 text-text-2 phone:px-3.5">
            {data ? own.differences.clean(clock(language, data.at, zone, true)) : own.differences.none}
          </p>
        )}
        {!isPending && data && !data.clean && (
          <ul>
            {data.differences.map((difference) => (
              <One key={`${difference.kind} ${difference.subject}`} difference={difference} onDone={() => compared.mutate()} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function One({ difference, onDone }: { difference: Difference; onDone: () => void }) {
  const own = useTradingWords();
  const [chosen, choose] = useState<Correction | null>(null);
  const { kind, subject, ours, venue, causes, proposal, corrections } = difference;
  return (
    <li className="grid gap-1.5 border-t border-line px-4 py-3 first:border-0 phone:px-3.5">
      <p>
        <b>
          {kind} {subject}
        </b>
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-0.5 text-12">
        <dt className="text-muted">{own.differences.here}</dt>
        <dd>{ours}</dd>
        <dt className="text-muted">{own.differences.venue}</dt>
        <dd>{venue}</dd>
        <dt className="text-muted">{own.differences.causes}</dt>
        <dd>{causes.join('; ')}</dd>
        <dt className="text-muted">{own.differences.remedy}</dt>
        <dd>{proposal}</dd>
      </dl>
      <div className="flex flex-wrap gap-2 pt-1">
        {corrections.map((correction) => (
          <Button key={correction} size="small" onClick={() => choose(correction)}>
            {own.differences.acts[correction]}
          </Button>
        ))}
      </div>
      {chosen !== null && <Accept difference={difference} as={chosen} onClose={() => choose(null)} onDone={onDone} />}
    </li>
  );
}

function Accept({ difference, as, onClose, onDone }: { difference: Difference; as: Correction; onClose: () => void; onDone: () => void }) {
  const own = useTradingWords();
  const [pin, setPin] = useState('');
  const { kind, subject, ours, venue } = difference;
  const wish: Omit<CorrectionAct, 'commandId' | 'pin'> = {
    ...{ confirmed: true, difference: { kind, subject }, as },
    ...(ours !== null && venue !== null && { seen: { ours, venue } }),
  };
  const accepted = useMutation({
    mutationFn: () => correct(wish, pin),
    onSuccess: () => {
      onClose();
      onDone();
    },
  });
  const isUnknown = accepted.error !== null && unanswered.find(JSON.stringify(wish)) !== undefined;
  return (
    <ConfirmDialog
      title={own.differences.confirm(own.differences.acts[as], `${kind} ${subject}`)}
      consequences={[own.differences.consequence]}
      quiet={own.differences.stay}
      go={own.differences.go}
      isDanger={as === 'close'}
      isDisabled={accepted.isPending}
      isWaiting={accepted.isPending}
      onGo={() => accepted.mutate()}
      onClose={onClose}
      secondFactor={
        <div className="mt-3.5 grid gap-2">
          <TextField
            label={own.differences.pin}
            value={pin}
            onChange={setPin}
            type="password"
            autoComplete="off"
            inputMode="numeric"
            help={own.differences.pinHelp}
          />
          {accepted.error !== null && (
            <p role="alert" className="text-danger">
              {isUnknown ? own.states.unknown : accepted.error.message}
            </p>
          )}
        </div>
      }
    />
  );
}

/** Under one id until somebody who knows has answered: a correction that is asked for again is not made twice. A wrong PIN is an answer too. */
async function correct(wish: Omit<CorrectionAct, 'commandId' | 'pin'>, pin: string) {
  const text = JSON.stringify(wish);
  const before = unanswered.find(text);
  const commandId = before?.commandId ?? crypto.randomUUID();
  // The PIN is kept nowhere.
  if (!before) unanswered.add({ wish: text, commandId, at: Date.now(), act: null });
  try {
    const done = await call('control.correct', { body: { ...wish, commandId, ...(pin !== '' && { pin }) } });
    unanswered.settle(commandId);
    return done;
  } catch (error) {
    if (before ? isJudged(error) : !isOpen(error)) unanswered.settle(commandId);
    throw error;
  }
}
