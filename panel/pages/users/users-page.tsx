/** Who may enter and as what; inviting and changing for those who may. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { OneTimeCode, UserList } from '../../../src/api/accounts.ts';
import { RIGHTS_OF_ROLE, ROLES } from '../../../src/api/roles.ts';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { type DotState, StatusDot } from '../../parts/status-dot.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { CodeDialog } from './code-dialog.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { useUsersWords } from './words.ts';

export type User = UserList['users'][number];

const DOTS: Readonly<Record<User['state'], DotState>> = { active: 'ok', invited: 'off', disabled: 'bad' };

export default function UsersPage() {
  const own = useUsersWords();
  const { words } = useSpeech();
  const mayChange = useRights().includes('users.write');
  const { data, error, refetch } = useQuery({ queryKey: ['users'], queryFn: () => call('accounts.users') });
  const [invites, invite] = useState(false);
  const [changed, change] = useState<User | null>(null);
  const [code, showCode] = useState<OneTimeCode | null>(null);
  const columns = useColumns(mayChange ? change : null);
  const able = ROLES.filter((role) => RIGHTS_OF_ROLE[role].includes('users.write')).map((role) => words.roles[role]);
  const given = (next: OneTimeCode) => {
    invite(false);
    change(null);
    showCode(next);
  };
  return (
    <>
      <PageHead
        title={words.pages.users.name}
        told={
          <>
            {data && own.told(data.users.length)} {!mayChange && own.onlyLooking(able.join(', '))}
          </>
        }
      >
        {mayChange && (
          <Button manner="primary" onClick={() => invite(true)}>
            {own.invite}
          </Button>
        )}
      </PageHead>
      <Card id="users" title={words.pages.users.name}>
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton heights={[40, 40, 40]} label={words.loading} />}
        {data?.users.length === 0 && <EmptyState icon="people" title={own.emptyTitle} text={own.emptyText} />}
        {data && data.users.length > 0 && (
          <RowTable caption={words.pages.users.name} columns={columns} rows={data.users} keyOf={({ name }) => name} />
        )}
      </Card>
      {invites && <InviteDialog onMade={given} onClose={() => invite(false)} />}
      {changed && <ChangeDialog user={changed} onCode={given} onClose={() => change(null)} />}
      {code && <CodeDialog code={code} onClose={() => showCode(null)} />}
    </>
  );
}

function useColumns(change: ((user: User) => void) | null): readonly Column<User>[] {
  const own = useUsersWords();
  const { words } = useSpeech();
  return [
    { key: 'name', title: own.name, phone: 'title', cell: ({ name }) => <b className="font-semibold">{name}</b> },
    {
      key: 'role',
      title: own.role,
      phone: 'line',
      cell: ({ role, parts }) => (
        <>
          {words.roles[role]}
          {role === 'viewer' && (
            <span className="block text-12 text-muted">
              {parts.map((part) => words.parts[part as keyof typeof words.parts] ?? part).join(', ')}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'state',
      title: own.state,
      phone: 'figure',
      cell: ({ state }) => <StatusDot state={DOTS[state]}>{own.states[state]}</StatusDot>,
    },
    {
      key: 'factors',
      title: own.factors,
      phone: 'line',
      cell: ({ secondFactors, recoveryCodesLeft }) => (
        <>
          {secondFactors}
          {secondFactors > 0 && <span className="text-muted"> · {own.codes(recoveryCodesLeft)}</span>}
        </>
      ),
    },
    {
      key: 'seen',
      title: own.seen,
      phone: 'line',
      cell: ({ lastSeenAt }) => (lastSeenAt === null ? own.never : <TimeText at={lastSeenAt} withDay seconds={false} />),
    },
    ...(change === null
      ? []
      : [
          {
            key: 'change',
            title: '',
            phone: 'wide' as const,
            numeric: true,
            cell: (user: User) => (
              <Button size="small" aria-label={`${own.change}: ${user.name}`} onClick={() => change(user)}>
                {own.change}
              </Button>
            ),
          },
        ]),
  ];
}
