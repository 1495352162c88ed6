/** Reads the bodies of questions and acts: JSON in UTF-8, each name once, so that nobody in between can read them in another way. */

import type { FastifyInstance } from 'fastify';
import { repeatedName } from '../../core/domain/repeated-name.ts';
import { HttpProblem } from './problems.ts';

const CHARSET = /;\s*charset\s*=\s*"?([^;"\s]*)/gi;
/** A name may be as long as a body. */
const LONGEST_SHOWN = 100;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** In place of Fastify's own way, which takes any coding for UTF-8 and of two equal names the last. */
export function readJsonBodies(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    try {
      requireUtf8(request.headers['content-type'] ?? '');
      const text = textOf(bytes);
      parse(request, text, (error, value) => done(error ?? repetitionIn(text), value));
    } catch (error) {
      done(error as Error);
    }
  });
}

function requireUtf8(contentType: string): void {
  for (const [, charset = ''] of contentType.matchAll(CHARSET))
    if (!/^utf-?8$/i.test(charset)) throw new HttpProblem(415, 'REQUEST_INVALID', 'Expected JSON in UTF-8, found another charset.');
}

function textOf(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new HttpProblem(400, 'REQUEST_INVALID', 'Expected a body in UTF-8, found bytes that are none.');
  }
}

function repetitionIn(text: string): HttpProblem | null {
  const path = repeatedName(text);
  if (path === null) return null;
  const shown = JSON.stringify(path.slice(0, LONGEST_SHOWN));
  return new HttpProblem(400, 'REQUEST_INVALID', `Expected each name once in an object, found ${shown} twice; send it once.`);
}
