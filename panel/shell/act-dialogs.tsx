/** The four questions before an act: what will happen, measured now, and the quiet way out. */

import { type ReactNode, useState } from 'react';
import type { SessionStatus } from '../../src/api/session.ts';
import { percent } from '../i18n/format.ts';
import { useSpeech } from '../i18n/words.ts';
import { type CommandWish, refusalText, send } from '../live/commands.ts';
import { useFeedAge, useStatus } from '../live/session.ts';
import { Dialog } from '../parts/dialog.tsx';
import { MoneyText, RatioText } from '../parts/figures.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { closeDialog } from './open-dialog.ts';

/** Sends once, closes when it was carried out; a refusal is told and the dialog stays. */
function useAct(): { readonly isSending: boolean; act(wish: CommandWish): void } {
  const speech = useSpeech();
  const [isSending, setSending] = useState(false);
  return {
    isSending,
    act(wish) {
      setSending(true);
      void send(wish, speech).then((isDone) => {
        setSending(false);
        if (isDone) closeDialog();
      });
    },
  };
}

function Consequences({ points }: { points: readonly ReactNode[] }) {
  return (
    <ul className="consequences">
      {points.map((point, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the points of one dialog never change places.
        <li key={index}>
          <Icon name="right" />
          {point}
        </li>
      ))}
    </ul>
  );
}

export function PauseDialog() {
  const { words } = useSpeech();
  const { isSending, act } = useAct();
  const foot = (
    <>
      <button type="button" className="button" onClick={closeDialog}>
        {words.pauseDialog.stay}
      </button>
      <button type="button" className="button button--primary" data-first disabled={isSending} onClick={() => act({ kind: 'pause' })}>
        {words.pauseDialog.go}
      </button>
    </>
  );
  return (
    <Dialog title={words.pauseDialog.title} onClose={closeDialog} foot={foot}>
      <p>{words.pauseDialog.text}</p>
    </Dialog>
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
  const foot = (
    <>
      <button type="button" className="button" onClick={closeDialog}>
        {killDialog.stay}
      </button>
      <button
        type="button"
        className="button button--kill"
        data-first
        disabled={isSending}
        onClick={() => act({ kind: 'kill', confirmed: true })}
      >
        {killDialog.go}
      </button>
    </>
  );
  return (
    <Dialog title={killDialog.title} onClose={closeDialog} foot={foot}>
      <h3>{killDialog.what}</h3>
      <Consequences
        points={[<PositionsClosed key="positions" total={total} />, killDialog.orders(workingOrders.length), killDialog.after]}
      />
      {positions.length > 0 && (
        <dl className="measured measured--one">
          <div>
            <dt>{killDialog.result}</dt>
            <dd>
              <MoneyText value={account.unrealised} decimals={account.displayDecimals} currency={account.currency} manner="result" />
            </dd>
          </div>
        </dl>
      )}
    </Dialog>
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
  const foot = (
    <>
      <button type="button" className="button" data-first onClick={closeDialog}>
        {resetDialog.stay}
      </button>
      <button type="button" className="button button--primary" disabled={isSending} onClick={() => act({ kind: 'reset', confirmed: true })}>
        {resetDialog.go}
      </button>
    </>
  );
  return (
    <Dialog title={resetDialog.title} onClose={closeDialog} foot={foot}>
      <p>{resetDialog.text}</p>
      <Consequences points={[positions.length > 0 ? resetDialog.still(positions.length) : resetDialog.flat]} />
      <Blockers blockers={mode.blockers} />
    </Dialog>
  );
}

export function ResumeDialog() {
  const { words } = useSpeech();
  const { isSending, act } = useAct();
  const status = useStatus();
  const { resumeDialog } = words;
  const isBlocked = status.mode.blockers.length > 0;
  const foot = (
    <>
      <p>{resumeDialog.killStays}</p>
      <button type="button" className="button" data-first onClick={closeDialog}>
        {resumeDialog.stay}
      </button>
      <button
        type="button"
        className="button"
        disabled={isSending}
        onClick={() => act({ kind: 'resume', confirmed: true, to: 'OBSERVATION' })}
      >
        {resumeDialog.watch}
      </button>
      <button
        type="button"
        className="button button--primary"
        disabled={isSending || isBlocked}
        onClick={() => act({ kind: 'resume', confirmed: true, to: 'NORMAL' })}
      >
        {resumeDialog.go}
      </button>
    </>
  );
  return (
    <Dialog title={resumeDialog.title} onClose={closeDialog} foot={foot}>
      <p>{resumeDialog.text}</p>
      <h3>{resumeDialog.what}</h3>
      <Consequences points={resumeDialog.points} />
      <h3>{resumeDialog.measured}</h3>
      <MeasuredNow status={status} />
      <Blockers blockers={status.mode.blockers} />
    </Dialog>
  );
}

function Blockers({ blockers }: { blockers: SessionStatus['mode']['blockers'] }) {
  const speech = useSpeech();
  if (blockers.length === 0) return null;
  return (
    <div className="blockers">
      <h3>{speech.words.resumeDialog.blocked}</h3>
      <ul>
        {blockers.map(({ code, message }) => (
          <li key={code}>
            {refusalText(code, message, speech)} <code>{code}</code>
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
    <ul className="measured">
      <Measured icon="check" name={words.resumeDialog.day} detail={next('day')}>
        <RatioText value={account.day?.ratio} manner="signed" />
      </Measured>
      <Measured icon="check" name={words.resumeDialog.drawdown} detail={next('drawdown')}>
        <RatioText value={account.drawdown ? -account.drawdown.ratio : null} manner="signed" />
      </Measured>
      <Measured icon={feedIsWell ? 'check' : 'alert'} name={words.resumeDialog.feed} detail={feed.source}>
        {isStale ? words.plumbing.feedStates.stale : words.plumbing.feedStates[feed.state]}
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
    <li>
      <Icon name={icon} className={icon === 'check' ? 'gain' : icon === 'alert' ? 'warn' : 'muted'} />
      <div>
        {name}
        {detail !== '' && <small>{detail}</small>}
      </div>
      <span className="value">{children}</span>
    </li>
  );
}
