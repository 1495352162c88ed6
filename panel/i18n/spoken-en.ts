/** What is said in English beyond the first picture, in one file of its own in the build. */

import { CHECKS_EN } from './checks-en.ts';
import { enPages } from './en-pages.ts';

export const spoken = { words: enPages, checks: CHECKS_EN };
