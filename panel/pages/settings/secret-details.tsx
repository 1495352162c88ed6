/** One secret in full: who gets it, its versions, and what ends it. */

import { useState } from 'react';
import { useActing } from '../../accounts/acting.ts';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Facts } from '../../parts/facts.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { type Listed, nameOf } from './secret-names.ts';
import { useSecretWords } from './secret-words.ts';

type End = 'end' | 'remove' | 'giveUp';

export function SecretDetails({ secret, mayWrite, onClose }: { secret: Listed; mayWrite: boolean; onClose: () => void }) {
  const own = useSecretWords();
  const [asked, ask] = useState<End | null>(null);
  const { kind, fields, version, createdAt, createdBy, verifiedAt, endsAt, past, state, candidate } = secret;
  if (asked !== null) return <EndDialog end={asked} secret={secret} onDone={onClose} onClose={() => ask(null)} />;
  const isThere = state !== 'missing';
  return (
    <Dialog
      title={own.details(nameOf(secret, own))}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose} data-first>
            {own.close}
          </Button>
          {mayWrite && candidate && <Button onClick={() => ask('giveUp')}>{own.giveUp}</Button>}
          {mayWrite && isThere && state !== 'expired' && <Button onClick={() => ask('end')}>{own.endEarlier}</Button>}
          {mayWrite && isThere && (
            <Button manner="kill" onClick={() => ask('remove')}>
              {own.remove}
            </Button>
          )}
        </>
      }
    >
      <div className="-mx-4">
        <Facts
          facts={[
            [own.name, <IdText key="name" id={secret.name} />],
            [own.scope, own.scopes[kind]],
            [own.part, own.trader],
            [own.version, version ?? own.unknown],
            [own.since, <TimeText key="since" at={createdAt} withDay withYear seconds={false} />],
            [own.by, createdBy ?? own.unknown],
            [own.verified, <TimeText key="verified" at={verifiedAt} withDay withYear seconds={false} />],
            [own.end, endsAt === null ? own.never : <TimeText key="end" at={endsAt} withDay withYear seconds={false} />],
            [
              own.variables,
              <span key="variables" className="font-mono text-12">
                {fields.map(({ variable }) => variable).join(', ')}
              </span>,
            ],
          ]}
        />
      </div>
      {past.length > 0 && (
        <>
          <h3>{own.past}</h3>
          <ul className="grid gap-1">
            {past.map((one) => (
              <li key={one.version} className="flex flex-wrap gap-x-2">
                <b className="font-semibold">{one.version}</b>
                <span>{own.pastWhy[one.why]}</span>
                <span className="text-muted">
                  <TimeText at={one.endedAt} withDay withYear seconds={false} />
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

function EndDialog({ end, secret, onDone, onClose }: { end: End; secret: Listed; onDone: () => void; onClose: () => void }) {
  const own = useSecretWords();
  const shown = nameOf(secret, own);
  const params = { name: secret.name };
  const acts = {
    end: {
      work: () => call('secrets.expire', { params, body: { endsAt: Date.now() } }),
      title: own.endTitle(shown),
      points: [own.endText],
      go: own.endEarlier,
      done: own.endDone(shown),
    },
    remove: {
      work: () => call('secrets.remove', { params }),
      title: own.removeTitle(shown),
      points: [own.removeText, secret.kind === 'venue' ? own.removeVenue : own.removeChannel, own.removeThere],
      go: own.remove,
      done: own.removeDone(shown),
    },
    giveUp: {
      work: () => call('secrets.giveUp', { params }),
      title: own.giveUpTitle(shown),
      points: [own.giveUpText],
      go: own.giveUp,
      done: own.giveUpDone(shown),
    },
  } as const;
  const { work, title, points, go, done } = acts[end];
  const acting = useActing(['secrets', 'notices'], work as () => Promise<unknown>, () => done);
  return (
    <ConfirmDialog
      title={title}
      consequences={points}
      quiet={own.stay}
      go={go}
      isDanger={end !== 'giveUp'}
      isDisabled={acting.isPending}
      onGo={() => acting.mutate(undefined, { onSuccess: onDone })}
      onClose={onClose}
    />
  );
}
