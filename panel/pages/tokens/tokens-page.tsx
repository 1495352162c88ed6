/** Tokens of programs: which there are, what each may, until when; making, rotating, revoking for those who may. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TokenList } from '../../../src/api/accounts.ts';
import { RIGHTS_OF_ROLE, ROLES } from '../../../src/api/roles.ts';
import { useActing } from '../../accounts/acting.ts';
import { useRightsWords } from '../../accounts/rights-words.ts';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useNow, useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../parts/states.tsx';
import { type DotState, StatusDot } from '../../parts/status-dot.tsx';
import { MakeDialog, NewTokenDialog, RotateDialog } from './token-dialogs.tsx';
import { useTokenWords } from './words.ts';

export type Token = TokenList['tokens'][number];
type State = 'good' | 'replaced' | 'expired' | 'revoked';

const DOTS: Readonly<Record<State, DotState>> = { good: 'ok', replaced: 'warn', expired: 'off', revoked: 'bad' };
const MINUTE_MS = 60_000;

function stateOf({ revokedAt, expiresAt, isReplaced }: Token, now: number): State {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt <= now) return 'expired';
  return isReplaced ? 'replaced' : 'good';
}

type Wish =
  | { readonly kind: 'make' }
  | { readonly kind: 'rotate' | 'revoke'; readonly token: Token }
  | { readonly kind: 'new'; readonly secret: string };

export default function TokensPage() {
  const own = useTokenWords();
  const { words } = useSpeech();
  const mayChange = useRights().includes('secrets.write');
  const { data, error, refetch } = useQuery({ queryKey: ['tokens'], queryFn: () => call('accounts.tokens') });
  const [wish, setWish] = useState<Wish | null>(null);
  const close = () => setWish(null);
  const made = (secret: string) => setWish({ kind: 'new', secret });
  const able = ROLES.filter((role) => RIGHTS_OF_ROLE[role].includes('secrets.write')).map((role) => words.roles[role]);
  const columns = useColumns(mayChange, setWish);
  return (
    <>
      <PageHead
        title={words.pages.tokens.name}
        told={
          <>
            {own.told} {!mayChange && own.onlyLooking(able.join(', '))}
          </>
        }
      >
        {mayChange && (
          <Button manner="primary" onClick={() => setWish({ kind: 'make' })}>
            {own.make}
          </Button>
        )}
      </PageHead>
      <Card id="tokens" title={words.pages.tokens.name}>
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton heights={[40, 40]} label={words.loading} />}
        {data?.tokens.length === 0 && <EmptyState icon="key" title={own.emptyTitle} text={own.emptyText} />}
        {data && data.tokens.length > 0 && (
          <RowTable caption={words.pages.tokens.name} columns={columns} rows={data.tokens} keyOf={({ id }) => id} />
        )}
      </Card>
      {wish?.kind === 'make' && <MakeDialog onMade={made} onClose={close} />}
      {wish?.kind === 'rotate' && <RotateDialog token={wish.token} onMade={made} onClose={close} />}
      {wish?.kind === 'revoke' && <Revoking token={wish.token} onClose={close} />}
      {wish?.kind === 'new' && <NewTokenDialog secret={wish.secret} onClose={close} />}
    </>
  );
}

function useColumns(mayChange: boolean, onWish: (wish: Wish) => void): readonly Column<Token>[] {
  const own = useTokenWords();
  const { rights: names } = useRightsWords();
  const now = useNow(MINUTE_MS);
  const columns: readonly Column<Token>[] = [
    {
      key: 'name',
      title: own.name,
      phone: 'title',
      cell: ({ name, prefix }) => (
        <span className="wrap-anywhere">
          <b className="font-semibold">{name}</b> <code className="text-muted">{prefix}…</code>
        </span>
      ),
    },
    {
      key: 'state',
      title: own.state,
      phone: 'figure',
      cell: (token) => <StatusDot state={DOTS[stateOf(token, now)]}>{own.states[stateOf(token, now)]}</StatusDot>,
    },
    {
      key: 'rights',
      title: own.rights,
      phone: 'line',
      cell: ({ rights }) => {
        const told = rights.map((right) => names[right]).join(', ');
        if (rights.length <= 2) return told;
        return (
          <details>
            <summary className="cursor-pointer">{own.rightsTold(rights.length)}</summary>
            <span className="text-text-2">{told}</span>
          </details>
        );
      },
    },
    { key: 'by', title: own.madeBy, phone: 'line', secondary: true, cell: ({ madeBy }) => madeBy },
    { key: 'expires', title: own.expires, phone: 'line', cell: ({ expiresAt }) => <TimeText at={expiresAt} withDay seconds={false} /> },
    {
      key: 'used',
      title: own.used,
      phone: 'line',
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? own.never : <TimeText at={lastUsedAt} withDay seconds={false} />),
    },
  ];
  if (!mayChange) return columns;
  return [
    ...columns,
    {
      key: 'acts',
      title: '',
      phone: 'wide',
      numeric: true,
      cell: (token) => {
        const state = stateOf(token, now);
        if (state === 'revoked' || state === 'expired') return null;
        return (
          <span className="inline-flex gap-1.5">
            {state === 'good' && (
              <Button size="small" aria-label={`${own.rotate}: ${token.name}`} onClick={() => onWish({ kind: 'rotate', token })}>
                {own.rotate}
              </Button>
            )}
            <Button size="small" aria-label={`${own.revoke}: ${token.name}`} onClick={() => onWish({ kind: 'revoke', token })}>
              {own.revoke}
            </Button>
          </span>
        );
      },
    },
  ];
}

function Revoking({ token, onClose }: { token: Token; onClose: () => void }) {
  const own = useTokenWords();
  const acting = useActing(
    ['tokens'],
    () => call('accounts.revokeToken', { params: { id: token.id } }),
    () => own.revokeDone(token.name),
  );
  return (
    <ConfirmDialog
      title={own.revokeTitle(token.name)}
      text={own.revokeText}
      quiet={own.stay}
      go={own.revoke}
      isDanger
      isDisabled={acting.isPending}
      onGo={() => acting.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}
