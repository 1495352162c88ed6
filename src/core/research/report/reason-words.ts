/** The engine's own reasons for leaving a trade, in words; a strategy's reasons are its own and stay as they are. */

import type { Words } from '../../domain/parameters.ts';

const WORDS: ReadonlyMap<string, Words> = new Map([
  ['stop', { en: 'stop', es: 'stop' }],
  ['trail', { en: 'trailing stop', es: 'stop dinámico' }],
  ['target', { en: 'target', es: 'objetivo' }],
  ['liquidation', { en: 'liquidation', es: 'liquidación' }],
  ['end', { en: 'end of the run', es: 'fin de la simulación' }],
  ['kill-switch', { en: 'kill switch', es: 'paro total' }],
  ['shortfall-reduction', { en: 'cut by risk', es: 'reducida por riesgo' }],
]);

export function reasonWords(reason: string): Words | string {
  return WORDS.get(reason) ?? reason;
}

/** Those of these reasons that have words of their own, for the page. */
export function wordedReasons(reasons: readonly string[]): [reason: string, words: Words][] {
  return reasons.flatMap((reason): [string, Words][] => {
    const words = WORDS.get(reason);
    return words ? [[reason, words]] : [];
  });
}
