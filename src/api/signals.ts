/** What an accepted webhook signal is answered with. A refused one is a problem with its code instead. */

import { z } from 'zod';
import { code, identifier, instant } from './values.ts';

export const signalAnswer = z.discriminatedUnion('outcome', [
  /** 200: done, with the codes of what made the order smaller. */
  z.object({ outcome: z.literal('executed'), decisionId: identifier, orderId: identifier.nullable(), cuts: z.array(code) }),
  /** 200: it would have been done. */
  z.object({ outcome: z.literal('dry-run'), decisionId: identifier, orderId: identifier.nullable(), cuts: z.array(code) }),
  /** 202: it waits for the owner until then; silence is a refusal. */
  z.object({ outcome: z.literal('awaiting-approval'), decisionId: identifier, expiresAt: instant }),
]);
