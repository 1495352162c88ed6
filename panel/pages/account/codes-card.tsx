/** Recovery codes: how many are left, and new ones. */

import { useQueryClient } from '@tanstack/react-query';
import type { FactorList } from '../../../src/api/accounts.ts';
import { RecoveryCodes } from '../../accounts/recovery-codes.tsx';
import { tell } from '../../live/toasts.ts';
import { Card } from '../../parts/card.tsx';
import { useOwnWords } from './words.ts';

/** Fewer deserve a warning. */
const FEW_CODES = 3;

export function CodesCard({ factors, name }: { factors: FactorList; name: string }) {
  const own = useOwnWords();
  const questions = useQueryClient();
  const left = factors.recoveryCodesLeft;
  const hasFactor = factors.authenticators.length + factors.passkeys.length > 0;
  return (
    <Card
      id="recovery"
      title={own.codes}
      sub={<span className={left < FEW_CODES && hasFactor ? 'text-warn' : ''}>{own.codesLeft(left)}</span>}
    >
      <div className="px-4 py-3.5 phone:px-3.5">
        {hasFactor ? (
          <RecoveryCodes
            name={name}
            isFirst={left === 0}
            onDone={() => {
              tell({ tone: 'done', title: own.codesDone, detail: '', code: null });
              void questions.invalidateQueries({ queryKey: ['factors'] });
            }}
          />
        ) : (
          <p className="text-text-2">{own.codesNoFactor}</p>
        )}
      </div>
    </Card>
  );
}
