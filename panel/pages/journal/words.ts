/** The words of the journal's pages, in both languages. */

import { pageWords, type Widened } from '../../i18n/words.ts';
import { wordsEn } from './words-en.ts';
import { wordsEs } from './words-es.ts';

export type JournalWords = Widened<typeof wordsEn>;
export const useJournalWords = pageWords(wordsEn, wordsEs);
