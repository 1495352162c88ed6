/** What the server refused, or why a job failed, in the page's language: by what it sends in both languages or in pieces, and by the code where the panel has words of its own. */

import type { Problem } from '../../src/api/problem.ts';
import { currentPreferences } from '../preferences.ts';
import type { Language } from './format.ts';
import { spokenIn } from './load.ts';
import type { PageWords } from './words.ts';

type Told = Pick<Problem, 'code' | 'detail' | 'unclear' | 'fields'> & { readonly said?: Problem['said'] | null };

/** The server's own sentence where nothing else is known of it. */
export function toldProblem({ code, detail, said, unclear, fields }: Told, language: Language = currentPreferences().language): string {
  // Before the words of pages are there, nothing asks for more than the server's sentence.
  const words: Partial<PageWords> = spokenIn(language).words;
  if (said) return said[language];
  const own = words.problems?.[code];
  if (own !== undefined) return own;
  if (unclear) return words.unclear?.told(unclear) ?? detail;
  const inSpanish = fields?.flatMap(({ spanish }) => (spanish === undefined ? [] : [spanish])) ?? [];
  return language === 'es' && inSpanish.length > 0 && inSpanish.length === fields?.length ? inSpanish.join(' ') : detail;
}

/** Of a job that failed. */
export const toldFailure = (
  { code, message, said }: { readonly code: string; readonly message: string; readonly said: Problem['said'] | null },
  language: Language,
): string => toldProblem({ code, detail: message, said }, language);
