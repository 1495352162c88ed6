/** What a closing execution leaves after all its fees, with what it is before them; an opening leaves nothing yet. */

import type { Fill } from '../../src/api/records.ts';
import { useSpeech } from '../i18n/words.ts';
import { MoneyText } from '../parts/figures.tsx';

/** After all fees, before them where nothing more is known; null for an opening. */
export const resultOf = ({ net, realised }: Pick<Fill, 'net' | 'realised'>) => net ?? realised;

export function TradeResult({ fill, decimals, currency }: { fill: Fill; decimals: number; currency?: string }) {
  const { words } = useSpeech();
  const money = { decimals, ...(currency && { currency }) };
  return (
    <>
      <MoneyText value={resultOf(fill)} {...money} manner="result" />
      <small>
        {fill.net === null ? (
          words.fills.beforeFees
        ) : (
          <>
            {words.fills.gross} <MoneyText value={fill.realised} {...money} manner="signed" />
          </>
        )}
      </small>
    </>
  );
}
