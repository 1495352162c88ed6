/** The gate before answers that are files: a few at a time, of one account and in all, and nobody holds a place who takes nothing of his file. */

import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Words } from '../../core/domain/parameters.ts';
import { HttpProblem } from './problems.ts';

/** `made`: written row by row while it goes out; `stored`: lies there already, and costs an open file. */
export type FileLane = 'made' | 'stored';

const MOST: Readonly<Record<FileLane, { readonly each: number; readonly all: number }>> = {
  made: { each: 1, all: 2 },
  stored: { each: 6, all: 24 },
};
/** A guess: a million rows take less than a minute. */
const AGAIN_SECONDS = 10;

const UNDER_WAY: Words = {
  en: 'Another file of this account is still going out. Wait until it is there, or break it off, and ask again.',
  es: 'Todavía se está enviando otro archivo de esta cuenta. Espera a que termine, o cancélalo, y vuelve a pedirlo.',
};
const BUSY: Words = {
  en: 'As many files are going out to other people as may at once. Try again in a moment.',
  es: 'Ya se están enviando a otras personas tantos archivos como caben a la vez. Vuelve a intentarlo en un momento.',
};

export interface ExportGate {
  /** Throws EXPORT_UNDER_WAY (429) or EXPORTS_BUSY (503) where `enter` would. */
  look(by: string, lane: FileLane): void;
  /** A place, until it is left or what it carries has ended. */
  enter(by: string, lane: FileLane): ExportPlace;
}

export interface ExportPlace {
  /** The file is there: from now on the place is held until the line and the reading of the file have both ended. Each ends the other. */
  carry(content: unknown, line: ServerResponse): void;
  /** There is no file after all. */
  leave(): void;
}

/** @param silenceMs after which a reader who takes nothing is let go */
export function createExportGate(silenceMs: number): ExportGate {
  const held: Record<FileLane, string[]> = { made: [], stored: [] };

  function look(by: string, lane: FileLane): void {
    const places = held[lane];
    const { each, all } = MOST[lane];
    if (places.filter((holder) => holder === by).length >= each) throw refusal(429, 'EXPORT_UNDER_WAY', UNDER_WAY);
    if (places.length >= all) throw refusal(503, 'EXPORTS_BUSY', BUSY);
  }
  return {
    look,
    enter(by, lane) {
      look(by, lane);
      held[lane].push(by);
      let isLeft = false;
      const leave = () => {
        if (isLeft) return;
        isLeft = true;
        held[lane].splice(held[lane].indexOf(by), 1);
      };
      return {
        leave,
        carry(content, line) {
          const file = content instanceof Readable ? content : null;
          // What reads the rows may still wait for the database when the line has ended: until it has heard of it, it counts.
          void Promise.all([ended(line), file === null ? undefined : ended(file)]).then(leave);
          const stopWatching = letGoSilent(line, silenceMs);
          void ended(line).then(() => {
            stopWatching();
            file?.destroy();
          });
        },
      };
    },
  };
}

function refusal(status: number, code: string, said: Words): HttpProblem {
  return new HttpProblem(status, code, said.en, { headers: { 'retry-after': String(AGAIN_SECONDS) }, said });
}

/** Whether it comes to its end or is broken off, also before it is asked. */
function ended(stream: Readable | ServerResponse): Promise<void> {
  if (stream.closed) return Promise.resolve();
  // A file that fails says so to who sends it.
  return new Promise((isOver) => void stream.once('close', isOver));
}

/** Ends the line of a reader who has taken nothing for so long although something waits for him. Returns how to stop looking. */
function letGoSilent(line: ServerResponse, silenceMs: number): () => void {
  const { socket } = line.req;
  const taken = () => socket.bytesWritten - socket.writableLength;
  let [before, since] = [taken(), performance.now()];
  const timer = setInterval(() => {
    const now = taken();
    if (now !== before || socket.writableLength === 0) [before, since] = [now, performance.now()];
    else if (performance.now() - since >= silenceMs) socket.destroy();
  }, silenceMs / 6).unref();
  return () => clearInterval(timer);
}
