/** The socket of a visitor who hears of changes, until the line or the session ends. */

import type { WebSocket } from 'ws';
import { SESSION_ENDED } from '../../api/paths.ts';
import type { LiveClient } from './live-hub.ts';
import type { Visitor } from './visitor.ts';

/** Of one visitor: a page has one, and a browser some tabs. */
export const MOST_LINES = 50;

/** Open lines by who has them. */
export function countLines(): { change(by: string, change: 1 | -1): number } {
  const lines = new Map<string, number>();
  return {
    change(by, change) {
      const count = (lines.get(by) ?? 0) + change;
      if (count === 0) lines.delete(by);
      else lines.set(by, count);
      return count;
    },
  };
}

export interface Client extends LiveClient {
  /** Ends the stream where its session is over. */
  look(): void;
}

/** Whether the visitor is still in is asked again and again: who leaves, or whose session ends, hears no more. */
export function asClient(socket: WebSocket, visitor: Visitor): Client {
  let answered = true;
  const look = async () => {
    // Where nobody can say now, it is asked again at the next beat.
    if (!(await visitor.isStillIn().catch(() => true))) socket.close(1008, SESSION_ENDED);
  };
  socket.on('pong', () => {
    answered = true;
  });
  return {
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
    send: (text) => socket.send(text),
    look: () => void look(),
    isAlive() {
      if (!answered) return false;
      answered = false;
      void look();
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
