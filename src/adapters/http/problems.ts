/** Errors over HTTP: everything thrown becomes problem+json with a stable code and the correlation id; a bug says nothing of its inside. */

import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Problem, problem } from '../../api/problem.ts';
import { tellIssue, type Unclear } from '../../api/unclear.ts';
import { type FieldFault, FieldFaults } from '../../core/domain/field-faults.ts';
import type { Words } from '../../core/domain/parameters.ts';
import { InputError } from '../../core/domain/result.ts';
import { LockedOut } from '../../core/operations/access/lock-out.ts';
import { diskFailure, withoutFolder } from '../support/explain-disk.ts';
import { isStillComing, lingering } from './linger.ts';

/** An answer that is not a success, with what happened and what to do. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly figures: { readonly measured?: number | null; readonly limit?: number | null } | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: readonly FieldFault[] | undefined;
  readonly unclear: Unclear | undefined;
  readonly said: Words | undefined;

  constructor(
    status: number,
    code: string,
    detail: string,
    more: {
      figures?: HttpProblem['figures'];
      headers?: Readonly<Record<string, string>>;
      fields?: readonly FieldFault[];
      unclear?: Unclear;
      said?: Words | undefined;
    } = {},
  ) {
    super(detail);
    this.name = 'HttpProblem';
    this.status = status;
    this.code = code;
    this.figures = more.figures;
    this.headers = more.headers ?? {};
    this.fields = more.fields;
    this.unclear = more.unclear;
    this.said = more.said;
  }
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not understood',
  401: 'Not entered',
  403: 'Not allowed from here',
  404: 'Not found',
  405: 'Not possible here',
  408: 'Too slow',
  409: 'Refused',
  412: 'Changed since',
  413: 'Too large',
  421: 'Wrong address',
  422: 'Not understood',
  406: 'Not to be had in that form',
  415: 'Wrong media type',
  425: 'Too early',
  429: 'Too many requests',
  431: 'Too large',
  500: 'Internal error',
  503: 'Not available',
};

/** For the document: what every operation may answer instead of a success. */
export const ANY_PROBLEM = {
  description: 'A problem, with a stable code.',
  content: { 'application/problem+json': { schema: problem } },
} as const;

/** Reads untrusted input; throws a 422 that names the field, what was expected and what came. */
export function readInput<T extends z.ZodType>(schema: T, input: unknown): z.infer<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw notUnderstood(tellIssue(result.error.issues[0], input));
}

export function notUnderstood(unclear: Unclear): HttpProblem {
  return new HttpProblem(422, 'REQUEST_INVALID', `${unclear.sentence}.`, { unclear });
}

/** Of refusals that the last word of their code says nothing about. */
const STATUS: Readonly<Record<string, number>> = {
  SIGN_IN_WRONG: 401,
  CODE_WRONG: 401,
  NOT_ENTERED: 401,
  SECOND_FACTOR_WRONG: 403,
  SECOND_FACTOR_ENROL: 403,
  PASSKEY_REFUSED: 403,
  STEP_UP_NEEDED: 403,
  RIGHT_MISSING: 403,
  SETUP_DONE: 409,
  FILE_EXISTS: 409,
  NAME_TAKEN: 409,
  OWNER_LAST: 409,
  SECOND_FACTOR_LAST: 409,
  FACTORS_TOO_MANY: 409,
  RECOVERY_CODES_NONE: 409,
  SUPERVISOR_ABSENT: 409,
  TOKEN_REPLACED: 409,
  SETTINGS_NOT_IN_USE: 409,
  SETTINGS_UNCHANGED: 409,
  SETTINGS_REAL_MONEY: 409,
  NOTICE_TESTS_TOO_MANY: 429,
  SECRET_NOT_HERE: 409,
  SIGN_IN_BUSY: 503,
  ACCOUNTS_UNAVAILABLE: 503,
};

/** What the last word of a code says of its kind; the rest is input that can't be used. */
const STATUS_OF_KIND: Readonly<Record<string, number>> = { UNKNOWN: 404, CONFLICT: 409, LARGE: 413 };

function statusOf({ code, exitCode }: InputError): number {
  return STATUS[code] ?? STATUS_OF_KIND[code.slice(code.lastIndexOf('_') + 1)] ?? (exitCode === 3 ? 503 : 422);
}

function secondsUntil(at: number): string {
  return String(Math.max(1, Math.ceil((at - Date.now()) / 1000)));
}

function asProblem(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof LockedOut)
    return new HttpProblem(429, error.code, error.message, { headers: { 'retry-after': secondsUntil(error.until) } });
  if (error instanceof FieldFaults) return new HttpProblem(422, error.code, error.message, { fields: error.fields });
  const known = error instanceof InputError ? error : diskFailure(error);
  if (known !== null)
    return new HttpProblem(statusOf(known), known.code, withoutFolder(known) ?? known.message, {
      figures: known.figures,
      said: known.said,
    });
  const { statusCode, message } = error as Partial<FastifyError>;
  // Fastify's own: a body that is no JSON, too large, of another media type.
  if (!(error instanceof z.ZodError) && statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new HttpProblem(statusCode, 'REQUEST_INVALID', message ?? 'not valid');
  }
  return new HttpProblem(
    500,
    'INTERNAL_ERROR',
    'Something went wrong inside Atalaya. Look in its log for the correlation id; trading is not affected by the panel.',
  );
}

function sendProblem(found: HttpProblem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const body: Problem = {
    type: 'about:blank',
    title: TITLES[found.status] ?? 'Error',
    status: found.status,
    detail: found.message,
    code: found.code,
    correlationId: request.id,
    ...found.figures,
    ...(found.fields && { fields: [...found.fields] }),
    ...(found.unclear && { unclear: inPieces(found.unclear) }),
    ...(found.said && { said: found.said }),
  };
  // A refused upgrade has left the HTTP server's care: nobody else would close its line, and it would hold up a stop.
  if (request.headers.upgrade !== undefined) reply.raw.once('finish', () => request.raw.socket.end());
  const text = JSON.stringify(body);
  reply
    .code(found.status)
    .headers({ 'cache-control': 'no-store', ...found.headers })
    .type('application/problem+json; charset=utf-8');
  if (!isStillComing(request.raw)) return reply.send(text);
  return reply.headers({ connection: 'close', 'content-length': Buffer.byteLength(text) }).send(lingering(text, request.raw));
}

function inPieces({ field, rule, expected, found }: Unclear): Problem['unclear'] {
  return { field, rule, expected: [...expected], found };
}

/** Where no hook has run yet that protects a browser from what it is shown. */
const BARE_PROTECTION = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const;

/** Before any route is found: an address that is none. */
export function answerFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(BARE_PROTECTION);
  // A part of the address that is longer than any id: what it names is not understood.
  const status = error.statusCode === 414 ? 422 : (error.statusCode ?? 400);
  sendProblem(new HttpProblem(status, 'REQUEST_INVALID', error.message.slice(0, 200)), request, reply);
}

const BROKEN: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers and the address are too long together.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not come to its end in time.'],
};

/** Before there is a request at all: what came is no HTTP, or too much of it. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  const [status, detail] = BROKEN[error.code ?? ''] ?? [400, 'This is no HTTP request.'];
  const correlationId = randomUUID();
  const body: Problem = { type: 'about:blank', title: TITLES[status] ?? 'Error', status, detail, code: 'REQUEST_INVALID', correlationId };
  const text = JSON.stringify(body);
  if (socket.writable && error.code !== 'ECONNRESET')
    socket.write(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        'content-type: application/problem+json; charset=utf-8',
        ...Object.entries(BARE_PROTECTION).map(([name, value]) => `${name}: ${value}`),
        `content-length: ${Buffer.byteLength(text)}`,
        `x-correlation-id: ${correlationId}`,
        'connection: close',
        '',
        text,
      ].join('\r\n'),
    );
  socket.destroySoon();
}

/** Whoever was reading a body finds that it ends too soon, which is no bug. */
function isBrokenOff({ raw }: FastifyRequest): boolean {
  return raw.destroyed && !raw.complete;
}

export interface RefusedRequest {
  /** Not let through by the guard, or of a form that no question has. */
  readonly kind: 'access' | 'input';
  /** Method and pattern. */
  readonly route: string;
  readonly code: string;
}

/** What nobody is refused who only uses the panel. */
const FORBIDDEN: ReadonlySet<string> = new Set(['RIGHT_MISSING', 'ORIGIN_FOREIGN', 'CSRF_TOKEN_WRONG']);
/** What is not understood, and what is too much: a mistake mostly, and a try now and then. */
const UNFIT: ReadonlySet<string> = new Set(['REQUEST_INVALID', 'TOO_MANY_REQUESTS', 'HOST_UNKNOWN']);

/** Its headers came, its body did not come to an end. */
export function answerSlowRequest({ raw }: FastifyRequest): void {
  answerBrokenRequest(Object.assign(new Error('slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), raw.socket);
}

/** `onBug` hears of every 500 with the error itself; the client does not. `onRefusal` hears of what the guard did not let through, and of input that fits no question. */
export function answerErrorsAsProblems(
  server: FastifyInstance,
  onBug: (error: unknown, correlationId: string, route: string) => void,
  onRefusal: (request: FastifyRequest, refused: RefusedRequest) => void = () => {},
): void {
  server.setErrorHandler((error, request, reply) => {
    const found = isBrokenOff(request) ? new HttpProblem(400, 'REQUEST_INVALID', 'The request was broken off.') : asProblem(error);
    const route = `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
    if (found.status === 500) onBug(error, request.id, route);
    // An InputError has been told where it was thrown.
    if (error instanceof HttpProblem && FORBIDDEN.has(found.code)) onRefusal(request, { kind: 'access', route, code: found.code });
    else if (UNFIT.has(found.code) && !isBrokenOff(request)) onRefusal(request, { kind: 'input', route, code: found.code });
    return sendProblem(found, request, reply);
  });
}
