/** Many open pages of the live stream in a process of its own: node listeners.ts, then on standard input {url, cookies, count}, `begin` and `end`, each a line. Prints JSON. */

import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { LiveFrame } from '../src/api/live.ts';
import { PATHS } from '../src/api/paths.ts';

export interface Heard {
  readonly seconds: number;
  readonly frames: number;
  /** Frames of figures alone. */
  readonly values: number;
  readonly bytes: number;
  /** Longest time in which the slowest of them heard nothing. */
  readonly longestSilenceMs: number;
  /** Frames that did not go on where the page was. */
  readonly torn: number;
  /** Lines that ended. */
  readonly lost: number;
}

interface Order {
  readonly url: string;
  readonly cookies: readonly string[];
  readonly count: number;
}

/** So many open at once, so that the server's queue of connections is not what is measured. */
const OPENING_AT_ONCE = 20;

let heard = { frames: 0, values: 0, bytes: 0, longestSilenceMs: 0, torn: 0, lost: 0 };
let isCounting = false;

function open(url: string, cookie: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}${PATHS.live}`, { headers: { cookie, origin: url } });
    let [sequence, heardAt] = [-1, 0];
    socket.on('message', (data: Buffer) => {
      const now = performance.now();
      const frame = JSON.parse(data.toString()) as LiveFrame;
      if (frame.type === 'changes' && frame.from !== sequence) heard.torn++;
      if (frame.type !== 'values') sequence = frame.sequence;
      if (frame.type === 'snapshot') resolve();
      if (isCounting) {
        heard.frames++;
        heard.bytes += data.length;
        if (frame.type === 'values') heard.values++;
        heard.longestSilenceMs = Math.max(heard.longestSilenceMs, now - heardAt);
      }
      heardAt = now;
    });
    socket.on('close', () => heard.lost++);
    socket.on('error', reject);
  });
}

async function openAll({ url, cookies, count }: Order): Promise<void> {
  for (let from = 0; from < count; from += OPENING_AT_ONCE) {
    const now = Array.from({ length: Math.min(OPENING_AT_ONCE, count - from) }, (_, i) => cookies[(from + i) % cookies.length] as string);
    await Promise.all(now.map((cookie) => open(url, cookie)));
  }
}

let began = 0;
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'begin') {
    heard = { ...heard, frames: 0, values: 0, bytes: 0, longestSilenceMs: 0 };
    [isCounting, began] = [true, performance.now()];
  } else if (line === 'end') {
    console.log(JSON.stringify({ seconds: (performance.now() - began) / 1000, ...heard } satisfies Heard));
    process.exit();
  } else {
    await openAll(JSON.parse(line) as Order);
    console.log('all are open');
  }
}
