/** The door of the process that trades: HTTP over a unix socket that only its owner can open. It needs no database, no web server and no network. */

import { randomUUID } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { z } from 'zod';
import { depthQuery } from '../../api/depth.ts';
import { SESSION_PATHS, streamQuery } from '../../api/session-door.ts';
import { tellIssue } from '../../api/unclear.ts';
import type { ControlDesk } from './control-desk.ts';
import { tellDepth } from './depth-feed.ts';
import { asProblem, bodyOf, DoorProblem } from './door-problems.ts';
import { controlRoutes, type Routes, sessionRoutes } from './door-routes.ts';
import { createLiveFeed, type LiveFeed } from './live-feed.ts';
import type { OwnerDesk } from './owner-desk.ts';
import { ownerRoutes } from './owner-routes.ts';
import type { SessionDesk } from './session-desk.ts';
import { clearSocket, placeSocket, removeSocket } from './socket-place.ts';

const LARGEST_BODY = 16 * 1024;

export interface DoorOptions {
  readonly desk: ControlDesk;
  /** The session itself, for the panel; without it only control is answered. */
  readonly session?: SessionDesk;
  /** Secrets and notices; without it they are not asked for here. */
  readonly owner?: OwnerDesk;
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

/** Starts listening. InputError CONTROL_SOCKET_TAKEN or CONTROL_SOCKET_PATH (exit 3) when it can't. */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { desk, session, owner, dataFolder, shortFolders = [], takesOver, onBug = () => {} } = options;
  const feed = session && createLiveFeed(session);
  const routes = {
    ...controlRoutes(desk),
    ...(session && feed && sessionRoutes(session, feed.statusNow)),
    ...(owner && ownerRoutes(owner)),
  };
  const socket = placeSocket(dataFolder, shortFolders);
  await clearSocket(socket, takesOver);
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 1 }, (request, response) => {
    const correlationId = randomUUID();
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const asked: Asked = { request, name: `${request.method} ${path}`, query: Object.fromEntries(new URLSearchParams(query)) };
    const stream = session && feed && streamNamed(asked, session, feed, response);
    (stream ?? answer(routes, asked).then((body) => send(response, 200, 'application/json', body))).catch((error: unknown) => {
      const problem = asProblem(error);
      if (problem.status === 500) onBug(error, correlationId, asked.name);
      send(response, problem.status, 'application/problem+json', bodyOf(problem, correlationId));
    });
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
      feed?.end('the trader stops');
      await new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      });
      removeSocket(socket, dataFolder);
    },
  };
}

interface Asked {
  readonly request: IncomingMessage;
  /** GET /status */
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
}

async function answer(routes: Routes, { request, name, query }: Asked): Promise<unknown> {
  const found = Object.hasOwn(routes, name) ? routes[name] : undefined;
  if (!found) throw new DoorProblem(404, 'NOT_FOUND', `there is no ${name} here; the command line may be of another release`);
  const input = readInput(found.input, request.method === 'GET' ? query : await bodyIn(request));
  return found.output.parse(await found.answer(input as never));
}

/** What is answered line by line, for as long as somebody reads; undefined where a name is none of these. */
function streamNamed({ name, query }: Asked, session: SessionDesk, feed: LiveFeed, response: ServerResponse): Promise<void> | undefined {
  if (name === `GET ${SESSION_PATHS.live}`) return joinFeed(feed, query, response);
  if (name === `GET ${SESSION_PATHS.depthStream}`) return joinDepth(session, query, response);
  return undefined;
}

async function joinFeed(feed: LiveFeed, query: Asked['query'], response: ServerResponse): Promise<void> {
  feed.join(response, readInput(streamQuery, query));
}

async function joinDepth(session: SessionDesk, query: Asked['query'], response: ServerResponse): Promise<void> {
  await tellDepth(session, response, readInput(depthQuery, query));
}

function readInput<T extends z.ZodType>(shape: T, given: unknown): z.infer<T> {
  const read = shape.safeParse(given);
  if (read.success) return read.data;
  throw new DoorProblem(400, 'REQUEST_INVALID', tellIssue(read.error.issues[0], given, { hasSecrets: true }).sentence);
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

function send(response: ServerResponse, status: number, type: string, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(text), connection: 'close' });
  response.end(text);
}
