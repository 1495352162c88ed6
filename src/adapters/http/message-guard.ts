/** Requests that two programs could read in two ways, or that ask for more than there is: refused before anything of them is believed. */

import type { FastifyInstance, FastifyRequest } from 'fastify';
import { PATHS } from '../../api/paths.ts';
import { hasBody } from './linger.ts';
import { HttpProblem } from './problems.ts';

const STREAMS: ReadonlySet<string | undefined> = new Set([PATHS.live, PATHS.alerts]);

export function refuseUnclear(request: FastifyRequest): void {
  const { url, rawHeaders, headers } = request.raw;
  // Node takes the first of two, a gateway perhaps the second (RFC 9112, 3.2).
  if (rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === 'host').length > 1)
    throw new HttpProblem(400, 'REQUEST_INVALID', 'Expected one Host, found several.');
  // `GET http://elsewhere/`: a name beside the one in Host, which is asked of a proxy alone.
  if (!url?.startsWith('/') && url !== '*') throw new HttpProblem(400, 'REQUEST_INVALID', 'Expected a path, found a whole address.');
  const coding = headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity') throw new HttpProblem(415, 'REQUEST_INVALID', 'Expected a body as it is, found one that is packed.');
  if (headers.upgrade !== undefined && !STREAMS.has(request.routeOptions.url))
    throw new HttpProblem(400, 'REQUEST_INVALID', 'Expected a question, found the wish for another protocol.');
}

/** How long a client may take, and how many lines there may be. */
export interface Patience {
  /** From the first byte of a line or request to the end of its headers. */
  readonly headersMs: number;
  /** A body that is read whole: from its headers to its end. */
  readonly bodyMs: number;
  /** A file that is taken or given in pieces, or an answer: without a single byte either way. */
  readonly silenceMs: number;
  /** A file that goes out: without a single byte taken. */
  readonly untakenMs: number;
  /** After an answer, to the next request. */
  readonly keptMs: number;
  readonly mostLines: number;
}

export const PATIENCE: Patience = {
  headersMs: 10_000,
  bodyMs: 20_000,
  silenceMs: 120_000,
  untakenMs: 30_000,
  keptMs: 72_000,
  mostLines: 1_000,
};

/** For Fastify: how often it is looked is the exactness of the headers' time. */
export function linesOf({ headersMs, silenceMs, keptMs }: Patience) {
  return {
    connectionTimeout: silenceMs,
    keepAliveTimeout: keptMs,
    http: {
      // A filter may name a hundred values.
      maxHeaderSize: 64 * 1024,
      headersTimeout: headersMs,
      connectionsCheckingInterval: Math.min(headersMs, 1_000),
    },
  };
}

/** A body that comes in drops holds nobody up: after its time the line is answered 408 and ended. Files have the silence of the line alone. */
export function limitSlowness(server: FastifyInstance, { bodyMs, mostLines }: Patience, endSlow: (request: FastifyRequest) => void): void {
  server.server.maxConnections = mostLines;
  server.addHook('onRequest', async (request, reply) => {
    const { raw } = request;
    if (!hasBody(raw.headers) || request.routeOptions.config.isUpload) return;
    const timer = setTimeout(() => {
      // What is answered already ends by itself.
      if (!raw.complete && !reply.raw.headersSent) endSlow(request);
    }, bodyMs).unref();
    const stop = () => clearTimeout(timer);
    raw.once('end', stop).once('close', stop);
  });
}
