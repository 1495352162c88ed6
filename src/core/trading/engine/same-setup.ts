/** A journal goes on only with what its session was begun with: every state in it was counted with that. */

import { InputError } from '../../domain/result.ts';
import { firstDifference } from '../../journal/first-difference.ts';

const LONGEST_VALUE = 120;

/** InputError SESSION_CHANGED (exit 3) names the first setting that is another one, and what to do. */
export function expectSameSetup(recorded: unknown, now: unknown): void {
  const parting = firstDifference(held(recorded), held(now), '');
  if (parting === null) return;
  throw new InputError(
    'SESSION_CHANGED',
    `the journal was begun otherwise: ${parting.path.slice(1) || 'the whole setup'} was ${shown(parting.recorded)}, now it is ${shown(parting.replayed)}. ` +
      'Nothing was started; open positions and the stops at the venue stay as they are, and only this journal knows them. Go back to what was; ' +
      'or go back, close the positions, and begin the changed session under another "account" or --data-dir',
    3,
  );
}

/** As a journal gives it back, without what may change: no state was counted with the rungs of the loss ladder, each step measures against them anew. */
function held(setup: unknown): unknown {
  return JSON.parse(JSON.stringify(setup), (key, value: unknown) => (key === 'ladder' && typeof value === 'object' ? undefined : value));
}

function shown(value: unknown): string {
  if (value === undefined) return 'not there';
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}
