/** Whichever dialog, menu or palette is open. The one door to everything that is not in the first picture. */

import { KillDialog, PauseDialog, ResetDialog, ResumeDialog } from './act-dialogs.tsx';
import { NeedsPopover } from './needs-popover.tsx';
import { type DialogName, useOpenDialog } from './open-dialog.ts';
import { DisplayDialog, MoreDialog, ShortcutsDialog } from './page-dialogs.tsx';
import { Palette } from './palette.tsx';

const DIALOGS: Readonly<Record<DialogName, () => React.ReactNode>> = {
  pause: PauseDialog,
  kill: KillDialog,
  resume: ResumeDialog,
  reset: ResetDialog,
  display: DisplayDialog,
  shortcuts: ShortcutsDialog,
  palette: Palette,
  needs: NeedsPopover,
  more: MoreDialog,
};

export function OpenDialog() {
  const open = useOpenDialog();
  if (open === null) return null;
  const Opened = DIALOGS[open];
  return <Opened key={open} />;
}
