/** Dialogs, palette and menus: one file of their own, fetched as soon as the page is alive, so that the acts answer at once and the first picture does not wait for them. */

import { type ComponentType, useEffect, useState } from 'react';
import { loadWords } from '../i18n/load.ts';
import { currentPreferences } from '../preferences.ts';
import { useOpenDialog } from './open-dialog.ts';

export function Overlays() {
  const open = useOpenDialog();
  const [Open, setOpen] = useState<ComponentType | null>(null);
  useEffect(() => {
    Promise.all([import('./overlays.tsx'), loadWords(currentPreferences().language)]).then(
      ([module]) => setOpen(() => module.OpenDialog),
      () => undefined,
    );
  }, []);
  return open !== null && Open ? <Open /> : null;
}
