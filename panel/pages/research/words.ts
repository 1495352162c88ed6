/** The words of the backtest pages, in the chosen language. */

import { pageWords, type Widened } from '../../i18n/words.ts';
import { researchEn } from './words-en.ts';
import { researchEs } from './words-es.ts';

export type ResearchWords = Widened<typeof researchEn>;
export const useResearchWords = pageWords(researchEn, researchEs);
