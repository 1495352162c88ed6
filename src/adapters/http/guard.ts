/** What every request has to pass: the right host name, for acts the right origin, a visitor who entered, and not too many at once. */

import type { FastifyRequest } from 'fastify';
import type { Right } from '../../api/roles.ts';
import type { Access, Visitor } from './access.ts';
import { HttpProblem } from './problems.ts';

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const LOCAL_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor | null;
  }
}

/** Against DNS rebinding: a page of another name that resolves to this machine has its own name in Host. Any port, so that an SSH tunnel works. */
export function requireLocalHost(request: FastifyRequest): void {
  const host = request.headers.host ?? '';
  if (!LOCAL_NAMES.has(host.replace(/:\d+$/, '').toLowerCase())) {
    throw new HttpProblem(421, 'HOST_UNKNOWN', 'Atalaya answers on this machine only: open it as http://localhost and its port.');
  }
}

export function requireLocalAddress(request: FastifyRequest): void {
  if (!LOCAL_ADDRESSES.has(request.socket.remoteAddress ?? ''))
    throw new HttpProblem(403, 'LOOPBACK_ONLY', 'This answer is given to this machine only.');
}

/** A browser's act has to come from the panel itself: same scheme, host and port, which another site can't forge. */
export function requireSameOrigin(request: FastifyRequest): void {
  if (request.headers.origin !== `http://${request.headers.host}`) {
    throw new HttpProblem(403, 'ORIGIN_FOREIGN', 'This was asked by another page than the panel, so it was not done.');
  }
}

/** Cookies of one host are shared by its ports: the port in the name keeps two installations apart. */
export function cookieName(request: FastifyRequest): string {
  return `atalaya_session_${request.socket.localPort ?? 0}`;
}

const keyIn = (request: FastifyRequest) => /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];

/** Who asks, by the key of the command line or by the session's cookie; null for nobody who has entered, or has left since. */
export function visitorOf(access: Access, request: FastifyRequest): Visitor | null {
  const key = keyIn(request);
  return key === undefined ? access.visitorOfSession(request.cookies[cookieName(request)]) : access.visitorOfKey(key);
}

/**
 * The one guard, before every route: who may not, gets no further. Sets `request.visitor`. The key of the command line is no cookie, so a foreign page
 * can't use it and no origin is asked for.
 */
export function authorise(access: Access) {
  return async (request: FastifyRequest): Promise<void> => {
    const { permission } = request.routeOptions.config;
    if (request.is404 || permission === 'everyone') return;
    request.visitor = visitorOf(access, request);
    if (!request.visitor) {
      throw new HttpProblem(401, 'NOT_ENTERED', 'Enter with a one-time link: Atalaya prints one when it starts.');
    }
    const isAct = request.method !== 'GET' && request.method !== 'HEAD';
    const isSocket = request.headers.upgrade !== undefined;
    if (keyIn(request) === undefined && (isAct || isSocket)) requireSameOrigin(request);
    requireRight(request, permission);
  };
}

/** For what the row alone does not say: the right may hang on what is asked. */
export function requireRight(request: FastifyRequest, right: Right | undefined): void {
  if (right !== undefined && request.visitor?.rights.includes(right)) return;
  throw new HttpProblem(403, 'RIGHT_MISSING', `This needs the right ${right}, which you do not have; ask whoever manages the users.`);
}

/** At most `most` per `windowMs`, counted in whole windows. */
export class RateLimit {
  private readonly most: number;
  private readonly windowMs: number;
  private readonly now: () => number;
  private windowStart = 0;
  private count = 0;

  constructor(most: number, windowMs: number, now: () => number = Date.now) {
    this.most = most;
    this.windowMs = windowMs;
    this.now = now;
  }

  /** Throws 429 with the time to wait when there were too many. */
  pass(): void {
    const now = this.now();
    if (now - this.windowStart >= this.windowMs) {
      this.windowStart = now;
      this.count = 0;
    }
    if (++this.count <= this.most) return;
    const seconds = Math.ceil((this.windowStart + this.windowMs - now) / 1000);
    throw new HttpProblem(
      429,
      'TOO_MANY_REQUESTS',
      `More than ${this.most} requests in ${this.windowMs / 1000} s; try again in ${seconds} s.`,
      {
        headers: { 'retry-after': String(seconds) },
      },
    );
  }
}
