/** The question before a process is started again: what it means for open orders, positions and this page. */

import { useState } from 'react';
import type { Service } from '../../../src/api/system.ts';
import { useActing } from '../../accounts/acting.ts';
import { call } from '../../api/client.ts';
import { usePanelState } from '../../live/session.ts';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { TextField } from '../../parts/text-field.tsx';
import { useSystemWords } from './words.ts';

export function RestartDialog({ service, onClose }: { service: Service; onClose: () => void }) {
  const own = useSystemWords();
  const [reason, setReason] = useState('');
  const role = service.name === 'trader' ? 'trader' : 'web';
  const name = own.names[role];
  const acting = useActing(
    ['services'],
    () => call('system.restart', { params: { name: role }, body: { reason } }),
    () => own.dialog.done(name),
  );
  return (
    <ConfirmDialog
      title={own.dialog.title(name)}
      text={own.dialog[role].text}
      consequences={useConsequences(role)}
      quiet={own.dialog[role].stay}
      go={own.dialog.go(name)}
      isDanger={role === 'trader'}
      isDisabled={acting.isPending}
      onGo={() => acting.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      <div className="mt-3">
        <TextField label={own.dialog.reason} value={reason} onChange={setReason} help={own.dialog.reasonHelp} maxLength={200} />
      </div>
    </ConfirmDialog>
  );
}

function useConsequences(role: 'trader' | 'web'): readonly string[] {
  const { dialog } = useSystemWords();
  const { snapshot, trader } = usePanelState();
  if (role === 'web') return [dialog.web.trading, dialog.web.page, dialog.web.jobs];
  const { trader: told } = dialog;
  if (snapshot === null || trader?.state === 'stopped' || trader?.state === 'silent') return [told.unknown, told.compares];
  if (snapshot.status.feed.replayed) return [told.replay];
  const { workingOrders, positions } = snapshot.status;
  return [told.waits, told.orders(workingOrders.length), told.positions(positions.length), told.compares];
}
