/** A question over the page. The scrim begins below the top bar, so that Pause and Kill stay in sight, in reach and in the order of the Tab key. */

import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useSpeech } from '../i18n/words.ts';
import { Icon } from './icon.tsx';

export function Dialog({ title, onClose, children, foot }: { title: string; onClose: () => void; children: ReactNode; foot?: ReactNode }) {
  const { words } = useSpeech();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    const content = document.getElementById('content');
    if (content) content.inert = true;
    const first = box.current?.querySelector<HTMLElement>('[data-first]') ?? box.current?.querySelector<HTMLElement>('button');
    first?.focus();
    return () => {
      if (content) content.inert = false;
      opener?.focus();
    };
  }, []);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onClose]);

  return (
    <div className="scrim">
      <div className="dialog" ref={box} role="dialog" aria-labelledby={id}>
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" className="button button--ghost button--icon" aria-label={words.acts.close} onClick={onClose}>
            <Icon name="x" />
          </button>
        </header>
        <div className="dialog-body">{children}</div>
        {foot !== undefined && <footer>{foot}</footer>}
      </div>
    </div>
  );
}
