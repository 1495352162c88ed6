/** The words of the page of the system. */

import { pageWords, type Widened } from '../../i18n/words.ts';
import { english } from './words-en.ts';
import { spanish } from './words-es.ts';

export const useSystemWords = pageWords(english, spanish);
export type SystemWords = Widened<typeof english>;
