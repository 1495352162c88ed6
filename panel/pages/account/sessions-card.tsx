/** Where one is signed in, and ending it there. */

import { useQuery } from '@tanstack/react-query';
import type { SessionList } from '../../../src/api/accounts.ts';
import { useActing } from '../../accounts/acting.ts';
import { useAccountWords } from '../../accounts/words.ts';
import { call } from '../../api/client.ts';
import { useSpeech } from '../../i18n/words.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { ErrorState, Skeleton } from '../../parts/states.tsx';
import { browserNamed } from './browser-name.ts';
import { useOwnWords } from './words.ts';

type Session = SessionList['sessions'][number];

export function SessionsCard() {
  const own = useOwnWords();
  const { words } = useSpeech();
  const { data, error, refetch } = useQuery({ queryKey: ['sessions'], queryFn: () => call('accounts.sessions') });
  const end = useActing(['sessions'], (id: string) => call('accounts.revokeSession', { params: { id } }));
  const endOthers = useActing(
    ['sessions'],
    () => call('accounts.revokeOtherSessions'),
    ({ ended }) => own.ended(ended),
  );
  const others = data?.sessions.filter((session) => !session.isCurrent).length ?? 0;
  return (
    <Card
      id="sessions"
      title={own.sessions}
      sub={data && own.sessionsTold(data.sessions.length)}
      end={
        others > 0 && (
          <Button size="small" disabled={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>
            {own.endOthers}
          </Button>
        )
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton heights={[40, 40]} label={words.loading} />}
      <ul>
        {data?.sessions.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => end.mutate(session.id)} />
        ))}
      </ul>
    </Card>
  );
}

function SessionRow({ session, onEnd }: { session: Session; onEnd: () => void }) {
  const own = useOwnWords();
  const { kinds } = useAccountWords();
  const name = browserNamed(session.userAgent);
  return (
    <li className="flex items-center gap-3 border-t border-line px-4 py-2.5 first:border-0 phone:px-3.5" data-current={session.isCurrent}>
      <div className="min-w-0">
        <b className="font-semibold" title={session.userAgent}>
          {name}
        </b>{' '}
        {session.isCurrent && <span className="rounded-s bg-accent-soft px-1.5 py-0.5 text-12 text-accent">{own.here}</span>}
        <p className="text-12 text-muted">
          {session.address} · {own.entered} {(kinds[session.factor] ?? session.factor).toLowerCase()} · {own.seen.toLowerCase()}{' '}
          <TimeText at={session.lastSeenAt} withDay seconds={false} />
        </p>
      </div>
      {!session.isCurrent && (
        <Button size="small" className="ml-auto" onClick={onEnd} aria-label={`${own.end}: ${name}, ${session.address}`}>
          {own.end}
        </Button>
      )}
    </li>
  );
}
