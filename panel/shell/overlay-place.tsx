/** Dialogs, palette and menus: one file of their own, fetched as soon as the page is alive, so that the acts answer at once and the first picture does not wait for them. */

import { type ComponentType, useEffect, useState } from 'react';
import { loadWords } from '../i18n/load.ts';
import { useSpeech } from '../i18n/words.ts';
import { send } from '../live/commands.ts';
import { currentPreferences } from '../preferences.ts';
import { closeDialog, useOpenDialog } from './open-dialog.ts';

export function Overlays() {
  const open = useOpenDialog();
  const [Open, setOpen] = useState<ComponentType | null>(null);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    Promise.all([import('./overlays.tsx'), loadWords(currentPreferences().language)]).then(
      ([module]) => setOpen(() => module.OpenDialog),
      () => setMissing(true),
    );
  }, []);
  if (open === null) return null;
  if (Open) return <Open />;
  return isMissing ? <WithoutDialogs act={open} /> : null;
}

/** The file of the dialogs did not come. Stopping does not wait for it: the browser itself asks. Whatever else was wanted needs the page anew. */
function WithoutDialogs({ act }: { act: string }) {
  const speech = useSpeech();
  useEffect(() => {
    const { acts, notFetched } = speech.words;
    closeDialog();
    if (act === 'kill') {
      if (confirm(`${acts.killTitle}?`)) void send({ kind: 'kill', confirmed: true }, speech);
    } else if (act === 'pause') {
      if (confirm(`${acts.pause}?`)) void send({ kind: 'pause' }, speech);
    } else if (confirm(`${notFetched.title}. ${notFetched.text}`)) location.reload();
  }, [act, speech]);
  return null;
}
