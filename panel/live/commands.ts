/** Sending the owner's commands, and telling what became of them. */

import type { CommandDone, SessionCommand } from '../../src/api/commands.ts';
import { PATHS } from '../../src/api/paths.ts';
import type { SessionStatus } from '../../src/api/session.ts';
import type { Speech } from '../i18n/words.ts';
import { askForSure, isJudged, isOpen, RequestProblem } from './requests.ts';
import { whenShown } from './session.ts';
import { dismiss, tell } from './toasts.ts';

type Wish<Command> = Command extends SessionCommand ? Omit<Command, 'commandId'> : never;
export type CommandWish = Wish<SessionCommand>;

/** A wish without an answer. Pressed again it is asked anew, under an id of its own: an old answer says nothing of what is wanted now, and what it asks for is a state. `stop`: nobody waits for the stream to show it any more, and its message goes. */
const unanswered = new Map<string, { readonly stop: () => void }>();

/** After the stream has shown it, the answer with its journal entry may still come. */
const GRACE_MS = 2_000;

/**
 * Sends a command and tells the outcome; true when it was carried out. Where no answer comes it is not known, and told as that, until the stream shows
 * what was asked for: then `onShown` is called.
 */
export async function send(wish: CommandWish, speech: Speech, onShown: () => void = () => {}): Promise<boolean> {
  const { acts } = speech.words;
  const text = JSON.stringify(wish);
  const before = unanswered.get(text);
  before?.stop();
  const commandId = crypto.randomUUID();
  const shown = Promise.withResolvers<void>();
  const stop = whenShown((status) => isInForce(wish, status), shown.resolve);
  unanswered.set(text, { stop });
  const settle = () => {
    stop();
    unanswered.delete(text);
  };
  const done = (journalSequence: number | null) => {
    settle();
    const detail = journalSequence === null ? '' : acts.journal(journalSequence);
    if (!wish.kind.startsWith('feed')) tell({ tone: 'done', title: acts.done[wish.kind], detail, code: null });
  };
  try {
    // By its path: the acts that stop answer before the table of all operations is there.
    const answer = askForSure<CommandDone>(PATHS.commands, { method: 'POST', body: { ...wish, commandId }, key: commandId });
    const seen = shown.promise.then(() => new Promise<null>((resolve) => setTimeout(resolve, GRACE_MS, null)));
    done((await Promise.race([answer, seen]))?.journalSequence ?? null);
    return true;
  } catch (error) {
    const problem = error instanceof RequestProblem ? error.problem : null;
    if (isOpen(error) || (before && !isJudged(error))) {
      const detail = wish.kind === 'kill' ? speech.words.link.lostKill : acts.unknownDetail;
      const toast = tell({ tone: 'problem', title: acts.unknown, detail, code: problem?.code ?? null });
      unanswered.set(text, {
        stop() {
          stop();
          dismiss(toast);
        },
      });
      void shown.promise.then(() => {
        dismiss(toast);
        done(null);
        onShown();
      });
      return false;
    }
    settle();
    // The page goes to where one signs in, which says that it was not done.
    if (problem && problem.code !== 'NOT_ENTERED')
      tell({ tone: 'problem', title: acts.refused, detail: refusalText(problem.code, problem.detail, speech), code: problem.code });
    return false;
  }
}

const MODES: Readonly<Record<string, string>> = { pause: 'PAUSE', kill: 'EMERGENCY', reset: 'PAUSE' };
const FEEDS: Readonly<Record<string, string>> = { 'feed-pause': 'paused', 'feed-resume': 'running' };

/** Whether what was asked for is so now; false where a status does not tell. */
function isInForce(wish: CommandWish, { mode, feed }: SessionStatus): boolean {
  if (wish.kind === 'feed-speed') return feed.speed === wish.speed;
  return mode.name === (wish.kind === 'resume' ? wish.to : MODES[wish.kind]) || feed.state === FEEDS[wish.kind];
}

/** The owner's language where the code is known, the server's sentence otherwise. */
export function refusalText(code: string, detail: string, speech: Speech): string {
  if (code === 'STEP_UP_NEEDED') return speech.words.acts.stepUpLeft;
  const away = speech.words.acts.away[code];
  if (away !== undefined) return away;
  const [, why] = speech.check(code);
  return why === code ? detail : `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
}
