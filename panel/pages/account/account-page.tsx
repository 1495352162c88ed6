/** One's own account: second factors, recovery codes, password, sessions, and the zone of its times. */

import { useQuery } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { forgetDrafts } from '../../live/draft.ts';
import { stopListening } from '../../live/session.ts';
import { Button, buttonClass } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { ZoneField } from '../../parts/zone-field.tsx';
import { CodesCard } from './codes-card.tsx';
import { FactorsCard } from './factors-card.tsx';
import { PasswordCard } from './password-card.tsx';
import { SessionsCard } from './sessions-card.tsx';
import { useOwnWords } from './words.ts';

export default function AccountPage() {
  const own = useOwnWords();
  const { words } = useSpeech();
  const visit = useQuery({ queryKey: ['visit'], queryFn: () => call('accounts.session') });
  const isAccount = visit.data !== undefined && visit.data.factor !== 'link';
  const factors = useQuery({ queryKey: ['factors'], queryFn: () => call('accounts.factors'), enabled: isAccount });
  const leave = async () => {
    stopListening();
    await call('accounts.leave').catch(() => undefined);
    forgetDrafts();
    location.assign('/');
  };
  const head = (
    <PageHead title={words.pages.account.name} told={isAccount ? own.told(visit.data.name, words.roles[visit.data.role]) : undefined}>
      <Button onClick={() => void leave()}>{own.leave}</Button>
    </PageHead>
  );
  const error = visit.error ?? factors.error;
  const retry = () => void Promise.all([visit.refetch(), factors.refetch()]);
  if (error) return [head, <ErrorState key="error" error={error} onRetry={retry} />];
  if (visit.data && !isAccount)
    return (
      <>
        {head}
        <Card title={words.pages.account.name}>
          <EmptyState icon="person" title={own.byLink} text={own.byLinkText}>
            <a className={buttonClass('primary')} href="/setup">
              {own.toSetup}
            </a>
          </EmptyState>
        </Card>
      </>
    );
  if (!visit.data || !factors.data)
    return (
      <>
        {head}
        <Skeleton heights={[180, 120, 180]} label={words.loading} />
      </>
    );
  return (
    <>
      {head}
      <div className="grid grid-cols-2 items-start gap-4 narrow:grid-cols-1 phone:gap-3">
        <div className="grid gap-4 phone:gap-3">
          <FactorsCard factors={factors.data} />
          <SessionsCard />
        </div>
        <div className="grid gap-4 phone:gap-3">
          <CodesCard factors={factors.data} name={visit.data.name} />
          <PasswordCard name={visit.data.name} />
          <Card id="times" title={own.times}>
            <div className="px-4 pt-1 pb-4">
              <ZoneField />
            </div>
          </Card>
        </div>
      </div>
    </>
  );
}
