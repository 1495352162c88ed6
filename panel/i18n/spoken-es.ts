/** What is said in Spanish beyond the first picture, in one file of its own in the build. */

import { CHECKS_ES } from './checks-es.ts';
import { esPages } from './es-pages.ts';

export const spoken = { words: esPages, checks: CHECKS_ES };
