/** Beside a form: that what was typed before is back, and the question before it is left unsaved. */

import { useSpeech } from '../i18n/words.ts';
import type { Draft } from '../live/draft.ts';
import { useLeaving } from '../live/leaving.ts';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Icon } from './icon.tsx';

/** `onDiscard`: the form begins anew. */
export function DraftGuard({ draft, onDiscard }: { draft: Draft<unknown>; onDiscard: () => void }) {
  const { draft: own } = useSpeech().words.form;
  const { held, release } = useLeaving(draft.unsaved);
  return (
    <>
      <div role="status">
        {draft.restored !== null && draft.isUnsaved && (
          <p
            className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-m border border-line-strong bg-info-soft px-3.5 py-2"
            data-draft="restored"
          >
            <Icon name="undo" className="text-info" />
            <span className="min-w-40 flex-1">{own.restored}</span>
            <Button size="small" onClick={onDiscard}>
              {own.discard}
            </Button>
          </p>
        )}
      </div>
      {held && (
        <ConfirmDialog
          title={own.leave}
          text={own.leaveText}
          quiet={own.stay}
          go={own.goOn}
          between={
            <Button
              onClick={() => {
                draft.keep(null);
                held.go();
              }}
            >
              {own.discardAndGo}
            </Button>
          }
          onGo={held.go}
          onClose={release}
        />
      )}
    </>
  );
}
