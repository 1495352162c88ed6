/** The words of an order's life, in both languages. */

import { pageWords, type Widened } from '../../i18n/words.ts';
import { lifeEn } from './words-en.ts';
import { lifeEs } from './words-es.ts';

export type LifeWords = Widened<typeof lifeEn>;
export const useLifeWords = pageWords(lifeEn, lifeEs);
