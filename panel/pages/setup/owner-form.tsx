/** The one-time code of the host, a name and a password: the account of the first owner. */

import { type FormEvent, useState } from 'react';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { NewPassword } from '../../accounts/new-password.tsx';
import { OneTimeCodeField } from '../../accounts/one-time-code-field.tsx';
import { mayBeSent } from '../../accounts/password-rules.ts';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useSetupWords } from './words.ts';

/** As the server has it (src/api/accounts.ts). */
const NAME = /^[a-z0-9][a-z0-9._-]{1,39}$/;

export function OwnerForm({ onMade }: { onMade: () => void }) {
  const { owner: words } = useSetupWords();
  const { isBusy, error, attempt } = useAttempt();
  // After the # of the link: it never reaches a server by itself.
  const [code, setCode] = useState(() => new URLSearchParams(location.hash.slice(1)).get('code') ?? '');
  const [name, setName] = useState('');
  const [isLeft, setLeft] = useState(false);
  const [password, setPassword] = useState('');
  const wanted = name.trim().toLowerCase();
  const isGood = NAME.test(wanted);
  const make = (event: FormEvent) => {
    event.preventDefault();
    void attempt(async () => {
      await call('accounts.setupOwner', { body: { code, name: wanted, password } });
      // It is used up: nobody need find it in the history.
      history.replaceState(history.state, '', location.pathname);
      onMade();
    });
  };
  return (
    <form onSubmit={make} className="grid w-full max-w-110 justify-items-start gap-3.5">
      <OneTimeCodeField label={words.code} help={words.codeHelp} value={code} onChange={setCode} />
      <TextField
        label={words.name}
        help={words.nameHelp}
        fault={isLeft && name !== '' && !isGood ? words.nameFault : null}
        value={name}
        onChange={setName}
        onBlur={() => setLeft(true)}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
        required
      />
      <NewPassword name={wanted} value={password} onChange={setPassword} />
      <Fault error={error} />
      <Button type="submit" manner="primary" disabled={isBusy || code.trim() === '' || !isGood || !mayBeSent(password, wanted)}>
        {words.go}
      </Button>
    </form>
  );
}
