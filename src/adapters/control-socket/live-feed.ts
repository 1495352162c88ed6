/** The stream of a session over the door: lines of JSON, the same text for every reader; one who does not read is cut off and never waited for. */

import type { ServerResponse } from 'node:http';
import { STREAM_HEARTBEAT_MS, type StreamBeginning, type StreamLine } from '../../api/session-door.ts';
import type { SessionChange, SessionDesk } from './session-desk.ts';

const MOST_BUFFERED_BYTES = 4 * 1024 * 1024;
/** Changes that come within this time are one line. */
const GATHER_MS = 25;
/** How often health is looked at; told when it has changed. */
const HEALTH_EVERY_MS = 1_000;

export interface LiveFeed {
  join(response: ServerResponse, known: { readonly stream?: string | undefined; readonly after?: number | undefined }): void;
  /** Tells the status as it is now, whatever pace the session tells it at. */
  statusNow(): void;
  end(reason: string): void;
}

export function createLiveFeed(desk: SessionDesk): LiveFeed {
  const readers = new Set<ServerResponse>();
  let gathered: SessionChange[] = [];
  let gathering: NodeJS.Timeout | undefined;
  let toldHealth = '';
  let stopListening = () => {};

  const tell = (line: StreamLine) => {
    const text = `${JSON.stringify(line)}\n`;
    for (const reader of readers) {
      if (reader.writableLength > MOST_BUFFERED_BYTES) leave(reader);
      else reader.write(text);
    }
  };

  function changed(change: SessionChange): void {
    gathered.push(change);
    gathering ??= setTimeout(deliver, GATHER_MS);
  }

  function deliver(): void {
    clearTimeout(gathering);
    gathering = undefined;
    if (gathered.length === 0) return;
    const changes = gathered.map(({ sequence, messages }) => ({ sequence, messages: [...messages] }));
    gathered = [];
    tell({ type: 'changes', upTo: desk.place().sequence, changes });
  }

  function lookAtHealth(): void {
    const health = desk.health();
    const text = JSON.stringify(health);
    if (text === toldHealth) return;
    toldHealth = text;
    tell({ type: 'health', health });
  }

  /** Nothing is listened to, and nothing made, while nobody reads. */
  function listen(): void {
    const unsubscribe = desk.subscribe(changed);
    const heart = setInterval(() => {
      tell({ type: 'heartbeat', at: Date.now() });
      tell({ type: 'figures', figures: desk.figures() });
    }, STREAM_HEARTBEAT_MS);
    const looks = setInterval(lookAtHealth, HEALTH_EVERY_MS);
    stopListening = () => {
      unsubscribe();
      clearInterval(heart);
      clearInterval(looks);
      clearTimeout(gathering);
      gathering = undefined;
      gathered = [];
    };
  }

  function leave(reader: ServerResponse): void {
    if (!readers.delete(reader)) return;
    reader.destroy();
    if (readers.size === 0) stopListening();
  }

  return {
    join(response, { stream, after }) {
      // What is gathered is in the snapshot already: it is for those who were there before.
      deliver();
      const snapshot = desk.snapshot();
      const health = desk.health();
      toldHealth = JSON.stringify(health);
      const place = desk.place();
      const missed = stream === place.stream && after !== undefined ? desk.changesAfter(after) : null;
      const beginning: StreamBeginning = {
        snapshot,
        place,
        trader: { processId: process.pid, release: snapshot.release, startedAt: snapshot.startedAt },
        health,
        missed: missed && [...missed],
      };
      response.writeHead(200, { 'content-type': 'application/x-ndjson; charset=utf-8', 'cache-control': 'no-store' });
      const figures: StreamLine = { type: 'figures', figures: desk.figures() };
      response.write(`${JSON.stringify(beginning)}\n${JSON.stringify(figures)}\n`);
      response.once('close', () => leave(response));
      if (readers.size === 0) listen();
      readers.add(response);
    },
    statusNow() {
      if (readers.size === 0) return;
      changed({ sequence: null, messages: [{ type: 'status', status: desk.snapshot().status }] });
      deliver();
    },
    end(reason) {
      deliver();
      tell({ type: 'end', reason });
      for (const reader of readers) reader.end();
      readers.clear();
      stopListening();
    },
  };
}
