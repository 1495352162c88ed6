/** What no part of the platform can keep, wherever it stands in a question or a body: the character NUL, halves of characters, and things within things without end. */

import type { FastifyRequest } from 'fastify';
import { HttpProblem } from './problems.ts';

/** Nothing that is asked here is deeper than a handful; what is kept as it comes (the answer of a passkey) would be walked by others. */
const DEEPEST = 32;

export async function refuseUnstorable({ query, params, body }: FastifyRequest): Promise<void> {
  // In turn and not by recursion: a small body can be thousands deep.
  let level: unknown[] = [query, params, body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new HttpProblem(422, 'REQUEST_INVALID', `the body: expected at most ${DEEPEST} levels, found more`);
    const texts = level.filter((value) => typeof value === 'string');
    if (texts.some((text) => text.includes('\0')))
      throw new HttpProblem(422, 'REQUEST_INVALID', 'a text: expected none with the character NUL (U+0000) in it');
    if (!texts.every((text) => text.isWellFormed()))
      throw new HttpProblem(422, 'REQUEST_INVALID', 'a text: expected whole characters, found half of one (a lone surrogate)');
    level = level.flatMap(within);
  }
}

/** Names and values; a file that comes in is passed over. */
function within(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (value === null || typeof value !== 'object' || 'pipe' in value || value instanceof Uint8Array) return [];
  return Object.entries(value).flat();
}
