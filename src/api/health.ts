/** The answer of GET /health: is it well, which part is not, and which version runs. Never a secret, never an amount of money. */

import { z } from 'zod';
import { modeName } from './values.ts';

export const healthPart = z.object({
  name: z.enum(['trader', 'feed', 'journal', 'database', 'venue', 'web']),
  /** degraded: something is missing and trading stays safe; failed: it can't do its work. */
  state: z.enum(['ok', 'degraded', 'failed']),
  detail: z.string(),
});

export const health = z.object({
  /** The worst of the parts. 503 when failed. */
  status: z.enum(['ok', 'degraded', 'failed']),
  release: z.string(),
  mode: modeName,
  parts: z.array(healthPart),
});

export type Health = z.infer<typeof health>;
