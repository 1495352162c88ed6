/** Reads the order book of an instrument from the process that trades, over and over, until nobody wants it any more. */

import { type ClientRequest, request } from 'node:http';
import { type Depth, depth } from '../../api/depth.ts';
import { SESSION_PATHS } from '../../api/session-door.ts';
import { lines } from './lines.ts';
import { findSocket } from './socket-place.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
/** It is told every two seconds that nothing has changed: a trader that says less hangs. */
const SILENCE_MS = 8_000;

/** Calls `hear` with each one until the returned function is called. While the trader is away nothing is told: the last one grows old. */
export function readDepth(dataFolder: string, instrumentId: string, hear: (depth: Depth) => void): () => void {
  let call: ClientRequest | null = null;
  let again: NodeJS.Timeout | undefined;
  let silence: NodeJS.Timeout | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let isOver = false;

  function connect(): void {
    const socketPath = findSocket(dataFolder);
    if (socketPath === null) return later();
    const path = `${SESSION_PATHS.depthStream}?${new URLSearchParams({ instrumentId })}`;
    const asked = request({ socketPath, path, agent: false }, (response) => {
      const take = lines((text) => {
        const read = depth.safeParse(JSON.parse(text));
        // A trader of another release tells something else.
        if (!read.success || isOver) return void asked.destroy();
        pauseMs = FIRST_PAUSE_MS;
        heard(asked);
        hear(read.data);
      });
      // A refusal is no line of a stream: it is read to its end, and asked again.
      response.setEncoding('utf8').on('data', response.statusCode === 200 ? take : () => {});
      response.on('error', () => {});
    });
    asked.on('error', () => {});
    asked.once('close', later);
    asked.end();
    heard(asked);
    call = asked;
  }

  function heard(asked: ClientRequest): void {
    clearTimeout(silence);
    silence = setTimeout(() => asked.destroy(), SILENCE_MS);
  }

  function later(): void {
    clearTimeout(silence);
    if (isOver) return;
    again = setTimeout(connect, pauseMs);
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }

  connect();
  return () => {
    isOver = true;
    clearTimeout(again);
    clearTimeout(silence);
    call?.destroy();
  };
}
