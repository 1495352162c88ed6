/** The second factors: those there are, one more, one less. */

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { FactorList } from '../../../src/api/accounts.ts';
import { useActing } from '../../accounts/acting.ts';
import { EnrolFactor } from '../../accounts/enrol-factor.tsx';
import { useAccountWords } from '../../accounts/words.ts';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { EmptyState } from '../../parts/states.tsx';
import { useOwnWords } from './words.ts';

interface Factor {
  readonly id: string;
  readonly kind: 'totp' | 'passkey';
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly where: string;
}

export function FactorsCard({ factors }: { factors: FactorList }) {
  const own = useOwnWords();
  const questions = useQueryClient();
  const [adds, add] = useState<'totp' | 'passkey' | null>(null);
  const [removes, remove] = useState<Factor | null>(null);
  const rows: readonly Factor[] = [
    ...factors.authenticators.map((row) => ({ ...row, kind: 'totp' as const, where: '' })),
    ...factors.passkeys.map((row) => ({ ...row, kind: 'passkey' as const, where: row.isBackedUp ? own.kept : own.device })),
  ];
  return (
    <Card id="factors" title={own.factors} sub={factors.isDemanded ? own.demanded : undefined}>
      {rows.length === 0 && <EmptyState icon="key" title={own.none} text={own.noneText} />}
      <ul>
        {rows.map((row) => (
          <FactorRow key={row.id} row={row} onRemove={() => remove(row)} />
        ))}
      </ul>
      <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3 phone:px-3.5">
        <Button onClick={() => add('totp')}>{own.addAuthenticator}</Button>
        <Button onClick={() => add('passkey')}>{own.addPasskey}</Button>
      </div>
      {adds !== null && (
        <Dialog title={own.addTitle[adds]} onClose={() => add(null)}>
          <div className="pt-2">
            <EnrolFactor
              kinds={[adds]}
              onDone={() => {
                add(null);
                void questions.invalidateQueries({ queryKey: ['factors'] });
              }}
            />
          </div>
        </Dialog>
      )}
      {removes !== null && <Removing row={removes} isLast={rows.length === 1} onClose={() => remove(null)} />}
    </Card>
  );
}

function FactorRow({ row, onRemove }: { row: Factor; onRemove: () => void }) {
  const own = useOwnWords();
  const { kinds } = useAccountWords();
  return (
    <li className="flex items-center gap-3 border-t border-line px-4 py-2.5 first:border-0 phone:px-3.5">
      <div className="min-w-0">
        <b className="font-semibold">{row.name}</b>{' '}
        <span className="text-text-2">{[kinds[row.kind], row.where].filter(Boolean).join(', ')}</span>
        <p className="text-12 text-muted">
          {own.added} <TimeText at={row.createdAt} withDay seconds={false} /> · {own.used}{' '}
          {row.lastUsedAt === null ? own.never : <TimeText at={row.lastUsedAt} withDay seconds={false} />}
        </p>
      </div>
      <Button size="small" className="ml-auto" onClick={onRemove} aria-label={`${own.remove}: ${row.name}`}>
        {own.remove}
      </Button>
    </li>
  );
}

function Removing({ row, isLast, onClose }: { row: Factor; isLast: boolean; onClose: () => void }) {
  const own = useOwnWords();
  const acting = useActing(['factors'], () => call('accounts.removeFactor', { params: { id: row.id } }));
  return (
    <ConfirmDialog
      title={own.removing(row.name)}
      text={isLast ? own.removingLast : own.removingText}
      quiet={own.stay}
      go={own.remove}
      isDanger
      isDisabled={acting.isPending}
      onGo={() => acting.mutate(undefined, { onSettled: onClose })}
      onClose={onClose}
    />
  );
}
