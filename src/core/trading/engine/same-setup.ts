/** A journal goes on only with what its session was begun with: every state in it was counted with that. */

import { InputError } from '../../domain/result.ts';
import { firstDifference } from '../../journal/first-difference.ts';

const LONGEST_VALUE = 120;

/** InputError SESSION_CHANGED (exit 3) names the first setting that is another one, and what to do. */
export function expectSameSetup(recorded: unknown, now: unknown): void {
  const parting = firstDifference(held(recorded), held(now), '');
  if (parting === null) return;
  const [place, was, is] = [parting.path.slice(1), shown(parting.recorded), shown(parting.replayed)];
  throw new InputError(
    'SESSION_CHANGED',
    `the journal was begun otherwise: ${place || 'the whole setup'} was ${was}, now it is ${is}. ` +
      'Nothing was started; open positions and the stops at the venue stay as they are, and only this journal knows them. Go back to what was; ' +
      'or go back, close the positions, and begin the changed session under another "account" or --data-dir',
    3,
    {
      said: {
        en: `The journal of this account was begun otherwise: ${place || 'the whole session'} was ${was}, now it is ${is}. Nothing was started; open positions and the stops at the venue stay as they are. Go back to what was; or close the positions there, and begin the changed session under another account.`,
        es: `El diario de esta cuenta se empezó con otra cosa: ${place || 'toda la sesión'} era ${was} y ahora es ${is}. No se ha arrancado nada; las posiciones abiertas y los stops del mercado siguen como están. Vuelve a lo que había; o cierra allí las posiciones y empieza la sesión cambiada con otra cuenta.`,
      },
    },
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
