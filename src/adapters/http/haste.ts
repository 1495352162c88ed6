/** How much one visitor may ask in a minute: what stops is never refused for haste. */

import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { TOKEN_LIMITS } from '../../core/operations/access/api-token.ts';
import { HttpProblem } from './problems.ts';

const MINUTE_MS = 60_000;
const READS_A_MINUTE = 1200;
const ACTS_A_MINUTE = 240;
/** Of one address: a person mistypes a few times. */
const ENTRANCES_A_MINUTE = 30;

/** Counted apart for reads and acts, per visitor; entering strictly, per address. `factor` makes all of it so many times larger. */
export async function limitHaste(server: FastifyInstance, factor: number): Promise<void> {
  await server.register(rateLimit, {
    hook: 'preHandler',
    timeWindow: MINUTE_MS,
    max: (request) => factor * mostOf(request),
    keyGenerator: (request) => `${request.visitor?.by ?? request.ip} ${isRead(request)}`,
    allowList: ({ routeOptions: { config } }) =>
      config.isUrgent === true || (config.permission === 'everyone' && config.isEntrance !== true),
    errorResponseBuilder(request, { max, ttl }) {
      const seconds = Math.ceil(ttl / 1000);
      const what = isRead(request) ? 'questions' : 'acts';
      return new HttpProblem(429, 'TOO_MANY_REQUESTS', `More than ${max} ${what} in a minute; try again in ${seconds} s.`, {
        headers: { 'retry-after': String(seconds) },
      });
    },
  });
}

function mostOf(request: FastifyRequest): number {
  if (request.routeOptions.config.isEntrance) return ENTRANCES_A_MINUTE;
  if (request.visitor?.isProgram) return isRead(request) ? TOKEN_LIMITS.read : TOKEN_LIMITS.control;
  return isRead(request) ? READS_A_MINUTE : ACTS_A_MINUTE;
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
