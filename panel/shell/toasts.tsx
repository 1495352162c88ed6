/** What became of an act, told at the edge of the page and to screen readers. */

import { useSpeech } from '../i18n/words.ts';
import { dismiss, type Toast, useToasts } from '../live/toasts.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';

export function Toasts() {
  const { words } = useSpeech();
  const toasts = useToasts();
  return (
    <div
      className="fixed right-4 bottom-4 z-70 grid w-[min(400px,calc(100vw-32px))] gap-2 phone:bottom-[calc(var(--bar-h)+12px)]"
      role="log"
      aria-live="assertive"
      aria-label={words.app.messages}
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          data-toast={toast.tone}
          className={`grid grid-cols-[18px_1fr_auto] items-start gap-2.5 rounded-l border bg-raised py-2.5 pr-2 pl-3.5 shadow-pop ${toast.tone === 'done' ? 'border-line-strong' : 'border-danger-line'}`}
        >
          <Icon name={toast.tone === 'done' ? 'check' : 'alert'} className={`mt-px ${toast.tone === 'done' ? 'text-ok' : 'text-danger'}`} />
          <div>
            <b>{toast.title}</b>
            {toast.detail !== '' && <p className="text-text-2">{toast.detail}</p>}
            {toast.code && <code className="text-muted">{toast.code}</code>}
            {toast.undo && (
              <Button size="small" className="mt-1.5" onClick={() => undo(toast)}>
                <Icon name="undo" />
                {words.acts.undo}
              </Button>
            )}
          </div>
          <Button manner="ghost" size="icon" aria-label={words.acts.close} onClick={() => dismiss(toast.id)}>
            <Icon name="x" />
          </Button>
        </div>
      ))}
    </div>
  );
}

function undo(toast: Toast): void {
  dismiss(toast.id);
  toast.undo?.();
}
