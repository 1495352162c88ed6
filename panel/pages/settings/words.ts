/** The words of the settings. */

import { pageWords } from '../../i18n/words.ts';
import { settingsEn } from './words-en.ts';
import { settingsEs } from './words-es.ts';

export const useSettingsWords = pageWords(settingsEn, settingsEs);
