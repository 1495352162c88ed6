/** Sending the owner's commands, and telling what became of them. */

import type { CommandDone, SessionCommand } from '../../src/api/commands.ts';
import { PATHS } from '../../src/api/paths.ts';
import type { Speech } from '../i18n/words.ts';
import { askForSure, RequestProblem } from './requests.ts';
import { tell } from './toasts.ts';

type Wish<Command> = Command extends SessionCommand ? Omit<Command, 'commandId'> : never;
export type CommandWish = Wish<SessionCommand>;

/** Sends a command and tells the outcome; true when it was carried out. */
export async function send(wish: CommandWish, speech: Speech): Promise<boolean> {
  const { acts } = speech.words;
  const body = { ...wish, commandId: crypto.randomUUID() };
  try {
    // By its path: the acts that stop answer before the table of all operations is there.
    const done = await askForSure<CommandDone>(PATHS.commands, { method: 'POST', body, key: body.commandId });
    const isFeed = wish.kind.startsWith('feed');
    if (!isFeed)
      tell({
        tone: done.noted === false ? 'problem' : 'done',
        title: acts.done[wish.kind],
        detail: afterwards(done, acts),
        code: null,
      });
    return true;
  } catch (error) {
    const problem = error instanceof RequestProblem ? error.problem : null;
    // The page goes to where one signs in, which says that it was not done.
    if (problem?.code === 'NOT_ENTERED') return false;
    if (!problem)
      tell({ tone: 'problem', title: acts.notSent, detail: wish.kind === 'kill' ? speech.words.link.lostKill : '', code: null });
    else
      tell({
        tone: 'problem',
        title: problem.code in acts.away ? acts.noAnswer : acts.refused,
        detail: refusalText(problem.code, problem.detail, speech),
        code: problem.code,
      });
    return false;
  }
}

/** Where it is written down, and what that means for the next start. */
function afterwards({ journalSequence, noted }: CommandDone, acts: Speech['words']['acts']): string {
  if (journalSequence !== null) return acts.journal(journalSequence);
  if (noted === undefined) return '';
  return noted ? acts.noted : acts.notNoted;
}

/** The owner's language where the code is known, the server's sentence otherwise. */
export function refusalText(code: string, detail: string, speech: Speech): string {
  if (code === 'STEP_UP_NEEDED') return speech.words.acts.stepUpLeft;
  const away = speech.words.acts.away[code];
  if (away !== undefined) return away;
  const [, why] = speech.check(code);
  return why === code ? detail : `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
}
