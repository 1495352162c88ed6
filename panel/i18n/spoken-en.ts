/** Everything said in English, in one file of its own in the build. */

import { CHECKS_EN } from './checks-en.ts';
import { en } from './en.ts';

export const spoken = { words: en, checks: CHECKS_EN };
