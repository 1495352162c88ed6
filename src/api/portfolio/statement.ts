/** The portfolio on paper. */

import { z } from 'zod';
import { view } from './money.ts';

export const statementLanguage = z.enum(['es', 'en']);
export const statementQuery = view.extend({ language: statementLanguage.default('es') });

export type StatementLanguage = z.infer<typeof statementLanguage>;
