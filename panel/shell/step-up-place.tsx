/** Where the second factor is asked for once more; its dialog is a file of its own, fetched when an act wants it. */

import { type ComponentType, useEffect, useState } from 'react';
import { loadWords } from '../i18n/load.ts';
import { settleStepUp, useStepUpWaits } from '../live/step-up.ts';
import { currentPreferences } from '../preferences.ts';

export function StepUpPlace() {
  const waits = useStepUpWaits();
  const [Dialog, setDialog] = useState<ComponentType | null>(null);
  useEffect(() => {
    if (!waits) return;
    Promise.all([import('../accounts/step-up-dialog.tsx'), loadWords(currentPreferences().language)]).then(
      ([module]) => setDialog(() => module.StepUpDialog),
      // Without its file nobody can answer: the act is told that it was not done.
      () => settleStepUp(false),
    );
  }, [waits]);
  return waits && Dialog ? <Dialog /> : null;
}
