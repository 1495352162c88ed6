/** If-Match (RFC 9110, 13.1.1): an act is done only while what it changes is as its caller has read it; else it is answered 412 and not done. */

import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Asked, Operation } from '../../api/contract/operation.ts';
import { requireRight } from './guard.ts';
import { HttpProblem } from './problems.ts';

/** Where an act has an address that is read too: how, so that its ETag can be made. */
export interface ReadRow {
  readonly row: Operation;
  readonly read: (asked: Asked<Operation>, request: FastifyRequest) => unknown;
}

/** For the document; the header itself is read by `ifUnchanged`. */
export const IF_MATCH = z
  .string()
  .max(1000)
  .optional()
  .describe('The ETag with which this address was last read: where it has another one by now, 412 IF_MATCH_CHANGED and nothing is done.');

export function tagOf(payload: string): string {
  return `"${createHash('sha256').update(payload).digest('base64url').slice(0, 27)}"`;
}

/** Of a header with one tag or several, the weak ones among them. */
export function namesTag(header: string, tag: string, { weakToo }: { readonly weakToo: boolean }): boolean {
  const named = header.split(',').map((one) => (weakToo ? one.trim().replace(/^W\//, '') : one.trim()));
  return named.includes('*') || named.includes(tag);
}

/** What was asked conditionally of an address waits for its turn there: between looking and doing nothing else is done. */
const turns = new Map<string, Promise<unknown>>();

/** Does `act` if the condition holds; at once where the request has none. */
export async function ifUnchanged<T>(request: FastifyRequest, found: ReadRow | undefined, act: () => T | Promise<T>): Promise<T> {
  const wanted = request.headers['if-match'];
  if (wanted === undefined) return act();
  // Who has not entered has read nothing, whatever stands at the address for others.
  if (!found || (found.row.right !== 'everyone' && request.visitor === null))
    throw new HttpProblem(412, 'IF_MATCH_NOTHING', 'Expected no If-Match here: this address is not read and has no ETag; leave it out.');
  const { row, read } = found;
  if (row.right !== 'everyone' && row.right !== 'entered' && row.right !== 'self') requireRight(request, row.right);
  const before = turns.get(request.url);
  const turn = (async () => {
    await before?.catch(() => {});
    const now = await read({ params: request.params, query: {}, body: undefined } as Asked<Operation>, request);
    const payload = serializerCompiler({ schema: row.answer, method: row.method, url: row.path, httpStatus: '200' } as never)(now);
    if (!namesTag(wanted, tagOf(payload), { weakToo: false }))
      throw new HttpProblem(412, 'IF_MATCH_CHANGED', 'Expected it as it was read, found it changed since; read it again and look.');
    return act();
  })();
  turns.set(request.url, turn);
  try {
    return await turn;
  } finally {
    if (turns.get(request.url) === turn) turns.delete(request.url);
  }
}
