/** The second factor once more, before something dangerous; then the act goes on by itself. Pausing and stopping never come here. */

import { useEffect, useState } from 'react';
import type { FactorList } from '../../src/api/accounts.ts';
import { call } from '../api/client.ts';
import { useSpeech } from '../i18n/words.ts';
import { settleStepUp } from '../live/step-up.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Skeleton } from '../parts/states.tsx';
import { PROOF_KINDS, ProofForm, type ProofKind } from './proof-form.tsx';
import { useAccountWords } from './words.ts';

export function StepUpDialog() {
  const { stepUp: words } = useAccountWords();
  const speech = useSpeech();
  const [kinds, setKinds] = useState<readonly ProofKind[] | null>(null);
  useEffect(() => {
    call('accounts.factors').then(
      (factors) => setKinds(kindsOf(factors)),
      () => setKinds(PROOF_KINDS),
    );
  }, []);
  return (
    <Dialog
      title={words.title}
      size="small"
      onClose={() => settleStepUp(false)}
      foot={<Button onClick={() => settleStepUp(false)}>{words.stay}</Button>}
    >
      <p className="pb-4 text-text-2">{words.text}</p>
      {kinds === null ? (
        <Skeleton heights={[32, 32]} label={speech.words.loading} />
      ) : (
        <ProofForm kinds={kinds} onDone={() => settleStepUp(true)} />
      )}
    </Dialog>
  );
}

/** Those this account has; the password counts for who has none. */
function kindsOf({ authenticators, passkeys, recoveryCodesLeft }: FactorList): readonly ProofKind[] {
  const kinds: ProofKind[] = [];
  if (authenticators.length > 0) kinds.push('totp');
  if (passkeys.length > 0) kinds.push('passkey');
  if (kinds.length === 0) return ['password'];
  return recoveryCodesLeft > 0 ? [...kinds, 'recovery-code'] : kinds;
}
