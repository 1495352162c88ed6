/** A one-time code, shown this once. */

import type { OneTimeCode } from '../../../src/api/accounts.ts';
import { Button } from '../../parts/button.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { useUsersWords } from './words.ts';

export function CodeDialog({ code: { name, code, expiresAt }, onClose }: { code: OneTimeCode; onClose: () => void }) {
  const own = useUsersWords();
  return (
    <Dialog
      title={own.codeTitle(name)}
      onClose={onClose}
      foot={
        <>
          <CopyButton text={code} copy={own.copy} copied={own.copied} />
          <Button manner="primary" onClick={onClose} data-first>
            {own.close}
          </Button>
        </>
      }
    >
      <p className="text-text-2">{own.codeText}</p>
      <p data-code={code} className="my-3 rounded-m border border-line bg-sunken px-3 py-3 text-center font-mono text-16 select-all">
        {code}
      </p>
      <p className="text-text-2">{own.codeWhere(`${location.origin}/sign-in`)}</p>
      <p className="text-12 text-muted">
        {own.codeUntil} <TimeText at={expiresAt} withDay seconds={false} />
      </p>
    </Dialog>
  );
}
