/** How errors travel over HTTP: problem+json (RFC 9457) with a stable code and the id that finds the request in the log. */

import { z } from 'zod';
import { UNCLEAR_RULES } from './unclear.ts';
import { code, words } from './values.ts';

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** What happened and what to do, in one or two sentences. */
  detail: z.string(),
  code,
  correlationId: z.string(),
  /** Of a refusal: what was measured and what is allowed. */
  measured: z.number().nullable().optional(),
  limit: z.number().nullable().optional(),
  /** Of input with many fields: what is wrong with each. */
  fields: z
    .array(z.object({ path: z.string(), code, message: z.string(), spanish: z.string().optional(), suggestion: z.string().optional() }))
    .optional(),
  /** Of input that its schema does not take: `detail` in pieces, to be told in another language. */
  unclear: z
    .object({ field: z.string(), rule: z.enum(UNCLEAR_RULES), expected: z.array(z.string()), found: z.string().nullable() })
    .optional(),
  /** `detail` in both languages and in a page's terms, where it was written so. */
  said: words.optional(),
});

export type Problem = z.infer<typeof problem>;
