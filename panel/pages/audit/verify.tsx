/** Reads the whole audit and says whether an entry was changed or taken out. */

import { useMutation } from '@tanstack/react-query';
import { RIGHTS_OF_ROLE, ROLES } from '../../../src/api/roles.ts';
import { call } from '../../api/client.ts';
import { plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { ErrorState } from '../../parts/states.tsx';
import { useAuditWords } from './words.ts';

export function Verify() {
  const own = useAuditWords();
  const { words, language } = useSpeech();
  const mayVerify = useRights().includes('audit.export');
  const { data, error, isPending, mutate } = useMutation({ mutationFn: () => call('accounts.verifyAudit') });
  const able = ROLES.filter((role) => RIGHTS_OF_ROLE[role].includes('audit.export')).map((role) => words.roles[role]);
  if (!mayVerify) return <p className="mb-4 text-text-2">{own.mayNotVerify(able.join(', '))}</p>;
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2" aria-live="polite">
      <Button disabled={isPending} onClick={() => mutate()}>
        <Icon name="shield" />
        {isPending ? own.verifying : own.verify}
      </Button>
      {data?.fault === null && (
        <p data-verdict="whole">
          <b className="text-ok">{own.whole(plain(language, data.entries, 0))}</b>{' '}
          <span className="text-12 text-muted">
            {own.head} <IdText id={data.head} short />
          </span>
        </p>
      )}
      {data && data.fault !== null && (
        <p role="alert" data-verdict="broken" className="font-semibold text-danger">
          {own.broken(plain(language, data.fault.sequence, 0))}
        </p>
      )}
      {error && <ErrorState error={error} onRetry={() => mutate()} />}
    </div>
  );
}
