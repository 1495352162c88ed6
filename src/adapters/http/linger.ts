/** An answer to a request that has not come to its end: whoever still sends hears it, instead of finding the line cut. */

import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** What is still read, and thrown away, of a body that nobody wants. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_MS = 20_000;
const SILENCE_MS = 1_000;

/** There is a body, and its end has not come. */
export function isStillComing({ complete, destroyed, headers }: IncomingMessage): boolean {
  return !complete && !destroyed && hasBody(headers);
}

export function hasBody(headers: IncomingMessage['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * The text at once; its end when the body has come whole, is too long, or is silent. A line that is closed with unread bytes on it is reset, and what was
 * answered is lost on its way (RFC 9112, 9.6).
 */
export function lingering(text: string, request: IncomingMessage): Readable {
  return Readable.from(
    (async function* () {
      yield Buffer.from(text);
      await throwAway(request);
    })(),
  );
}

function throwAway(request: IncomingMessage): Promise<void> {
  return new Promise((done) => {
    let bytes = 0;
    const most = setTimeout(end, MOST_MS);
    let silence = setTimeout(end, SILENCE_MS);
    function take(part: Buffer) {
      bytes += part.length;
      clearTimeout(silence);
      if (bytes > MOST_BYTES) return end();
      silence = setTimeout(end, SILENCE_MS);
    }
    function end() {
      clearTimeout(most);
      clearTimeout(silence);
      request.off('data', take).off('end', end).off('close', end);
      done();
    }
    request.on('data', take).on('end', end).on('close', end).resume();
  });
}
