/** Keeps one WebSocket open: logs in and subscribes anew on each connection, notices silence, comes back with growing pauses. */

import { WebSocket } from 'ws';

export interface StreamConnection {
  send(frame: object): void;
  /** All subscriptions are acknowledged: from here on nothing is missed. */
  ready(): void;
  /** This connection is of no use. */
  fail(reason: string): void;
}

export interface StreamScript {
  readonly name: string;
  readonly url: string;
  /** Before each connection, for instance to fetch a token. */
  readonly prepare?: () => Promise<string>;
  /** Called with the open connection; gives what takes its frames. A frame it throws at ends nothing. */
  begin(connection: StreamConnection, prepared: string): (frame: string) => void;
  readonly ping: object;
}

export interface StreamHandlers {
  up(name: string): void;
  down(name: string, reason: string): void;
  unreadable(name: string, error: unknown): void;
}

export interface StreamTimes {
  readonly pingEveryMs: number;
  /** Silence after which an open connection counts as dead, looked at with every ping: together under the 30 s in which a dead link has to be known. */
  readonly silentAfterMs: number;
  readonly readyWithinMs: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

const TIMES: StreamTimes = {
  pingEveryMs: 5_000,
  silentAfterMs: 20_000,
  readyWithinMs: 15_000,
  firstPauseMs: 500,
  longestPauseMs: 30_000,
};

export interface KeptStream {
  close(): void;
}

/** Opens a script's stream with the jitter of an open venue. */
export function keptBy(options: { readonly random?: () => number }, script: StreamScript): (handlers: StreamHandlers) => KeptStream {
  return (handlers) => keepStream(script, handlers, options.random ?? Math.random);
}

export function keepStream(script: StreamScript, handlers: StreamHandlers, random: () => number, times: StreamTimes = TIMES): KeptStream {
  let closed = false;
  let failures = 0;
  let socket: WebSocket | null = null;
  let pause: NodeJS.Timeout | undefined;

  const again = () => {
    if (closed) return;
    const longest = Math.min(times.longestPauseMs, times.firstPauseMs * 2 ** failures);
    failures += 1;
    pause = setTimeout(connect, longest * (0.5 + random() / 2));
  };

  const connect = () => {
    Promise.resolve(script.prepare?.() ?? '').then(
      (prepared) => {
        if (!closed) socket = open(prepared);
      },
      (error: unknown) => {
        if (closed) return;
        handlers.down(script.name, error instanceof Error ? error.message : 'preparation failed');
        again();
      },
    );
  };

  const open = (prepared: string): WebSocket => {
    const current = new WebSocket(script.url, {
      handshakeTimeout: times.readyWithinMs,
      perMessageDeflate: false,
      maxPayload: 32 * 1024 * 1024,
    });
    let reason = 'connection closed';
    let lastFrame = performance.now();
    let upSince = Number.POSITIVE_INFINITY;
    let take: ((frame: string) => void) | null = null;
    const fail = (why: string) => {
      reason = why;
      current.terminate();
    };
    const send = (frame: object) => {
      if (current.readyState === WebSocket.OPEN) current.send(JSON.stringify(frame));
    };
    const notReady = setTimeout(() => fail('subscriptions were not acknowledged in time'), times.readyWithinMs);
    const pings = setInterval(() => {
      if (performance.now() - lastFrame > times.silentAfterMs) fail('silent for too long');
      else send(script.ping);
    }, times.pingEveryMs);
    const ready = () => {
      clearTimeout(notReady);
      upSince = performance.now();
      handlers.up(script.name);
    };
    current.on('open', () => {
      try {
        take = script.begin({ send, ready, fail }, prepared);
      } catch (error) {
        handlers.unreadable(script.name, error);
        fail('could not log in');
      }
    });
    current.on('message', (data) => {
      lastFrame = performance.now();
      try {
        take?.(data.toString());
      } catch (error) {
        handlers.unreadable(script.name, error);
      }
    });
    current.on('error', (error: NodeJS.ErrnoException) => {
      reason = error.code ?? error.message;
    });
    current.on('close', () => {
      clearTimeout(notReady);
      clearInterval(pings);
      if (closed) return;
      // One that comes up and breaks at once, again and again, must not knock every half second.
      if (performance.now() - upSince > times.longestPauseMs) failures = 0;
      handlers.down(script.name, reason);
      again();
    });
    return current;
  };

  connect();
  return {
    close: () => {
      closed = true;
      clearTimeout(pause);
      socket?.terminate();
    },
  };
}
