/** The secrets: which are set, how old, until when, and whether they work. Values go in here and never come back. */

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { RIGHTS_OF_ROLE, ROLES } from '../../../src/api/roles.ts';
import { useRightsWords } from '../../accounts/rights-words.ts';
import { call } from '../../api/client.ts';
import { UNKNOWN } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { useRights } from '../../live/session.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { Notice } from '../../parts/notice.tsx';
import { type Column, RowTable } from '../../parts/row-table.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { type DotState, StatusDot } from '../../parts/status-dot.tsx';
import { type PutOrder, PutSecretDialog } from './put-secret-dialog.tsx';
import { SecretDetails } from './secret-details.tsx';
import { type Listed, nameOf } from './secret-names.ts';
import { useSecretWords } from './secret-words.ts';
import { TrySecretDialog } from './try-secret-dialog.tsx';
import { useSettingsWords } from './words.ts';

const DOTS: Readonly<Record<Listed['state'], DotState>> = {
  missing: 'off',
  unverified: 'warn',
  active: 'ok',
  rotating: 'warn',
  'ends-soon': 'warn',
  expired: 'bad',
};

type Wish = { readonly kind: 'put'; readonly order: PutOrder } | { readonly kind: 'try' | 'details'; readonly name: string };

export default function SecretsView() {
  const own = useSecretWords();
  const { views } = useSettingsWords();
  const { words } = useSpeech();
  const { roles } = useRightsWords();
  const mayWrite = useRights().includes('secrets.write');
  const [wish, setWish] = useState<Wish | null>(null);
  const { data, error, refetch } = useQuery({ queryKey: ['secrets'], queryFn: () => call('secrets.list') });
  const columns = useColumns({ mayWrite, isTold: data?.traderAway === null, onWish: setWish });
  const able = ROLES.filter((role) => RIGHTS_OF_ROLE[role].includes('secrets.write')).map((role) => roles[role]);
  const wished = wish === null || wish.kind === 'put' ? undefined : data?.secrets.find(({ name }) => name === wish.name);
  const venueFields = data?.secrets.find(({ kind }) => kind === 'venue')?.fields ?? [];
  const close = () => setWish(null);
  return (
    <>
      {data?.traderAway && (
        <Notice tone="warn" title={own.traderAway}>
          <p>{own.traderAwayText}</p>
        </Notice>
      )}
      <Card
        id="secrets"
        title={views.secrets}
        sub={mayWrite ? undefined : own.onlyLooking(able.join(', '))}
        end={
          mayWrite &&
          data && (
            <Button
              size="small"
              onClick={() => setWish({ kind: 'put', order: { kind: 'venue', name: null, state: 'missing', fields: venueFields } })}
            >
              {own.addExchange}
            </Button>
          )
        }
      >
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Skeleton heights={[40, 40, 40, 40, 40]} label={words.loading} />}
        {data && <RowTable caption={views.secrets} columns={columns} rows={data.secrets} keyOf={({ name }) => name} />}
        {data?.lockedWith && (
          <p className="border-t border-line px-4 py-2.5 text-12 text-muted">
            {own.locked}: {own.locks[data.lockedWith]}. {data.lockedWith === 'key-file' && own.keyFileTold}
          </p>
        )}
      </Card>
      {wish?.kind === 'put' && <PutSecretDialog order={wish.order} onClose={close} onPut={close} />}
      {wish?.kind === 'try' && wished && <TrySecretDialog secret={wished} onClose={close} />}
      {wish?.kind === 'details' && wished && <SecretDetails secret={wished} mayWrite={mayWrite} onClose={close} />}
    </>
  );
}

interface Shown {
  readonly mayWrite: boolean;
  /** The trader has said where secrets come from. */
  readonly isTold: boolean;
  readonly onWish: (wish: Wish) => void;
}

function useColumns({ mayWrite, isTold, onWish }: Shown): readonly Column<Listed>[] {
  const own = useSecretWords();
  return [
    {
      key: 'name',
      title: own.name,
      phone: 'title',
      cell: (secret) => (
        <>
          <b className="font-semibold">{nameOf(secret, own)}</b>
          <span className="block text-12 text-muted phone:hidden">
            {secret.kind === 'venue' ? own.kinds.venue : own.scopes[secret.kind]}
          </span>
        </>
      ),
    },
    { key: 'state', isProse: true, title: own.state, phone: 'figure', cell: (secret) => <State secret={secret} /> },
    {
      key: 'source',
      title: own.source,
      phone: 'line',
      secondary: true,
      cell: ({ source, state }) =>
        source === null ? (
          <span className="text-muted">{isTold ? (state === 'missing' ? UNKNOWN : own.unused) : own.unknown}</span>
        ) : (
          <span title={source === 'environment' ? own.sourceTold : undefined}>{own.sources[source]}</span>
        ),
    },
    {
      key: 'since',
      title: own.since,
      phone: 'line',
      cell: ({ createdAt }) => <TimeText at={createdAt} withDay seconds={false} />,
    },
    {
      key: 'ends',
      title: own.ends,
      phone: 'line',
      cell: ({ endsAt, state }) =>
        endsAt === null ? state === 'missing' ? '' : own.never : <TimeText at={endsAt} withDay withYear seconds={false} />,
    },
    {
      key: 'used',
      title: own.used,
      phone: 'line',
      cell: ({ lastUsedAt, state }) =>
        lastUsedAt === null ? state === 'missing' ? '' : own.never : <TimeText at={lastUsedAt} withDay withYear seconds={false} />,
    },
    {
      key: 'acts',
      title: '',
      phone: 'wide',
      numeric: true,
      cell: (secret) => <Acts secret={secret} mayWrite={mayWrite} onWish={onWish} />,
    },
  ];
}

/** What waits, and what did not work, stands below the state. */
function State({ secret: { state, candidate, fault, source } }: { secret: Listed }) {
  const own = useSecretWords();
  const told = candidate
    ? candidate.fault
      ? own.waitsFault(candidate.version, candidate.fault.message)
      : own.waits(candidate.version)
    : fault && own.faultNow(fault.message);
  const isElsewhere = source === 'environment' && state === 'missing';
  return (
    <>
      <StatusDot state={isElsewhere ? 'ok' : fault ? 'bad' : DOTS[state]}>
        {isElsewhere ? own.sources.environment : own.states[state]}
      </StatusDot>
      {told && <span className="block max-w-[36ch] text-12 text-muted [overflow-wrap:anywhere]">{told}</span>}
    </>
  );
}

function Acts({ secret, mayWrite, onWish }: { secret: Listed; mayWrite: boolean; onWish: (wish: Wish) => void }) {
  const own = useSecretWords();
  const { name, state, source } = secret;
  const shown = nameOf(secret, own);
  const isThere = state !== 'missing';
  const act = (words: string, wish: Wish) => (
    <Button size="small" aria-label={`${words}: ${shown}`} onClick={() => onWish(wish)}>
      {words}
    </Button>
  );
  return (
    <span className="inline-flex justify-end gap-1.5">
      {mayWrite && act(isThere ? own.replace : own.putIn, { kind: 'put', order: secret })}
      {mayWrite && (isThere || source === 'environment') && act(own.tryIt, { kind: 'try', name })}
      {(isThere || secret.past.length > 0) && act(own.more, { kind: 'details', name })}
    </span>
  );
}
