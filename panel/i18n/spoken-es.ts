/** What parts of several pages say in Spanish beyond the first picture, in one file of its own in the build; the words of one page lie beside it. */

import { accountWordsEs } from '../blocks/account-words-es.ts';
import { logWordsEs } from '../blocks/log-words-es.ts';
import { runningWordsEs } from '../blocks/running-words-es.ts';
import { tradeWordsEs } from '../blocks/trade-words-es.ts';
import { chartWordsEs } from '../charts/words-es.ts';
import { partWordsEs } from '../parts/words-es.ts';
import { actWordsEs } from '../shell/act-words-es.ts';
import { displayWordsEs } from '../shell/display-words-es.ts';
import { CHECKS_ES } from './checks-es.ts';
import { problemWordsEs } from './problem-words-es.ts';

export const spoken = {
  words: {
    ...actWordsEs,
    ...displayWordsEs,
    ...chartWordsEs,
    ...accountWordsEs,
    ...tradeWordsEs,
    ...runningWordsEs,
    ...logWordsEs,
    ...partWordsEs,
    ...problemWordsEs,
  },
  checks: CHECKS_ES,
};
