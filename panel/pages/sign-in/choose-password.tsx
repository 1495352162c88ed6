/** A password, chosen with the one-time code of an invitation or of a forgotten one. */

import { type FormEvent, useState } from 'react';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { NewPassword } from '../../accounts/new-password.tsx';
import { OneTimeCodeField } from '../../accounts/one-time-code-field.tsx';
import { mayBeSent } from '../../accounts/password-rules.ts';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { useSignInWords } from './words.ts';

export function ChoosePassword({ onChosen }: { onChosen: (name: string) => void }) {
  const words = useSignInWords();
  const { isBusy, error, attempt } = useAttempt();
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const choose = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => onChosen((await call('accounts.choosePassword', { body: { code, password } })).name));
  };
  return (
    <form onSubmit={choose} className="grid w-full justify-items-start gap-3.5">
      <p>{words.codeText}</p>
      <OneTimeCodeField label={words.codeField} value={code} onChange={setCode} autoFocus />
      <NewPassword name="" value={password} onChange={setPassword} />
      <Fault error={error} />
      <Button type="submit" manner="primary" disabled={isBusy || code.trim() === '' || !mayBeSent(password, '')}>
        {words.codeGo}
      </Button>
    </form>
  );
}
