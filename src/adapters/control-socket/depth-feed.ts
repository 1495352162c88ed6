/** The order book of an instrument over the door, newest first and last: a reader that does not keep up is told a later one. It is watched for as long as somebody reads. */

import type { ServerResponse } from 'node:http';
import type { SessionDesk } from './session-desk.ts';

/** With so much still waiting to be read, the next one is left out. */
const MOST_BUFFERED_BYTES = 64 * 1024;

/** Throws what the desk throws for an instrument that is not there. */
export async function tellDepth(
  desk: Pick<SessionDesk, 'depth' | 'watchDepth'>,
  response: ServerResponse,
  { instrumentId }: { readonly instrumentId: string },
): Promise<void> {
  await desk.depth({ instrumentId });
  if (response.destroyed) return;
  response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store' });
  const stop = desk.watchDepth(instrumentId, (depth) => {
    if (response.writableLength <= MOST_BUFFERED_BYTES) response.write(`${JSON.stringify(depth)}\n`);
  });
  response.once('close', stop);
}
