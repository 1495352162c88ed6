/** The four questions before an act: what will happen, measured now, and the quiet way out. */

import { type ReactNode, useState } from 'react';
import type { SessionStatus } from '../../src/api/session.ts';
import { percent } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { type CommandWish, refusalText, send } from '../live/commands.ts';
import { useFeedAge, useStatus } from '../live/session.ts';
import { Button } from '../parts/button.tsx';
import { ConfirmDialog } from '../parts/confirm-dialog.tsx';
import { MoneyText, RatioText } from '../parts/figures.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { closeDialog, openDialogName } from './open-dialog.ts';

/** Sends once, closes when it was carried out; a refusal is told and the dialog stays. */
function useAct(): { readonly isSending: boolean; act(wish: CommandWish): void } {
  const speech = useSpeech();
  const [isSending, setSending] = useState(false);
  return {
    isSending,
    act(wish) {
      setSending(true);
      const name = openDialogName();
      // What the stream shows later closes this question, and no other that is open by then.
      void send(wish, speech, () => openDialogName() === name && closeDialog()).then((isDone) => {
        setSending(false);
        if (isDone) closeDialog();
      });
    },
  };
}

export function PauseDialog() {
  const { words } = useSpeech();
  const { isSending, act } = useAct();
  const { title, text, stay, go } = words.pauseDialog;
  return (
    <ConfirmDialog
      {...{ title, text, go }}
      quiet={stay}
      isGoFirst
      isDisabled={isSending}
      isWaiting={isSending}
      onGo={() => act({ kind: 'pause' })}
      onClose={closeDialog}
    />
  );
}

export function KillDialog() {
  const { words } = useSpeech();
  const { isSending, act } = useAct();
  const { positions, workingOrders, account } = useStatus();
  const total = positions.every((position) => position.value !== null)
    ? positions.reduce((sum, position) => sum + Number(position.value), 0)
    : null;
  const { killDialog } = words;
  return (
    <ConfirmDialog
      title={killDialog.title}
      consequences={[<PositionsClosed key="positions" total={total} />, killDialog.orders(workingOrders.length), killDialog.after]}
      quiet={killDialog.stay}
      go={killDialog.go}
      isDanger
      isDisabled={isSending}
      isWaiting={isSending}
      onGo={() => act({ kind: 'kill', confirmed: true })}
      onClose={closeDialog}
    >
      {positions.length > 0 && (
        <dl className="mt-3.5 flex justify-between gap-3 rounded-m border border-line px-3 py-2">
          <dt className="text-text-2">{killDialog.result}</dt>
          <dd className="font-semibold whitespace-nowrap">
            <MoneyText value={account.unrealised} decimals={account.displayDecimals} currency={account.currency} manner="result" />
          </dd>
        </dl>
      )}
    </ConfirmDialog>
  );
}

function PositionsClosed({ total }: { total: number | null }) {
  const speech = useSpeech();
  const { positions, account } = useStatus();
  return <>{speech.words.killDialog.positions(positions.length, speech.figure(total, 'money', account.currency))}</>;
}

export function ResetDialog() {
  const { words } = useSpeech();
  const { isSending, act } = useAct();
  const { positions, mode } = useStatus();
  const { resetDialog } = words;
  return (
    <ConfirmDialog
      title={resetDialog.title}
      text={resetDialog.text}
      consequences={[positions.length > 0 ? resetDialog.still(positions.length) : resetDialog.flat]}
      quiet={resetDialog.stay}
      go={resetDialog.go}
      isDisabled={isSending}
      isWaiting={isSending}
      onGo={() => act({ kind: 'reset', confirmed: true })}
      onClose={closeDialog}
    >
      <Blockers blockers={mode.blockers} />
    </ConfirmDialog>
  );
}

export function ResumeDialog() {
  const { words } = useSpeech();
  const { isSending, act } = useAct();
  const status = useStatus();
  const { resumeDialog } = words;
  const isBlocked = status.mode.blockers.length > 0;
  return (
    <ConfirmDialog
      title={resumeDialog.title}
      text={resumeDialog.text}
      consequences={resumeDialog.points}
      note={resumeDialog.killStays}
      quiet={resumeDialog.stay}
      between={
        <Button disabled={isSending} onClick={() => act({ kind: 'resume', confirmed: true, to: 'OBSERVATION' })}>
          {resumeDialog.watch}
        </Button>
      }
      go={resumeDialog.go}
      isDisabled={isSending || isBlocked}
      isWaiting={isSending}
      onGo={() => act({ kind: 'resume', confirmed: true, to: 'NORMAL' })}
      onClose={closeDialog}
    >
      <h3>{resumeDialog.measured}</h3>
      <MeasuredNow status={status} />
      <Blockers blockers={status.mode.blockers} />
    </ConfirmDialog>
  );
}

function Blockers({ blockers }: { blockers: SessionStatus['mode']['blockers'] }) {
  const speech = useSpeech();
  if (blockers.length === 0) return null;
  return (
    <div className="mt-3.5 rounded-m border border-warn-line bg-warn-soft px-3 pt-0.5 pb-2.5">
      <h3>{speech.words.resumeDialog.blocked}</h3>
      <ul>
        {blockers.map(({ code, message }) => (
          <li key={code}>
            {refusalText(code, message, speech)} <code className="text-muted">{code}</code>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The figures that decide whether a resume holds, each with the next limit it would meet. */
function MeasuredNow({ status }: { status: SessionStatus }) {
  const { words, language } = useSpeech();
  const { account, journal, feed } = status;
  const { isStale } = useFeedAge();
  const next = (window: 'day' | 'drawdown') => {
    const rung = account.ladder
      .filter((each) => each.window === window && each.state === 'idle')
      .sort((a, b) => a.limitRatio - b.limitRatio)[0];
    return rung ? words.resumeDialog.at(words.demands[rung.demands], percent(language, -rung.limitRatio)) : '';
  };
  const demanded = account.ladder.some((rung) => rung.state === 'active' && rung.demands === 'DEFENSIVE');
  const feedIsWell = !isStale && feed.state === 'running';
  return (
    <ul className="overflow-hidden rounded-m border border-line">
      <Measured icon="check" name={words.resumeDialog.day} detail={next('day')}>
        <RatioText value={account.day?.ratio} manner="signed" />
      </Measured>
      <Measured icon="check" name={words.resumeDialog.drawdown} detail={next('drawdown')}>
        <RatioText value={account.drawdown ? -account.drawdown.ratio : null} manner="signed" />
      </Measured>
      <Measured icon={feedIsWell ? 'check' : 'alert'} name={words.resumeDialog.feed} detail={feed.source}>
        {isStale && feed.state !== 'down' ? words.plumbing.feedStates.stale : words.plumbing.feedStates[feed.state]}
      </Measured>
      <Measured
        icon={journal.state === 'open' ? 'check' : 'alert'}
        name={words.resumeDialog.journal}
        detail={words.plumbing.entries(String(journal.durableSequence))}
      >
        {journal.state === 'open' ? words.resumeDialog.journalOk : words.plumbing.journalFailed}
      </Measured>
      <Measured icon="right" name={words.resumeDialog.after} detail="">
        <b>{words.modes[demanded ? 'DEFENSIVE' : 'NORMAL']}</b>
      </Measured>
    </ul>
  );
}

function Measured({ icon, name, detail, children }: { icon: IconName; name: string; detail: string; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[20px_1fr_auto] items-center gap-1.5 border-t border-line px-3 py-1.5 first:border-0">
      <Icon name={icon} className={`size-3.5 ${icon === 'check' ? 'text-gain' : icon === 'alert' ? 'text-warn' : 'text-muted'}`} />
      <div>
        {name}
        {detail !== '' && <small className="block text-muted">{detail}</small>}
      </div>
      <span className="text-right text-text-2">{children}</span>
    </li>
  );
}
