/** The owner's commands to a session on a venue: carried out at once, answered when they are on disk. */

import type { CommandResult, LiveSource } from '../../adapters/http/live-source.ts';
import type { DurableJournal } from '../../core/journal/durable-journal.ts';
import type { LiveSession } from '../../core/trading/live/live-session.ts';
import { modeAnswer, modeCommandOf, notedAnswer } from './session-health.ts';
import { isSteering, steeringAnswer, strategyCommandOf } from './steering.ts';
import type { UnrecordedDemands } from './unrecorded-demands.ts';

interface Parts {
  readonly session: LiveSession;
  readonly journal: DurableJournal;
  /** Hands something to the session and sets the clock. */
  readonly act: <T>(take: () => T) => T;
  readonly unrecorded: Pick<UnrecordedDemands, 'look' | 'paused' | 'noted'>;
  readonly resumed: () => void;
  readonly now: () => number;
}

const FEED_LIVE: CommandResult = {
  ok: false,
  refusal: { code: 'FEED_LIVE', message: 'a live market can not be paused or sped up', measured: null, limit: null },
};

export function liveCommands({ session, journal, act, unrecorded, resumed, now }: Parts): LiveSource['command'] {
  return async (asked, { by }) => {
    if (asked.kind === 'feed-pause' || asked.kind === 'feed-resume' || asked.kind === 'feed-speed') return FEED_LIVE;
    if (isSteering(asked)) {
      const done = act(() => session.steer(strategyCommandOf(asked, by), now()));
      return steeringAnswer(journal, asked, done, session.journaled.unrecorded);
    }
    const done = act(() => session.requestMode(modeCommandOf(asked, by), now()));
    const answer = await notedAnswer(unrecorded, asked, by, await modeAnswer(journal, asked, done, session.journaled.unrecorded));
    if (asked.kind === 'resume' && done.refusal === null) resumed();
    return answer;
  };
}
