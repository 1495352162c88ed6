/** Texts that no part of the platform can keep: the character NUL is refused wherever it stands in a question or a body. */

import type { FastifyRequest } from 'fastify';
import { HttpProblem } from './problems.ts';

export async function refuseNul({ query, params, body }: FastifyRequest): Promise<void> {
  if (!holdsNul(query) && !holdsNul(params) && !holdsNul(body)) return;
  throw new HttpProblem(422, 'REQUEST_INVALID', 'a text: expected none with the character NUL (U+0000) in it');
}

/** Of what was parsed; a file that comes in is passed over. */
function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (Array.isArray(value)) return value.some(holdsNul);
  if (value === null || typeof value !== 'object' || 'pipe' in value || value instanceof Uint8Array) return false;
  return Object.entries(value).some(([name, one]) => name.includes('\0') || holdsNul(one));
}
