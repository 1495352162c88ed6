/** Reads the stream of the process that trades, over and over: whatever ends it, it is asked for again with growing pauses, from where it was. */

import { type ClientRequest, request } from 'node:http';
import { SESSION_PATHS, type StreamBeginning, type StreamLine, streamBeginning } from '../../api/session-door.ts';
import { lines } from './lines.ts';
import { findSocket } from './socket-place.ts';

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;
/** A trader that has said nothing for so long hangs. */
const SILENCE_MS = 10_000;

export type Lost = 'silent' | 'stopped';

export interface LiveReaderOptions {
  readonly dataFolder: string;
  /** What is known here already; asked for at each connection. */
  readonly known: () => { readonly stream: string; readonly sequence: number } | null;
  readonly began: (beginning: StreamBeginning) => void;
  readonly line: (line: StreamLine) => void;
  /** It has said something, whatever that was. */
  readonly heard?: () => void;
  /** The trader is away, or there and silent, and why; said again only when that changes, or after it was there. */
  readonly lost: (how: Lost, reason: string) => void;
  /** Without it: ten heartbeats. */
  readonly silenceMs?: number;
}

export interface LiveReader {
  close(): void;
}

export function readLive({ dataFolder, known, began, line, heard: isHeard, lost, silenceMs = SILENCE_MS }: LiveReaderOptions): LiveReader {
  let call: ClientRequest | null = null;
  let again: NodeJS.Timeout | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let toldLost: Lost | null = null;
  let who = 'the trader';
  let closed = false;

  function connect(): void {
    const socketPath = findSocket(dataFolder);
    if (socketPath === null) return over('no trader runs on this data folder');
    const place = known();
    const query = place === null ? '' : `?${new URLSearchParams({ stream: place.stream, after: String(place.sequence) })}`;
    const path = `${SESSION_PATHS.live}${query}`;
    let isOver = false;
    let reason: string | null = null;
    let silence: NodeJS.Timeout | undefined;
    const end = (why: string, how: Lost = 'stopped') => {
      if (isOver) return;
      isOver = true;
      clearTimeout(silence);
      asked.destroy();
      over(reason ?? why, how);
    };
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => end(`${who} has not answered for ${silenceMs / 1000} s`, 'silent'), silenceMs);
    };
    const asked = request({ socketPath, path, agent: false }, (response) => {
      if (response.statusCode !== 200) return end(`the trader refused the stream (${response.statusCode}): it may be of another release`);
      let hasBegun = false;
      response.setEncoding('utf8').on(
        'data',
        lines((text) => {
          heard();
          isHeard?.();
          if (hasBegun) {
            const told = JSON.parse(text) as StreamLine;
            if (told.type === 'end') reason = told.reason;
            else line(told);
            return;
          }
          // The first line shows whether the other side speaks as this one does; the rest is taken as it comes.
          const read = streamBeginning.safeParse(JSON.parse(text));
          if (!read.success)
            return end(`the trader's stream can't be read (${read.error.issues[0]?.path.join('.')}): it is of another release`);
          hasBegun = true;
          toldLost = null;
          who = `the trader (process ${read.data.trader.processId})`;
          pauseMs = FIRST_PAUSE_MS;
          began(read.data);
        }),
      );
      response.on('end', () => end('the trader has ended'));
      response.on('error', ({ message }) => end(`the trader broke off: ${message}`));
    });
    asked.on('error', ({ code, message }: NodeJS.ErrnoException) =>
      end(
        code === 'ENOENT' || code === 'ECONNREFUSED'
          ? 'no trader runs on this data folder'
          : `the trader can't be reached (${code ?? message})`,
      ),
    );
    asked.end();
    heard();
    call = asked;
  }

  function over(reason: string, how: Lost = 'stopped'): void {
    if (closed) return;
    if (toldLost !== how) lost(how, reason);
    toldLost = how;
    again = setTimeout(connect, pauseMs);
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }

  connect();
  return {
    close() {
      closed = true;
      clearTimeout(again);
      call?.destroy();
    },
  };
}
