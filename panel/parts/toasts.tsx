/** What became of an act, told at the edge of the page and to screen readers. */

import { useSpeech } from '../i18n/words.ts';
import { dismiss, useToasts } from '../live/commands.ts';
import { Icon } from './icon.tsx';

export function Toasts() {
  const { words } = useSpeech();
  const toasts = useToasts();
  return (
    <div className="toasts" role="log" aria-live="assertive">
      {toasts.map((toast) => (
        <div key={toast.id} className={`toast toast--${toast.tone}`}>
          <Icon name={toast.tone === 'done' ? 'check' : 'alert'} />
          <div>
            <b>{toast.title}</b>
            {toast.detail !== '' && <p>{toast.detail}</p>}
            {toast.code && <code>{toast.code}</code>}
          </div>
          <button
            type="button"
            className="button button--ghost button--icon"
            aria-label={words.acts.close}
            onClick={() => dismiss(toast.id)}
          >
            <Icon name="x" />
          </button>
        </div>
      ))}
    </div>
  );
}
