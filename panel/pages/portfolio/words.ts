/** The words of the portfolio. */

import { pageWords } from '../../i18n/words.ts';
import { portfolioEn } from './words-en.ts';
import { portfolioEs } from './words-es.ts';

export const usePortfolioWords = pageWords(portfolioEn, portfolioEs);
