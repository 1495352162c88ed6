/** Recovery codes: shown once, copied or downloaded, and confirmed as kept; the ones before count until then. */

import { useState } from 'react';
import { call } from '../api/client.ts';
import { Button } from '../parts/button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Icon } from '../parts/icon.tsx';
import { useAttempt } from './attempt.ts';
import { Fault } from './fault.tsx';
import { useAccountWords } from './words.ts';

export function RecoveryCodes({ name, isFirst, onDone }: { name: string; isFirst: boolean; onDone: () => void }) {
  const { recovery } = useAccountWords();
  const { isBusy, error, attempt } = useAttempt();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [isKept, setKept] = useState(false);
  if (codes === null)
    return (
      <div className="grid justify-items-start gap-3.5">
        <p>{recovery.text}</p>
        <Fault error={error} />
        <Button
          manner={isFirst ? 'primary' : 'plain'}
          disabled={isBusy}
          onClick={() => void attempt(async () => setCodes((await call('accounts.offerRecoveryCodes')).codes))}
        >
          {isFirst ? recovery.make : recovery.makeNew}
        </Button>
      </div>
    );
  const text = `${recovery.file(name)}\n\n${codes.join('\n')}\n`;
  return (
    <div className="grid justify-items-start gap-3.5">
      <p>
        {recovery.text} <b>{recovery.once}</b>
      </p>
      <ol
        aria-label={recovery.list}
        className="grid grid-cols-2 gap-x-8 gap-y-1.5 rounded-m border border-line bg-sunken px-4 py-3 font-mono select-all phone:grid-cols-1"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <CopyButton text={text} copy={recovery.copy} copied={recovery.copied} />
        <Button onClick={() => download('atalaya-recovery-codes.txt', text)}>
          <Icon name="download" />
          {recovery.download}
        </Button>
      </div>
      <label className="flex cursor-pointer items-center gap-2.5">
        <input
          type="checkbox"
          className="size-4.5 accent-accent-solid"
          checked={isKept}
          onChange={(event) => setKept(event.target.checked)}
        />
        {recovery.kept}
      </label>
      <Fault error={error} />
      <Button
        manner="primary"
        disabled={!isKept || isBusy}
        onClick={() =>
          void attempt(async () => {
            await call('accounts.confirmRecoveryCodes');
            setCodes(null);
            setKept(false);
            onDone();
          })
        }
      >
        {recovery.confirm}
      </Button>
    </div>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
