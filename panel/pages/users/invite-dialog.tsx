/** An invitation: name and role in, a one-time code out. */

import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { OneTimeCode } from '../../../src/api/accounts.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { RoleFields, type RoleWish } from './role-fields.tsx';
import { useUsersWords } from './words.ts';

export function InviteDialog({ onMade, onClose }: { onMade: (code: OneTimeCode) => void; onClose: () => void }) {
  const own = useUsersWords();
  const questions = useQueryClient();
  const { isBusy, error, attempt } = useAttempt();
  const [name, setName] = useState('');
  const [wish, setWish] = useState<RoleWish>({ role: 'viewer', parts: ['trading'] });
  const invite = (event: FormEvent) => {
    event.preventDefault();
    const { role, parts } = wish;
    void attempt(async () => {
      const code = await call('accounts.inviteUser', { body: { name, role, parts: role === 'viewer' ? [...parts] : [] } });
      await questions.invalidateQueries({ queryKey: ['users'] });
      onMade(code);
    });
  };
  return (
    <Dialog title={own.inviteTitle} onClose={onClose}>
      <form onSubmit={invite} className="grid justify-items-start gap-3.5 pt-1">
        <p className="text-text-2">{own.inviteText}</p>
        <TextField
          label={own.name}
          help={own.nameHelp}
          value={name}
          onChange={setName}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={40}
          required
          data-first
        />
        <RoleFields wish={wish} onChange={setWish} />
        <Fault error={error} />
        <div className="flex w-full justify-end gap-2">
          <Button onClick={onClose}>{own.stay}</Button>
          <Button
            type="submit"
            manner="primary"
            disabled={isBusy || name.trim() === '' || (wish.role === 'viewer' && wish.parts.length === 0)}
          >
            {own.inviteGo}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
