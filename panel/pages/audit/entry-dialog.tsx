/** One entry of the audit in full. */

import { useSpeech } from '../../i18n/words.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { TimeText } from '../../parts/figures.tsx';
import { IdText } from '../../parts/id-text.tsx';
import type { Entry } from './audit-page.tsx';
import { useAuditWords } from './words.ts';

export function EntryDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const own = useAuditWords();
  const { words } = useSpeech();
  const rows = [
    [own.at, <TimeText key="at" at={entry.at} withDay />],
    [own.actor, entry.actor],
    [own.address, entry.address || '–'],
    [own.act, `${own.acts[entry.act] ?? entry.act} (${entry.act})`],
    [own.target, entry.target || '–'],
    [own.outcome, own.outcomes[entry.outcome]],
    [own.hash, <IdText key="hash" id={entry.hash} short />],
  ] as const;
  const hasDetail = Object.keys(entry.detail).length > 0;
  return (
    <Dialog
      title={own.details(String(entry.sequence))}
      onClose={onClose}
      foot={
        <Button onClick={onClose} data-first>
          {words.acts.close}
        </Button>
      }
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1.5 pt-1">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {hasDetail ? (
        <pre className="mt-3 overflow-x-auto rounded-m border border-line bg-sunken px-3 py-2">{JSON.stringify(entry.detail, null, 2)}</pre>
      ) : (
        <p className="mt-3 text-muted">{own.noDetails}</p>
      )}
    </Dialog>
  );
}
