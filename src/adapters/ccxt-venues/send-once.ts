/** Hands one HTTP request to a socket, once: the last look at the permission to send is taken with the connection already open. */

import http from 'node:http';
import https from 'node:https';
import { VenueError } from './venue-error.ts';

export interface OutgoingRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly timeoutMs: number;
  readonly mayStillSend: () => boolean;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

export interface Sender {
  /**
   * Rejects with a VenueError: `not-sent` while no byte has been handed over (no connection, no name, permission withdrawn), and from then on
   * `unknown`. Nothing is tried a second time, not even on a kept connection that turned out to be dead.
   */
  send(request: OutgoingRequest): Promise<HttpAnswer>;
  /** What is under way breaks off; nothing is sent any more. */
  close(): void;
}

const MOST_BYTES = 64 * 1024 * 1024;
const IDLE_MS = 20_000;

export function createSender(): Sender {
  const agents = {
    'http:': new http.Agent({ keepAlive: true, timeout: IDLE_MS }),
    'https:': new https.Agent({ keepAlive: true, timeout: IDLE_MS }),
  };
  let isClosed = false;
  return {
    send: async (request) => {
      if (isClosed) throw new VenueError('not-sent', 'CONNECTION_LOST', 'the link is closed');
      return sendOnce(request, agents);
    },
    close: () => {
      isClosed = true;
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

function sendOnce(request: OutgoingRequest, agents: { 'http:': http.Agent; 'https:': https.Agent }): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const where = `${request.method} ${new URL(request.url).host}${new URL(request.url).pathname}`;
  const isTls = request.url.startsWith('https:');
  let handedOver = false;
  const outgoing = (isTls ? https : http).request(request.url, {
    method: request.method,
    headers: request.headers,
    agent: agents[isTls ? 'https:' : 'http:'],
  });
  const failed = (code: 'TIMEOUT' | 'CONNECTION_LOST', message: string) => {
    clearTimeout(timer);
    reject(new VenueError(handedOver ? 'unknown' : 'not-sent', code, `${where}: ${message}`));
    outgoing.destroy();
  };
  const timer = setTimeout(() => failed('TIMEOUT', `no answer within ${request.timeoutMs} ms`), request.timeoutMs);

  const handOver = () => {
    if (handedOver || outgoing.destroyed) return;
    if (!request.mayStillSend()) return failed('TIMEOUT', 'the permission to send had ended before the first byte');
    handedOver = true;
    outgoing.end(request.body);
  };
  // Nothing is written before end(): the head waits in memory until the connection stands.
  outgoing.once('socket', (socket) => {
    if (outgoing.reusedSocket || (!isTls && !socket.connecting)) handOver();
    else socket.once(isTls ? 'secureConnect' : 'connect', handOver);
  });
  outgoing.on('error', (error: NodeJS.ErrnoException) => failed('CONNECTION_LOST', error.code ?? 'connection failed'));
  outgoing.on('response', (response) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MOST_BYTES) failed('CONNECTION_LOST', 'the answer is too long');
      else chunks.push(chunk);
    });
    response.on('error', (error: NodeJS.ErrnoException) => failed('CONNECTION_LOST', error.code ?? 'answer cut off'));
    response.on('close', () => {
      if (!response.complete) return failed('CONNECTION_LOST', 'the answer was cut off');
      clearTimeout(timer);
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') });
    });
  });
  return promise;
}
