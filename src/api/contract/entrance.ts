/** The session of a browser, and links that let another one in. */

import { z } from 'zod';
import { instant } from '../values.ts';
import type { Part } from './operation.ts';

export const entrance = {
  session: {
    method: 'GET',
    path: '/api/v1/session',
    summary: 'Who asks, and until when.',
    right: 'self',
    answer: z.object({ by: z.string(), expiresAt: instant }),
  },
  leave: { method: 'DELETE', path: '/api/v1/session', summary: 'Ends the session.', right: 'self', answer: null },
  newLink: {
    method: 'POST',
    path: '/api/v1/links',
    summary: 'A link that lets one browser in, once, within ten minutes.',
    right: 'users.write',
    answer: z.object({ link: z.string() }),
  },
} as const satisfies Part;
