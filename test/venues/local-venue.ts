/** A venue on loopback for tests: HTTP answers by path, WebSocket on the same port, every request kept as it came. */

import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Gives the JSON to send with 200; or answers by itself and gives back the response, or SILENT. */
export type Responder = (request: SeenRequest, response: ServerResponse) => unknown;

export interface LocalVenue {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Requests of a path. */
  of(path: string): SeenRequest[];
  on(path: string, responder: Responder): void;
  onSocket(path: string, handler: (socket: WebSocket) => void): void;
  /** Closes every connection and no longer listens. */
  close(): Promise<void>;
}

/** Nothing is said, for the moment or for ever. */
export const SILENT = Symbol('no answer');

export async function openLocalVenue(): Promise<LocalVenue> {
  const seen: SeenRequest[] = [];
  const responders = new Map<string, Responder>();
  const sockets = new Map<string, (socket: WebSocket) => void>();
  const connections = new Set<Socket>();
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const [path = '', query = ''] = (incoming.url ?? '').split('?');
      const request = { method: incoming.method ?? '', path, query, headers: incoming.headers, body: Buffer.concat(chunks).toString() };
      seen.push(request);
      const responder = responders.get(path);
      if (!responder) return response.writeHead(404).end();
      const json = responder(request, response);
      if (json !== SILENT && json !== response) response.setHeader('content-type', 'application/json').end(JSON.stringify(json));
      return undefined;
    });
  });
  const streams = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    const handler = sockets.get((request.url ?? '').split('?')[0] ?? '');
    if (handler) streams.handleUpgrade(request, socket, head, handler);
    else socket.destroy();
  });
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    of: (path) => seen.filter((request) => request.path === path),
    on: (path, responder) => void responders.set(path, responder),
    onSocket: (path, handler) => void sockets.set(path, handler),
    close: () =>
      new Promise((resolve) => {
        for (const socket of connections) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
