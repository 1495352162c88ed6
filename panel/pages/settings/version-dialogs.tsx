/** A version that is there: an old one once more, or one that waits applied; what would change, what it means, and then the act. */

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Skeleton } from '../../parts/states.tsx';
import { ApplyDialog } from './apply-dialog.tsx';
import { useSettingsWords } from './words.ts';

interface Opened {
  readonly version: number;
  readonly onClose: () => void;
}

export function RestoreDialog({ version, onClose }: Opened) {
  const own = useSettingsWords();
  const questions = useQueryClient();
  const { isBusy, error, attempt } = useAttempt();
  const [why, setWhy] = useState('');
  const plan = usePlanOf(version);
  const restore = (apply: boolean) =>
    void attempt(async () => {
      await call('settings.restore', { body: { version, base: plan.data?.newest.version ?? 0, why, apply } });
      await questions.invalidateQueries({ queryKey: ['settings'] });
    }).then((isDone) => isDone && onClose());
  return (
    <ApplyDialog
      title={own.restoreTitle(version)}
      plan={plan.data ?? null}
      saving={{ why, onWhy: setWhy, onSave: () => restore(false) }}
      isBusy={isBusy}
      onApply={() => restore(true)}
      onClose={onClose}
    >
      <Planning plan={plan} error={error} />
    </ApplyDialog>
  );
}

export function ApplyVersionDialog({ version, onClose }: Opened) {
  const own = useSettingsWords();
  const questions = useQueryClient();
  const { isBusy, error, attempt } = useAttempt();
  const plan = usePlanOf(version);
  const apply = () =>
    void attempt(async () => {
      await call('settings.apply', { body: { version } });
      await questions.invalidateQueries({ queryKey: ['settings'] });
    }).then((isDone) => isDone && onClose());
  return (
    <ApplyDialog title={own.applyTitle(version)} plan={plan.data ?? null} isBusy={isBusy} onApply={apply} onClose={onClose}>
      <Planning plan={plan} error={error} />
    </ApplyDialog>
  );
}

const usePlanOf = (version: number) =>
  useQuery({
    queryKey: ['settings', 'plan', version],
    queryFn: async () => {
      const { session } = await call('settings.version', { params: { version } });
      return call('settings.plan', { body: { session } });
    },
    staleTime: 0,
    retry: false,
  });

function Planning({ plan, error }: { plan: Pick<ReturnType<typeof usePlanOf>, 'data' | 'error'>; error: unknown }) {
  const { words } = useSpeech();
  return (
    <>
      {!plan.data && !plan.error && <Skeleton heights={[60]} label={words.loading} />}
      <Fault error={plan.error ?? error} />
    </>
  );
}
