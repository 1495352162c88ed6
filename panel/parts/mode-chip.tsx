/** The engine's mode as shape and word, which is never cut; PAUSE and EMERGENCY are filled. */

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

const TONES: Readonly<Record<ModeName, string>> = {
  NORMAL: 'border-line-strong [&>svg]:text-ok',
  DEFENSIVE: 'border-warn-line bg-warn-soft text-warn',
  OBSERVATION: 'border-current bg-info-soft text-info',
  PAUSE: 'border-transparent bg-[var(--mode-pause-bg)] text-[var(--on-mode-pause)]',
  EMERGENCY: 'border-transparent bg-danger-solid text-on-danger',
};

export function ModeChip({ mode }: { mode: ModeName }) {
  const { words } = useSpeech();
  return (
    <span
      data-mode={mode}
      className={`inline-flex h-6 items-center gap-1.5 rounded-s border px-2 text-12 font-semibold tracking-[0.04em] whitespace-nowrap phone:h-7 phone:gap-1 phone:px-1.5 phone:tracking-normal max-[380px]:[&>svg]:hidden ${TONES[mode]}`}
      title={words.modeTold[mode]}
    >
      <Icon name={SHAPES[mode]} className="size-3.25 stroke-2" />
      {words.modes[mode]}
    </span>
  );
}
