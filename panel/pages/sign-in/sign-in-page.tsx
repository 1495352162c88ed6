/** Signing in: name and password, the second factor, and on to where one wanted to go. A session that is half begun goes on where it was. */

import { useEffect, useState } from 'react';
import type { Visit } from '../../../src/api/accounts.ts';
import { EnrolFactor } from '../../accounts/enrol-factor.tsx';
import { EntranceCard, EntranceFrame } from '../../accounts/entrance-frame.tsx';
import { PROOF_KINDS, ProofForm } from '../../accounts/proof-form.tsx';
import { RecoveryCodes } from '../../accounts/recovery-codes.tsx';
import { currentVisit } from '../../accounts/visit.ts';
import { wayOn } from '../../accounts/way-on.ts';
import { call } from '../../api/client.ts';
import { keepDraftsOf } from '../../live/draft.ts';
import { buttonClass } from '../../parts/button.tsx';
import { ChoosePassword } from './choose-password.tsx';
import { Help } from './help.tsx';
import { PasswordForm } from './password-form.tsx';
import { useSignInWords } from './words.ts';

type View = 'password' | 'second-factor' | 'enrol' | 'codes' | 'one-time-code' | 'no-owner';

export default function SignInPage() {
  const words = useSignInWords();
  const [view, show] = useState<View>('password');
  const [visit, setVisit] = useState<Visit | null>(null);
  const [told, tell] = useState<string | null>(null);
  const [name, setName] = useState('');

  const goOn = () => location.replace(wayOn(new URLSearchParams(location.search).get('to'), location.origin));
  const entered = (next: Visit) => {
    setVisit(next);
    if (next.stage !== 'full') return show(next.stage);
    keepDraftsOf(next.name);
    goOn();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the page begins.
  useEffect(() => {
    const ended = new URLSearchParams(location.search).get('ended');
    if (ended !== null) tell(ended === 'act' ? words.endedAct : words.ended);
    const begin = async () => {
      const before = await currentVisit();
      if (before) entered(before);
      else if ((await call('accounts.setup')).ownerNeeded) show('no-owner');
    };
    // Nobody can say: whoever tries to sign in is told why.
    begin().catch(() => undefined);
  }, []);
  const startAgain = async () => {
    await call('accounts.leave').catch(() => undefined);
    setVisit(null);
    tell(null);
    show('password');
  };
  const VIEWS: Readonly<Record<View, () => React.ReactNode>> = {
    password: () => (
      <EntranceCard title={words.title}>
        <PasswordForm key={name} name={name} told={told} onEntered={entered} />
        <LinkButton text={words.haveCode} onClick={() => show('one-time-code')} />
      </EntranceCard>
    ),
    'second-factor': () => (
      <EntranceCard title={words.second}>
        <p>{words.secondText(visit?.name ?? '')}</p>
        <ProofForm kinds={PROOF_KINDS} onDone={entered} />
        <LinkButton text={words.other} onClick={() => void startAgain()} />
      </EntranceCard>
    ),
    enrol: () => (
      <EntranceCard title={words.enrol}>
        <p>{words.enrolText}</p>
        <EnrolFactor
          onDone={(next) => {
            setVisit(next);
            show('codes');
          }}
        />
        <LinkButton text={words.other} onClick={() => void startAgain()} />
      </EntranceCard>
    ),
    codes: () => (
      <EntranceCard title={words.codes}>
        <RecoveryCodes name={visit?.name ?? ''} isFirst onDone={goOn} />
      </EntranceCard>
    ),
    'one-time-code': () => (
      <EntranceCard title={words.code}>
        <ChoosePassword
          onChosen={(chosen) => {
            setName(chosen);
            tell(words.chosen(chosen));
            show('password');
          }}
        />
        <LinkButton text={words.back} onClick={() => show('password')} />
      </EntranceCard>
    ),
    'no-owner': () => (
      <EntranceCard title={words.none}>
        <p>{words.noneText}</p>
        <a className={buttonClass('primary')} href="/setup">
          {words.toSetup}
        </a>
      </EntranceCard>
    ),
  };
  return (
    <EntranceFrame title={words.title}>
      {VIEWS[view]()}
      {view !== 'no-owner' && <Help />}
    </EntranceFrame>
  );
}

function LinkButton({ text, onClick }: { text: string; onClick: () => void }) {
  return (
    <button type="button" className="cursor-pointer text-accent hover:underline" onClick={onClick}>
      {text}
    </button>
  );
}
