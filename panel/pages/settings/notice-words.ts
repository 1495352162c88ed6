/** The words of the notifications. */

import { pageWords } from '../../i18n/words.ts';
import { noticesEn } from './notice-words-en.ts';
import { noticesEs } from './notice-words-es.ts';

export const useNoticeWords = pageWords(noticesEn, noticesEs);
