/** A second factor, given: the code of an authenticator, a passkey, a recovery code, or the password of who has none of these. */

import { type FormEvent, useState } from 'react';
import type { Proof, Visit } from '../../src/api/accounts.ts';
import { call } from '../api/client.ts';
import { Button } from '../parts/button.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { TextField } from '../parts/text-field.tsx';
import { useAttempt } from './attempt.ts';
import { Fault } from './fault.tsx';
import { signWithPasskey } from './passkeys.ts';
import { useAccountWords } from './words.ts';

export type ProofKind = Proof['kind'];

/** The kinds that complete a session: which of them an account has is told to nobody before. */
export const PROOF_KINDS = ['totp', 'passkey', 'recovery-code'] as const satisfies readonly ProofKind[];

export function ProofForm({ kinds, onDone }: { kinds: readonly ProofKind[]; onDone: (visit: Visit) => void }) {
  const words = useAccountWords();
  const { isBusy, error, attempt } = useAttempt();
  const [kind, choose] = useState<ProofKind>(() => lastKind(kinds));
  const [typed, type] = useState('');
  const fields = {
    totp: { label: words.proof.code, help: words.proof.codeHelp, inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 12 },
    'recovery-code': { label: words.proof.recovery, help: words.proof.recoveryHelp, autoComplete: 'off', maxLength: 40 },
    password: { label: words.proof.password, help: undefined, type: 'password', autoComplete: 'current-password' },
  } as const;

  const give = (proof: () => Promise<Proof>) =>
    attempt(async () => {
      const visit = await call('accounts.giveProof', { body: await proof() });
      rememberKind(kind);
      onDone(visit);
    }).then((isDone) => !isDone && type(''));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void give(async () => {
      if (kind === 'passkey') {
        const { options } = await call('accounts.proofOptions');
        return { kind, response: await signWithPasskey(options) };
      }
      return kind === 'password' ? { kind, password: typed } : { kind, code: typed };
    });
  };
  return (
    <form onSubmit={submit} className="grid w-full justify-items-start gap-3.5">
      {kinds.length > 1 && (
        <Segmented
          label={words.proof.choose}
          options={kinds.map((value) => ({ value, text: words.kinds[value] ?? value }))}
          value={kind}
          onChoose={(value) => {
            choose(value);
            type('');
          }}
        />
      )}
      {kind === 'passkey' ? (
        <p>{words.proof.passkeyText}</p>
      ) : (
        <TextField key={kind} {...fields[kind]} value={typed} onChange={type} required autoFocus data-first spellCheck={false} />
      )}
      <Fault error={error} />
      <Button type="submit" manner="primary" disabled={isBusy || (kind !== 'passkey' && typed.trim() === '')}>
        {kind === 'passkey' ? words.proof.passkeyGo : words.proof.go}
      </Button>
    </form>
  );
}

const REMEMBERED = 'atalaya_factor';

/** The kind that was used last in this browser. */
function lastKind(kinds: readonly ProofKind[]): ProofKind {
  const last = kinds.find((kind) => kind === localStorage.getItem(REMEMBERED));
  return last ?? kinds[0] ?? 'totp';
}

function rememberKind(kind: ProofKind): void {
  // A recovery code is for once.
  if (kind !== 'recovery-code') localStorage.setItem(REMEMBERED, kind);
}
