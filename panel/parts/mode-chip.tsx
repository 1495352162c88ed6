/** The engine's mode as shape and word; PAUSE and EMERGENCY are filled. */

import type { ModeName } from '../../src/api/values.ts';
import { useSpeech } from '../i18n/words.ts';
import { Icon, type IconName } from './icon.tsx';

const SHAPES: Readonly<Record<ModeName, IconName>> = {
  NORMAL: 'check',
  DEFENSIVE: 'shield',
  OBSERVATION: 'eye',
  PAUSE: 'pause',
  EMERGENCY: 'kill',
};

export function ModeChip({ mode }: { mode: ModeName }) {
  const { words } = useSpeech();
  return (
    <span className={`mode mode--${mode.toLowerCase()}`} title={words.modeTold[mode]}>
      <Icon name={SHAPES[mode]} />
      {words.modes[mode]}
    </span>
  );
}
