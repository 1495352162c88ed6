/** Another password for the own account, by whoever knows the one from before. */

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { NewPassword } from '../../accounts/new-password.tsx';
import { mayBeSent } from '../../accounts/password-rules.ts';
import { call } from '../../api/client.ts';
import { tell } from '../../live/toasts.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useOwnWords } from './words.ts';

const EMPTY = { current: '', next: '' };

export function PasswordCard({ name }: { name: string }) {
  const own = useOwnWords();
  const { isBusy, error, attempt } = useAttempt();
  const questions = useQueryClient();
  const [typed, setTyped] = useState(EMPTY);
  const change = (event: FormEvent) => {
    event.preventDefault();
    void attempt(() => call('accounts.changePassword', { body: typed })).then((isDone) => {
      if (!isDone) return;
      setTyped(EMPTY);
      void questions.invalidateQueries({ queryKey: ['sessions'] });
      tell({ tone: 'done', title: own.passwordDone, detail: '', code: null });
    });
  };
  return (
    <Card id="password" title={own.password} sub={own.passwordText}>
      <form onSubmit={change} className="grid max-w-110 justify-items-start gap-3.5 px-4 py-3.5 phone:px-3.5">
        {/* For the password store of the browser. */}
        <input type="hidden" name="username" autoComplete="username" value={name} />
        <TextField
          label={own.current}
          value={typed.current}
          onChange={(current) => setTyped({ ...typed, current })}
          type="password"
          autoComplete="current-password"
          maxLength={500}
          required
        />
        <NewPassword name={name} value={typed.next} onChange={(next) => setTyped({ ...typed, next })} />
        <Fault error={error} told={({ code }) => (code === 'SIGN_IN_WRONG' ? own.currentWrong : null)} />
        <Button type="submit" disabled={isBusy || typed.current === '' || !mayBeSent(typed.next, name)}>
          {own.changePassword}
        </Button>
      </form>
    </Card>
  );
}
