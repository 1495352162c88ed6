/** Every act that can be called from anywhere, once: shortcuts, the list of them and the command palette are drawn from this table. */

import { FASTEST_SPEED, SLOWEST_SPEED } from '../../src/api/limits.ts';
import type { Right } from '../../src/api/roles.ts';
import type { SessionStatus } from '../../src/api/session.ts';
import type { Speech, Words } from '../i18n/words.ts';
import { send } from '../live/commands.ts';
import { type GuardedAct, mayAct } from '../live/may-act.ts';
import type { IconName } from '../parts/icon.tsx';
import { showDialog } from './open-dialog.ts';

/** Speeds offered for a replay. */
export const SPEEDS = [SLOWEST_SPEED, 10, 60, 300, FASTEST_SPEED] as const;

export interface Act {
  /** `words.shortcuts.rows[name]` says what it does. */
  readonly name: keyof Words['shortcuts']['rows'];
  /** As pressed; a capital is with shift. */
  readonly key: string;
  readonly icon: IconName;
  /** What it does now; null where there is nothing to do. */
  readonly run: (status: SessionStatus, speech: Speech) => (() => void) | null;
  /** What it would do now, where that asks for a right. */
  readonly asks?: (status: SessionStatus) => GuardedAct;
}

/** Pause while trading; resume or reset while stopped. */
export function restartNow({ mode }: SessionStatus): 'pause' | 'resume' | 'reset' {
  return mode.name === 'EMERGENCY' ? 'reset' : mode.name === 'PAUSE' ? 'resume' : 'pause';
}

/** What the visitor may do now. */
export function actsFor(rights: readonly Right[], status: SessionStatus): readonly Act[] {
  return ACTS.filter(({ asks }) => asks === undefined || mayAct(rights, asks(status)));
}

const ACTS: readonly Act[] = [
  {
    name: 'pause',
    key: 'P',
    icon: 'pause',
    run: (status) => () => showDialog(restartNow(status)),
    asks: restartNow,
  },
  { name: 'kill', key: 'K', icon: 'kill', run: () => () => showDialog('kill'), asks: () => 'kill' },
  { name: 'needs', key: 'n', icon: 'bell', run: () => () => showDialog('needs') },
  { name: 'feed', key: 'F', icon: 'play', run: ({ feed }, speech) => feedAct(feed, speech), asks: () => 'feed' },
  { name: 'slower', key: '[', icon: 'down', run: ({ feed }, speech) => speedAct(feed, speech, -1), asks: () => 'feed' },
  { name: 'faster', key: ']', icon: 'up', run: ({ feed }, speech) => speedAct(feed, speech, 1), asks: () => 'feed' },
  { name: 'display', key: ',', icon: 'gear', run: () => () => showDialog('display') },
  { name: 'help', key: '?', icon: 'keyboard', run: () => () => showDialog('shortcuts') },
];

type Feed = SessionStatus['feed'];

function feedAct(feed: Feed, speech: Speech): (() => void) | null {
  if (!feed.replayed || feed.state === 'finished') return null;
  return () => void send({ kind: feed.state === 'paused' ? 'feed-resume' : 'feed-pause' }, speech);
}

function speedAct(feed: Feed, speech: Speech, direction: 1 | -1): (() => void) | null {
  if (!feed.replayed || feed.state === 'finished') return null;
  const speed = feed.speed ?? SLOWEST_SPEED;
  const other = direction === 1 ? SPEEDS.find((each) => each > speed) : SPEEDS.findLast((each) => each < speed);
  return other === undefined ? null : () => void send({ kind: 'feed-speed', speed: other }, speech);
}
