/** The words of the page of risk. */

import { pageWords } from '../../i18n/words.ts';
import { riskEn } from './words-en.ts';
import { riskEs } from './words-es.ts';

export const useRiskWords = pageWords(riskEn, riskEs);
