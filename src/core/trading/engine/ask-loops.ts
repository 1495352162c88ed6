/** Which strategies have a loop of their own (`ask-along.ts` loaded for them alone). */

import { type AskAlong, askAlong } from './ask-along.ts';

const OWN = new WeakMap<object, AskAlong>();

/** Gives a strategy definition a loop of its own. Results are the same without. */
export function ownAskLoop(definition: object, loop: AskAlong): void {
  OWN.set(definition, loop);
}

export function askLoopOf(definition: object): AskAlong {
  return OWN.get(definition) ?? askAlong;
}
