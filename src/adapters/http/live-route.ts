/** GET /api/v1/live: the WebSocket that carries the stream. The server only speaks; what a client sends is not read. */

import type { FastifyInstance } from 'fastify';
import type { WebSocket } from 'ws';
import { liveQuery } from '../../api/live.ts';
import { PATHS } from '../../api/paths.ts';
import type { Access } from './access.ts';
import { requireVisitor, visitorOf } from './guard.ts';
import type { LiveClient, LiveHub } from './live-hub.ts';
import { readInput } from './problems.ts';

export function registerLiveRoute(server: FastifyInstance, hub: LiveHub, access: Access): void {
  server.get(PATHS.live, { websocket: true, preValidation: requireVisitor(access) }, (socket, request) => {
    const client = asClient(socket, () => visitorOf(access, request) !== null);
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

/** `isEntered` is asked again and again: who leaves, or whose session ends, hears no more. */
function asClient(socket: WebSocket, isEntered: () => boolean): LiveClient {
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
      if (!answered || !isEntered()) return false;
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
