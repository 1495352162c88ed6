/** What every request has to pass: the right host name, for acts the right origin, a visitor who entered, and not too many at once. */

import type { FastifyRequest } from 'fastify';
import { RIGHTS, type Right } from '../../api/roles.ts';
import { hostOf, isPublic, type Place } from './cookies.ts';
import { CSRF_HEADER, isCsrfToken } from './csrf.ts';
import { HttpProblem } from './problems.ts';
import { bearerOf, type Visitor, type Visitors } from './visitor.ts';

const LOCAL_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);
const LOCAL_ADDRESSES = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

declare module 'fastify' {
  interface FastifyRequest {
    visitor: Visitor | null;
  }
}

/**
 * Against DNS rebinding: a page of another name that resolves to this machine has its own name in Host. Any port, so that an SSH tunnel works; and the
 * name Atalaya was told it has behind a gateway.
 */
export function requireKnownHost(request: FastifyRequest, place: Place): void {
  if (LOCAL_NAMES.has(hostOf(request).replace(/:\d+$/, '')) || isPublic(request, place)) return;
  throw new HttpProblem(421, 'HOST_UNKNOWN', 'Atalaya answers on this machine only: open it as http://localhost and its port.');
}

/** For what is told to this machine alone: a gateway on it passes strangers on, under the public name. */
export function requireLocalAddress(request: FastifyRequest, place: Place): void {
  if (!LOCAL_ADDRESSES.has(request.socket.remoteAddress ?? '') || isPublic(request, place))
    throw new HttpProblem(403, 'LOOPBACK_ONLY', 'This answer is given to this machine only.');
}

/** A browser's act has to come from the panel itself: same scheme, host and port, which another site can't forge. */
export function requireSameOrigin(request: FastifyRequest, place: Place): void {
  const expected = isPublic(request, place) ? place.publicOrigin : `http://${request.headers.host}`;
  if (request.headers.origin !== expected) {
    throw new HttpProblem(403, 'ORIGIN_FOREIGN', 'This was asked by another page than the panel, so it was not done.');
  }
}

/**
 * The one guard, before every route: who may not, gets no further. Sets `request.visitor`. A token is no cookie, so a foreign page can't use it and
 * neither origin nor CSRF token is asked for.
 */
export function authorise(visitors: Visitors, place: Place) {
  return async (request: FastifyRequest): Promise<void> => {
    const { permission, stages = ['full'] } = request.routeOptions.config;
    if (request.is404 || permission === 'everyone') return;
    const visitor = await visitors.of(request);
    request.visitor = visitor;
    if (!visitor) throw new HttpProblem(401, 'NOT_ENTERED', 'Sign in first: the session has ended, or there was none.');
    if (bearerOf(request) === null) requirePanel(request, visitor, place);
    if (!stages.includes(visitor.stage)) throw unfinished(visitor);
    if (permission === 'entered') return;
    if (permission !== 'self') requireRight(request, permission);
    else if (visitor.isProgram) throw rightMissing(permission);
  };
}

function requirePanel(request: FastifyRequest, { account }: Visitor, place: Place): void {
  const isAct = request.method !== 'GET' && request.method !== 'HEAD';
  const isSocket = request.headers.upgrade !== undefined;
  if (isAct || isSocket) requireSameOrigin(request, place);
  // A browser's WebSocket can carry no header of its own; its origin was asked for.
  if (isAct && account !== null && !isCsrfToken(account.sessionToken, request.headers[CSRF_HEADER]))
    throw new HttpProblem(403, 'CSRF_TOKEN_WRONG', "The act came without the session's token, so it was not done; reload the page.");
}

function unfinished({ stage }: Visitor): HttpProblem {
  return stage === 'enrol'
    ? new HttpProblem(403, 'SECOND_FACTOR_ENROL', 'Enrol a second factor first: an authenticator or a passkey.')
    : new HttpProblem(403, 'SECOND_FACTOR_NEEDED', 'Give the second factor first.');
}

/** For what the row alone does not say: the right may hang on what is asked. What is dangerous also asks for a fresh second factor. */
export function requireRight({ visitor }: FastifyRequest, right: Right | undefined): void {
  if (visitor?.account?.whileDatabaseDown && right !== undefined && !visitor.rights.includes(right))
    throw new HttpProblem(503, 'ACCOUNTS_UNAVAILABLE', 'The database is away: until it is back you can look and stop, no more.');
  if (right === undefined || !visitor?.rights.includes(right)) throw rightMissing(right);
  if (RIGHTS[right].stepUp && !visitor.isFresh)
    throw new HttpProblem(403, 'STEP_UP_NEEDED', 'Give the second factor once more: this counts for five minutes.');
}

function rightMissing(right: Right | undefined): HttpProblem {
  return new HttpProblem(403, 'RIGHT_MISSING', `This needs the right ${right}, which you do not have; ask whoever manages the users.`);
}
