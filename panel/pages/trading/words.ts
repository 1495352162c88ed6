/** The words only the trading page says: orders by hand, positions, approvals. */

import { pageWords } from '../../i18n/words.ts';
import { byHandEn } from './words-en.ts';
import { byHandEs } from './words-es.ts';

export const useTradingWords = pageWords(byHandEn, byHandEs);
export type TradingWords = ReturnType<typeof useTradingWords>;
