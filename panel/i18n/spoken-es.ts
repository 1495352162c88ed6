/** Everything said in Spanish, in one file of its own in the build. */

import { CHECKS_ES } from './checks-es.ts';
import { es } from './es.ts';

export const spoken = { words: es, checks: CHECKS_ES };
