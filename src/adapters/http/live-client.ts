/** The socket of a visitor who hears of changes, until the line or the session ends. */

import type { WebSocket } from 'ws';
import { SESSION_ENDED } from '../../api/paths.ts';
import type { AccountDesk } from './account-desk.ts';
import type { LiveClient } from './live-hub.ts';
import type { Visitor } from './visitor.ts';

/** Of one visitor: a page has one, and a browser some tabs. */
export const MOST_LINES = 50;

export interface Client extends LiveClient {
  /** Ends the stream where its session is over. */
  look(): void;
}

export interface VisitorLines {
  /** A line that has opened: who hears on it, and how many lines this visitor has now. */
  enter(socket: WebSocket, visitor: Visitor): { readonly client: Client; readonly count: number };
}

/** `accounts`: says whose sessions or rights have changed, so that a line ends with its session and not at the next look. */
export function openLines(accounts?: Pick<AccountDesk, 'onChanged'>): VisitorLines {
  const lines = new Map<string, number>();
  const open = new Map<Client, Visitor>();
  accounts?.onChanged((userId) => {
    for (const [client, { account }] of open) if (account === null || account.session.userId === userId) client.look();
  });
  const change = (by: string, change: 1 | -1) => {
    const count = (lines.get(by) ?? 0) + change;
    if (count === 0) lines.delete(by);
    else lines.set(by, count);
    return count;
  };
  return {
    enter(socket, visitor) {
      const client = asClient(socket, visitor);
      open.set(client, visitor);
      socket.on('close', () => {
        open.delete(client);
        change(visitor.by, -1);
      });
      return { client, count: change(visitor.by, 1) };
    },
  };
}

/** Whether the visitor is still in is asked again and again: who leaves, or whose session ends, hears no more. */
function asClient(socket: WebSocket, visitor: Visitor): Client {
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
