/** Keys that act anywhere but in a field: the acts by one key, the pages by `g` and theirs. */

import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { useSpeech } from '../i18n/words.ts';
import { useRights, useStatus } from '../live/session.ts';
import { pagesFor } from '../pages/pages.ts';
import { actsFor } from './acts.ts';
import { openDialogName, showDialog } from './open-dialog.ts';

/** After `g`, the key of a page is waited for so long. */
const PATIENCE_MS = 1200;

export function useShortcuts(): void {
  const status = useStatus();
  const speech = useSpeech();
  const navigate = useNavigate();
  const rights = useRights();
  const known = { status, speech, navigate, pages: pagesFor(rights), acts: actsFor(rights, status) };
  const latest = useRef(known);
  latest.current = known;
  useEffect(() => {
    let goesAt = 0;
    const actOf = (key: string): (() => void) | null | undefined => {
      const page = Date.now() - goesAt < PATIENCE_MS ? latest.current.pages.find((each) => each.key === key) : undefined;
      goesAt = 0;
      if (page) return () => void latest.current.navigate(page.path);
      if (key === 'g')
        return () => {
          goesAt = Date.now();
        };
      return latest.current.acts.find((act) => act.key === key)?.run(latest.current.status, latest.current.speech);
    };
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && !event.shiftKey && !event.altKey) {
        event.preventDefault();
        showDialog('palette');
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || target.matches('input, select, textarea, [contenteditable]')) return;
      // With a dialog open only the kill may take its place.
      if (openDialogName() !== null && event.key !== 'K') return;
      const act = actOf(event.key);
      if (!act) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
