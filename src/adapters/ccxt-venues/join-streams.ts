/** Several streams with one state: up when each of them is, down at the first that is not. */

import type { StreamOpener } from './dialect.ts';
import type { KeptStream } from './keep-stream.ts';

export interface JoinedHandlers {
  up(): void;
  down(reason: string): void;
  /** Any one broke, whether the others were up or not. */
  broke?(reason: string): void;
  unreadable(message: string): void;
}

export function joinStreams(openers: readonly StreamOpener[], handlers: JoinedHandlers): KeptStream {
  const up = new Set<string>();
  const streams = openers.map((open) =>
    open({
      up: (name) => {
        up.add(name);
        if (up.size === openers.length) handlers.up();
      },
      down: (name, reason) => {
        const wasUp = up.size === openers.length;
        up.delete(name);
        handlers.broke?.(reason);
        if (wasUp) handlers.down(reason);
      },
      unreadable: (name, error) => handlers.unreadable(`${name}: ${error instanceof Error ? error.message : 'unreadable'}`),
    }),
  );
  return { close: () => streams.forEach((stream) => stream.close()) };
}
