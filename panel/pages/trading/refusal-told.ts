/** Why something by hand was refused, in the owner's language and with the figures it was refused for. */

import { percent, plain } from '../../i18n/format.ts';
import { useSpeech } from '../../i18n/words.ts';
import { refusalText } from '../../live/commands.ts';
import { useTradingWords } from './words.ts';

/** `detail`: the server's own sentence. */
export interface Told {
  readonly code: string;
  readonly detail: string;
  readonly measured?: number | null | undefined;
  readonly limit?: number | null | undefined;
}

/** Words of a refusal by hand: as they stand, or with the limit it was refused for, null where there is none. */
export type RefusalWords = string | ((limit: string | null) => string);

/** Prices and quantities are whole steps: as many decimals as they have. */
const MOST_DECIMALS = 8;
const SHARES: ReadonlySet<string> = new Set(['TARGET_TOO_SMALL', 'ORDER_RISK_TOO_HIGH']);

export function useRefusalTold(): (refused: Told) => string {
  const { refusals } = useTradingWords() as { readonly refusals: Readonly<Record<string, RefusalWords>> };
  const speech = useSpeech();
  const { language } = speech;
  return ({ code, detail, limit }) => {
    const words = refusals[code];
    if (words === undefined) return refusalText(code, detail, speech);
    if (typeof words === 'string') return words;
    return words(limit == null ? null : SHARES.has(code) ? percent(language, limit, 4) : plain(language, limit, MOST_DECIMALS));
  };
}
