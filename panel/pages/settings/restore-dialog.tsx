/** An old version once more: what would change, what it means, and the choice between keeping it and starting with it. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { VersionHead } from '../../../src/api/settings.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Skeleton } from '../../parts/states.tsx';
import { ApplyDialog } from './apply-dialog.tsx';
import { useSettingsWords } from './words.ts';

export function RestoreDialog({ version: { version }, onClose }: { version: VersionHead; onClose: () => void }) {
  const own = useSettingsWords();
  const { words } = useSpeech();
  const questions = useQueryClient();
  const { isBusy, error, attempt } = useAttempt();
  const [why, setWhy] = useState('');
  const plan = useQuery({
    queryKey: ['settings', 'plan', version],
    queryFn: async () => {
      const { session } = await call('settings.version', { params: { version } });
      return call('settings.plan', { body: { session } });
    },
    staleTime: 0,
    retry: false,
  });
  const restore = (apply: boolean) =>
    void attempt(async () => {
      await call('settings.restore', { body: { version, base: plan.data?.newest.version ?? 0, why, apply } });
      await questions.invalidateQueries({ queryKey: ['settings'] });
    }).then((isDone) => isDone && onClose());
  return (
    <ApplyDialog
      title={own.restoreTitle(version)}
      plan={plan.data ?? null}
      why={why}
      onWhy={setWhy}
      isBusy={isBusy}
      onSave={() => restore(false)}
      onApply={() => restore(true)}
      onClose={onClose}
    >
      {!plan.data && !plan.error && <Skeleton heights={[60]} label={words.loading} />}
      <Fault error={plan.error ?? error} />
    </ApplyDialog>
  );
}
