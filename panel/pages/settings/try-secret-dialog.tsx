/** Has the trader try a secret, and shows what came of it: the receipt, or the refusal in the words of the other side. */

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { SecretTrial } from '../../../src/api/notices.ts';
import { useAttempt } from '../../accounts/attempt.ts';
import { Fault } from '../../accounts/fault.tsx';
import { call } from '../../api/client.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { IdText } from '../../parts/id-text.tsx';
import { Notice } from '../../parts/notice.tsx';
import { useNoticeWords } from './notice-words.ts';
import { type Listed, nameOf } from './secret-names.ts';
import { type SecretWords, useSecretWords } from './secret-words.ts';

export function TrySecretDialog({ secret, onClose }: { secret: Listed; onClose: () => void }) {
  const own = useSecretWords();
  const questions = useQueryClient();
  const { isBusy, error, attempt } = useAttempt();
  const [trial, setTrial] = useState<SecretTrial | null>(null);
  const begun = useRef(false);
  const go = () =>
    void attempt(async () => {
      setTrial(null);
      setTrial(await call('secrets.try', { params: { name: secret.name } }));
      await questions.invalidateQueries({ queryKey: ['secrets'] });
      await questions.invalidateQueries({ queryKey: ['notices'] });
    });
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    go();
  });
  return (
    <Dialog
      title={own.tryTitle(nameOf(secret, own))}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose} data-first>
            {own.close}
          </Button>
          <Button manner="primary" disabled={isBusy} onClick={go}>
            {own.tryIt}
          </Button>
        </>
      }
    >
      <p className="pb-3 text-text-2">{secret.kind === 'venue' ? own.tryVenue : own.tryChannel}</p>
      <div role="status">
        {isBusy && <p>{own.trying}</p>}
        {trial && <Verdict trial={trial} secret={secret} own={own} />}
      </div>
      <Fault error={error} />
    </Dialog>
  );
}

function Verdict({ trial, secret, own }: { trial: SecretTrial; secret: Listed; own: SecretWords }) {
  const { remedies } = useNoticeWords();
  const { works, code, message, receipt, warnings } = trial;
  const isUnsaid = warnings.some((one) => one.code === 'KEY_UNKNOWN');
  const good = receipt ? own.worksReceipt(receipt.messageId) : isUnsaid ? own.worksNoWord : own.worksVenue;
  return (
    <Notice tone={works ? 'good' : 'danger'} title={works ? own.works : own.worksNot}>
      <p>{works ? good : message}</p>
      {!works && code !== null && remedies[code] !== undefined && <p>{remedies[code]}</p>}
      {code !== null && (
        <p className="text-12 text-muted">
          <IdText id={code} />
        </p>
      )}
      {secret.kind === 'venue' &&
        warnings.map((one) => (
          <p key={one.code} className="pt-1 text-12">
            {one.message} <IdText id={one.code} />
          </p>
        ))}
    </Notice>
  );
}
