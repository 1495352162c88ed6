/** Name and password; or a passkey alone, which says itself whose it is. */

import type { FormEvent } from 'react';
import type { Visit } from '../../../src/api/accounts.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { signWithPasskey } from '../../accounts/passkeys.ts';
import { call } from '../../api/client.ts';
import { useIsAlive } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useSignInWords } from './words.ts';

export function PasswordForm({ name, told, onEntered }: { name: string; told: string | null; onEntered: (visit: Visit) => void }) {
  const words = useSignInWords();
  const { isBusy, error, attempt } = useAttempt();
  const isAlive = useIsAlive();
  // Read when it is sent: a browser fills in what it has stored before the page is alive.
  const signIn = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const password = event.currentTarget.elements.namedItem('password') as HTMLInputElement;
    const body = { name: String(fields.get('username')), password: String(fields.get('password')) };
    void attempt(async () => onEntered(await call('accounts.signIn', { body }))).then((isDone) => {
      if (isDone) return;
      password.value = '';
      password.focus();
    });
  };
  const signInWithPasskey = () =>
    void attempt(async () => {
      const { options } = await call('accounts.passkeyOptions');
      onEntered(await call('accounts.passkeySignIn', { body: { response: await signWithPasskey(options) } }));
    });
  return (
    // Until the page is alive nothing can be sent: the browser itself would put the password into an address.
    <form method="post" onSubmit={signIn} className="grid w-full gap-3.5">
      {told !== null && error === null && (
        <p role="status" className="rounded-m border border-line bg-info-soft px-3 py-2.5">
          {told}
        </p>
      )}
      <TextField
        label={words.name}
        name="username"
        defaultValue={name}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={200}
        autoFocus={name === ''}
        required
      />
      <TextField
        label={words.password}
        name="password"
        type="password"
        autoComplete="current-password"
        maxLength={500}
        autoFocus={name !== ''}
        required
      />
      <Fault error={error} />
      <Button type="submit" manner="primary" className="h-10!" disabled={isBusy || !isAlive}>
        {words.go}
      </Button>
      <p className="flex items-center gap-3 text-12 text-muted! before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {words.or}
      </p>
      <Button className="h-10!" disabled={isBusy || !isAlive} onClick={signInWithPasskey}>
        <Icon name="key" />
        {words.passkey}
      </Button>
    </form>
  );
}
