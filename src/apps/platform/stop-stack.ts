/** What has been started, stopped again last first: whatever fails on the way, nothing else is left running. */

import { note } from '../cli/output.ts';

export interface StopStack {
  push(stop: () => void | Promise<void>): void;
  stopAll(): Promise<void>;
}

export function createStopStack(): StopStack {
  const started: (() => void | Promise<void>)[] = [];
  return {
    push: (stop) => void started.push(stop),
    async stopAll() {
      for (let stop = started.pop(); stop !== undefined; stop = started.pop()) {
        try {
          await stop();
        } catch (error) {
          note(`while stopping: ${(error as Error).message}`);
        }
      }
    },
  };
}
