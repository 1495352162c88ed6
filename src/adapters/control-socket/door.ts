/** The door of the process that trades: HTTP over a unix socket that only its owner can open. It needs no database, no web server and no network. */

import { randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { CommandRefusal } from '../../api/commands.ts';
import {
  arming,
  CONTROL_PATHS,
  controlCommand,
  controlDone,
  controlMode,
  controlOrders,
  controlOrdersQuery,
  controlPositions,
  controlStatus,
  killCheck,
  reconcileRequest,
  reconciliation,
} from '../../api/control.ts';
import type { Problem } from '../../api/problem.ts';
import { InputError } from '../../core/domain/result.ts';
import { createOnce } from '../support/once.ts';
import type { Answered, ControlDesk } from './control-desk.ts';
import { clearSocket, placeSocket, removeSocket } from './socket-place.ts';

const LARGEST_BODY = 16 * 1024;

export interface DoorOptions {
  readonly desk: ControlDesk;
  readonly dataFolder: string;
  /** Where a socket may go whose path in the data folder would be too long. */
  readonly shortFolders?: readonly string[];
  /** This process has taken over: whoever still listens there no longer trades. */
  readonly takesOver?: boolean;
  /** Hears of bugs: answered with 500 and this correlation id, without anything from the request. */
  readonly onBug?: (error: unknown, correlationId: string, route: string) => void;
}

export interface Door {
  readonly socket: string;
  close(): Promise<void>;
}

class DoorProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly figures: Partial<CommandRefusal>;

  constructor(status: number, code: string, detail: string, figures: Partial<CommandRefusal> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.figures = figures;
  }
}

interface Route {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  readonly answer: (input: never) => unknown;
}

function route<In extends z.ZodType, Out extends z.ZodType>(
  input: In,
  output: Out,
  answer: (input: z.infer<In>) => z.input<Out> | Promise<z.input<Out>>,
): Route {
  return { input, output, answer };
}

/** By method and path. Questions take their input from the query, acts from a JSON body. */
function routesTo(desk: ControlDesk): Readonly<Record<string, Route>> {
  const nothing = z.object({});
  const once = createOnce<Answered<z.infer<typeof controlDone>>>();
  return {
    [`GET ${CONTROL_PATHS.status}`]: route(nothing, controlStatus, () => desk.status()),
    [`GET ${CONTROL_PATHS.positions}`]: route(nothing, controlPositions, () => desk.positions()),
    [`GET ${CONTROL_PATHS.orders}`]: route(controlOrdersQuery, controlOrders, (query) => desk.orders(query)),
    [`GET ${CONTROL_PATHS.mode}`]: route(nothing, controlMode, () => desk.mode()),
    [`GET ${CONTROL_PATHS.arming}`]: route(nothing, arming, () => desk.arming()),
    [`POST ${CONTROL_PATHS.commands}`]: route(controlCommand, controlDone, async (command) =>
      valueOf(await once(command.commandId, () => desk.command(command))),
    ),
    [`POST ${CONTROL_PATHS.killCheck}`]: route(nothing, killCheck, () => desk.killCheck()),
    [`POST ${CONTROL_PATHS.reconcile}`]: route(reconcileRequest, reconciliation, async (asked) => valueOf(await desk.reconcile(asked))),
  };
}

function valueOf<T>(answered: Answered<T>): T {
  if (answered.ok) return answered.value;
  const { code, message, measured, limit } = answered.refusal;
  throw new DoorProblem(409, code, message, { measured, limit });
}

/** Starts listening. InputError CONTROL_SOCKET_TAKEN or CONTROL_SOCKET_PATH (exit 3) when it can't. */
export async function openDoor({ desk, dataFolder, shortFolders = [], takesOver, onBug = () => {} }: DoorOptions): Promise<Door> {
  const routes = routesTo(desk);
  const socket = placeSocket(dataFolder, shortFolders);
  await clearSocket(socket, takesOver);
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 1 }, (request, response) => {
    const correlationId = randomUUID();
    answer(routes, request).then(
      (body) => send(response, 200, 'application/json; charset=utf-8', body),
      (error: unknown) => {
        const problem = asProblem(error);
        if (problem.status === 500) onBug(error, correlationId, `${request.method} ${request.url?.split('?', 1)[0]}`);
        send(response, problem.status, 'application/problem+json; charset=utf-8', bodyOf(problem, correlationId));
      },
    );
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen({ path: socket }, listening);
  });
  // The folder keeps everybody else out already; this also where a folder was opened up by hand.
  chmodSync(socket, 0o600);
  return {
    socket,
    async close() {
      await new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
      removeSocket(socket, dataFolder);
    },
  };
}

async function answer(routes: Readonly<Record<string, Route>>, request: IncomingMessage): Promise<unknown> {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  const found = Object.hasOwn(routes, `${request.method} ${path}`) ? routes[`${request.method} ${path}`] : undefined;
  if (!found)
    throw new DoorProblem(404, 'NOT_FOUND', `there is no ${request.method} ${path} here; the command line may be of another release`);
  const given = request.method === 'GET' ? Object.fromEntries(new URLSearchParams(query)) : await bodyIn(request);
  const read = found.input.safeParse(given);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new DoorProblem(400, 'REQUEST_INVALID', `${issue?.path.join('.') || 'the request'}: ${issue?.message ?? 'not valid'}`);
  }
  return found.output.parse(await found.answer(read.data as never));
}

async function bodyIn(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > LARGEST_BODY) throw new DoorProblem(413, 'REQUEST_TOO_LARGE', `expected at most ${LARGEST_BODY} bytes`);
    parts.push(part);
  }
  if (bytes === 0) return {};
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    // Not the parser's words: they would repeat what came, a PIN included.
    throw new DoorProblem(400, 'REQUEST_INVALID', 'the request: expected JSON');
  }
}

/** By the exit code the sentence was written for: refused, usage, environment. */
const STATUS_OF_EXIT = { 1: 409, 2: 400, 3: 503 } as const;

function asProblem(error: unknown): DoorProblem {
  if (error instanceof DoorProblem) return error;
  if (error instanceof InputError) return new DoorProblem(STATUS_OF_EXIT[error.exitCode], error.code, error.message);
  return new DoorProblem(500, 'INTERNAL_ERROR', 'something went wrong inside Atalaya: look in its log for the correlation id');
}

function bodyOf({ status, code, message, figures }: DoorProblem, correlationId: string): Problem {
  return { type: 'about:blank', title: code, status, detail: message, code, correlationId, ...figures };
}

function send(response: ServerResponse, status: number, type: string, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text), connection: 'close' });
  response.end(text);
}
