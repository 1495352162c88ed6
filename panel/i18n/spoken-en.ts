/** What parts of several pages say in English beyond the first picture, in one file of its own in the build; the words of one page lie beside it. */

import { accountWordsEn } from '../blocks/account-words-en.ts';
import { logWordsEn } from '../blocks/log-words-en.ts';
import { runningWordsEn } from '../blocks/running-words-en.ts';
import { tradeWordsEn } from '../blocks/trade-words-en.ts';
import { chartWordsEn } from '../charts/words-en.ts';
import { partWordsEn } from '../parts/words-en.ts';
import { actWordsEn } from '../shell/act-words-en.ts';
import { displayWordsEn } from '../shell/display-words-en.ts';
import { CHECKS_EN } from './checks-en.ts';
import { problemWordsEn } from './problem-words-en.ts';

export const spoken = {
  words: {
    ...actWordsEn,
    ...displayWordsEn,
    ...chartWordsEn,
    ...accountWordsEn,
    ...tradeWordsEn,
    ...runningWordsEn,
    ...logWordsEn,
    ...partWordsEn,
    ...problemWordsEn,
  },
  checks: CHECKS_EN,
};
