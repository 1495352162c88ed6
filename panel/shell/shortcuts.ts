/** Keys that act anywhere but in a field. */

import { useEffect } from 'react';
import { FASTEST_SPEED, SLOWEST_SPEED } from '../../src/api/limits.ts';
import type { SessionStatus } from '../../src/api/session.ts';
import type { Speech } from '../i18n/words.ts';
import { send } from '../live/commands.ts';
import { openDialogName, showDialog } from './open-dialog.ts';
import { goTo, SECTIONS } from './sections.ts';

/** Speeds offered for a replay. */
export const SPEEDS = [SLOWEST_SPEED, 10, 60, 300, FASTEST_SPEED] as const;

export function useShortcuts(status: SessionStatus, speech: Speech): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.ctrlKey || event.metaKey || event.altKey || target.matches('input, select, textarea')) return;
      const act = actOf(event.key, status, speech);
      // With a dialog open only the kill may take its place.
      if (!act || (openDialogName() !== null && event.key !== 'K')) return;
      event.preventDefault();
      act();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [status, speech]);
}

function actOf(key: string, { mode, feed }: SessionStatus, speech: Speech): (() => void) | null {
  if (key === 'K') return () => showDialog('kill');
  if (key === 'P') return () => showDialog(mode.name === 'EMERGENCY' ? 'reset' : mode.name === 'PAUSE' ? 'resume' : 'pause');
  if (key === '?') return () => showDialog('shortcuts');
  if (key === ',') return () => showDialog('display');
  const section = SECTIONS[Number(key) - 1];
  if (section) return () => goTo(section.id);
  if (!feed.replayed || feed.state === 'finished') return null;
  if (key === 'F') return () => void send({ kind: feed.state === 'paused' ? 'feed-resume' : 'feed-pause' }, speech);
  const speed = feed.speed ?? SLOWEST_SPEED;
  const other = key === ']' ? SPEEDS.find((each) => each > speed) : key === '[' ? SPEEDS.findLast((each) => each < speed) : undefined;
  return other === undefined ? null : () => void send({ kind: 'feed-speed', speed: other }, speech);
}
