/** Changing a user: role, a way back in, keeping out. */

import { useState } from 'react';
import type { OneTimeCode } from '../../../src/api/accounts.ts';
import type { PARTS } from '../../../src/api/roles.ts';
import { useActing } from '../../accounts/acting.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { ChangedMeanwhile, isSame } from '../../live/save-over.ts';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { RoleFields, type RoleWish } from './role-fields.tsx';
import type { User } from './users-page.tsx';
import { useUsersWords } from './words.ts';

type Act = 'disabled' | 'factors' | 'password';

const roleOf = ({ role, parts }: User): RoleWish => ({ role, parts: parts as (typeof PARTS)[number][] });

export function ChangeDialog({ user, onCode, onClose }: { user: User; onCode: (code: OneTimeCode) => void; onClose: () => void }) {
  const own = useUsersWords();
  const { name } = user;
  const { words } = useSpeech();
  const [seen, see] = useState(roleOf(user));
  const [wish, setWish] = useState(seen);
  const [asked, ask] = useState<Act | null>(null);
  const role = useActing(
    ['users'],
    async ({ role, parts }: RoleWish) => {
      // Whoever has changed the user meanwhile is not overruled unseen.
      const now = (await call('accounts.users')).users.find((each) => each.name === name);
      if (now && !isSame(roleOf(now), seen)) {
        see(roleOf(now));
        throw new ChangedMeanwhile(now);
      }
      return call('accounts.changeRole', { params: { name }, body: { role, parts: role === 'viewer' ? [...parts] : [] } });
    },
    () => own.roleDone(name),
  );
  if (asked !== null) return <Asked user={user} act={asked} onCode={onCode} onBack={() => ask(null)} onClose={onClose} />;
  const rows: readonly (readonly [Act, string, string])[] = [
    ['password', user.state === 'invited' ? own.resetInvitation : own.resetPassword, own.resetPasswordText],
    ...(user.secondFactors > 0 ? ([['factors', own.resetFactors, own.resetFactorsText]] as const) : []),
    user.state === 'disabled' ? ['disabled', own.enable, own.enableText] : ['disabled', own.disable, own.disableText],
  ];
  return (
    <Dialog title={own.changing(name)} onClose={onClose}>
      <div className="grid justify-items-start gap-3.5 pt-1">
        <p className="text-text-2">{own.sessionsEnd}</p>
        {role.error instanceof ChangedMeanwhile && (
          <>
            <Fault error={role.error} />
            <p data-now={seen.role}>
              {own.role}: <b className="font-semibold">{words.roles[seen.role]}</b>
            </p>
          </>
        )}
        <RoleFields wish={wish} onChange={setWish} />
        <Button
          manner="primary"
          disabled={isSame(wish, seen) || role.isPending || (wish.role === 'viewer' && wish.parts.length === 0)}
          onClick={() => role.mutate(wish, { onSuccess: onClose })}
        >
          {own.roleGo}
        </Button>
      </div>
      <ul className="mt-4">
        {rows.map(([act, title, text]) => (
          <li key={act} className="flex items-center gap-3 border-t border-line py-3 phone:flex-wrap">
            <p className="text-text-2">{text}</p>
            <Button className="ml-auto" onClick={() => ask(act)}>
              {title}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Asked({
  user,
  act,
  onCode,
  onBack,
  onClose,
}: {
  user: User;
  act: Act;
  onCode: (code: OneTimeCode) => void;
  onBack: () => void;
  onClose: () => void;
}) {
  const own = useUsersWords();
  const { name } = user;
  const isDisabled = user.state === 'disabled';
  const params = { name };
  const code = useActing(['users'], () => call('accounts.resetPassword', { params }));
  const factors = useActing(
    ['users'],
    () => call('accounts.resetFactors', { params }),
    () => own.resetFactorsDone(name),
  );
  const disabled = useActing(
    ['users'],
    () => call('accounts.setDisabled', { params, body: { disabled: !isDisabled } }),
    () => (isDisabled ? own.enableDone(name) : own.disableDone(name)),
  );
  const acts = {
    password: {
      title: user.state === 'invited' ? own.resetInvitation : own.resetPassword,
      text: own.resetPasswordText,
      go: () => code.mutate(undefined, { onSuccess: onCode }),
    },
    factors: { title: own.resetFactors, text: own.resetFactorsText, go: () => factors.mutate(undefined, { onSuccess: onClose }) },
    disabled: {
      title: isDisabled ? own.enable : own.disable,
      text: isDisabled ? own.enableText : own.disableText,
      go: () => disabled.mutate(undefined, { onSuccess: onClose }),
    },
  } as const;
  const { title, text, go } = acts[act];
  return (
    <ConfirmDialog
      title={`${title}: ${name}`}
      text={text}
      consequences={[own.sessionsEnd]}
      quiet={own.stay}
      go={title}
      isDanger={!isDisabled || act !== 'disabled'}
      isDisabled={code.isPending || factors.isPending || disabled.isPending}
      onGo={go}
      onClose={onBack}
    />
  );
}
