/** GET /api/v1/live: the WebSocket that carries the stream. The server only speaks; what a client sends is not read. */

import type { FastifyInstance, preValidationAsyncHookHandler } from 'fastify';
import type { WebSocket } from 'ws';
import { liveQuery } from '../../api/live.ts';
import { PATHS } from '../../api/paths.ts';
import type { LiveClient, LiveHub } from './live-hub.ts';
import { readInput } from './problems.ts';

/** `guard` has set the visitor, or has answered 401 before the upgrade. */
export function registerLiveRoute(server: FastifyInstance, hub: LiveHub, guard: preValidationAsyncHookHandler): void {
  server.get(PATHS.live, { websocket: true, preValidation: guard }, (socket, request) => {
    const client = asClient(socket, request.visitor?.expiresAt ?? 0);
    socket.on('close', () => hub.leave(client));
    socket.on('error', () => hub.leave(client));
    try {
      const { stream, after } = readInput(liveQuery, request.query);
      hub.join(client, stream, after);
    } catch {
      socket.close(1008, 'expected stream and after as they were received');
    }
  });
}

function asClient(socket: WebSocket, expiresAt: number): LiveClient {
  let answered = true;
  socket.on('pong', () => {
    answered = true;
  });
  return {
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    send: (text) => socket.send(text),
    isAlive() {
      if (!answered || expiresAt <= Date.now()) return false;
      answered = false;
      socket.ping();
      return true;
    },
    close(code, reason) {
      socket.close(code, reason);
      // A dead line never answers a close; do not wait for it.
      setTimeout(() => socket.terminate(), 1000).unref();
    },
  };
}
