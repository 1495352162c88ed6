/** Dialogs, palette and menus: one file of their own, fetched as soon as the page is alive, so that the acts answer at once and the first picture does not wait for them. */

import { type ComponentType, useEffect, useState } from 'react';
import { useOpenDialog } from './open-dialog.ts';

export function Overlays() {
  const open = useOpenDialog();
  const [Open, setOpen] = useState<ComponentType | null>(null);
  useEffect(() => {
    import('./overlays.tsx').then(
      (module) => setOpen(() => module.OpenDialog),
      () => undefined,
    );
  }, []);
  return open !== null && Open ? <Open /> : null;
}
