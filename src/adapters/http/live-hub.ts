/** One ring of numbered changes and a cursor per client: a slow client gets fewer, fuller frames or a new snapshot, and never holds anybody up. */

import { randomUUID } from 'node:crypto';
import { type LiveFrame, type LiveMessage, liveMessage } from '../../api/live.ts';
import { HEARTBEAT_MS, LIVE_PROTOCOL } from '../../api/paths.ts';
import { type SessionSnapshot, sessionSnapshot } from '../../api/session.ts';
import { conflate } from './conflate.ts';

/** What the hub needs of a socket. */
export interface LiveClient {
  readonly bufferedBytes: number;
  send(text: string): void;
  /** Asks for a sign of life; false when the last one never came. */
  isAlive(): boolean;
  close(code: number, reason: string): void;
}

export interface HubOptions {
  readonly snapshot: () => SessionSnapshot;
  readonly onBug: (error: unknown) => void;
  /** Time in which changes are gathered into one frame. */
  readonly gatherMs?: number;
  readonly ringLength?: number;
  readonly heartbeatMs?: number;
}

/** A client with more than this waiting in its socket gets nothing until it has caught up. */
const MOST_BUFFERED_BYTES = 256 * 1024;
/** Changes beyond which a snapshot is the shorter way. */
const MOST_CHANGES = 1000;

export class LiveHub {
  readonly streamId = randomUUID();
  /** Number of the newest change. */
  sequence = 0;
  private readonly options: Required<HubOptions>;
  /** Change number n is at n % length; a status that was replaced is null. */
  private readonly ring: (LiveMessage | null)[];
  private latestStatus = 0;
  private readonly cursors = new Map<LiveClient, number>();
  private gathering: NodeJS.Timeout | undefined;
  private readonly heart: NodeJS.Timeout;

  constructor(options: HubOptions) {
    this.options = { gatherMs: 100, ringLength: 4000, heartbeatMs: HEARTBEAT_MS, ...options };
    this.ring = new Array<LiveMessage | null>(this.options.ringLength).fill(null);
    this.heart = setInterval(() => this.beat(), this.options.heartbeatMs).unref();
  }

  get clients(): number {
    return this.cursors.size;
  }

  /** Files a change. A malformed one is a bug of the source: it is told, and every client starts again from a snapshot. */
  publish(message: LiveMessage): void {
    const checked = liveMessage.safeParse(message);
    if (!checked.success) {
      this.options.onBug(checked.error);
      for (const client of this.cursors.keys()) this.cursors.set(client, Number.NEGATIVE_INFINITY);
    } else this.file(checked.data);
    if (this.cursors.size > 0) this.gathering ??= setTimeout(() => this.deliver(), this.options.gatherMs).unref();
  }

  private file(message: LiveMessage): void {
    const { ringLength } = this.options;
    if (message.type === 'status') {
      if (this.latestStatus > this.sequence - ringLength) this.ring[this.latestStatus % ringLength] = null;
      this.latestStatus = this.sequence + 1;
    }
    this.sequence++;
    this.ring[this.sequence % ringLength] = message;
  }

  /** A client that names this stream and a change still in the ring goes on from there; any other starts with a snapshot. */
  join(client: LiveClient, stream?: string, after?: number): void {
    const resumes = stream === this.streamId && after !== undefined && after <= this.sequence && this.reaches(after);
    if (resumes) {
      this.cursors.set(client, after);
      this.send(client, { type: 'resumed', streamId: this.streamId, sequence: after });
      this.bringUpToDate(client, new Map());
    } else this.sendSnapshot(client);
  }

  leave(client: LiveClient): void {
    this.cursors.delete(client);
  }

  close(): void {
    clearInterval(this.heart);
    clearTimeout(this.gathering);
    for (const client of this.cursors.keys()) client.close(1001, 'Atalaya is stopping');
    this.cursors.clear();
  }

  private deliver(): void {
    this.gathering = undefined;
    const frames = new Map<number, string>();
    for (const client of this.cursors.keys()) this.bringUpToDate(client, frames);
  }

  /** Clients at the same place get the same text: `frames` keeps it for the length of one delivery. */
  private bringUpToDate(client: LiveClient, frames: Map<number, string>): void {
    const cursor = this.cursors.get(client) ?? this.sequence;
    if (cursor === this.sequence || client.bufferedBytes > MOST_BUFFERED_BYTES) return;
    if (!this.reaches(cursor) || this.sequence - cursor > MOST_CHANGES) {
      this.sendSnapshot(client);
      return;
    }
    let text = frames.get(cursor);
    if (text === undefined) {
      const frame: LiveFrame = { type: 'changes', sequence: this.sequence, messages: conflate(this.after(cursor)) };
      text = JSON.stringify(frame);
      frames.set(cursor, text);
    }
    client.send(text);
    this.cursors.set(client, this.sequence);
  }

  private after(cursor: number): LiveMessage[] {
    const messages: LiveMessage[] = [];
    for (let at = cursor + 1; at <= this.sequence; at++) {
      const message = this.ring[at % this.options.ringLength];
      if (message) messages.push(message);
    }
    return messages;
  }

  /** Whether every change after the cursor is still in the ring. */
  private reaches(cursor: number): boolean {
    return cursor >= this.sequence - this.options.ringLength;
  }

  private sendSnapshot(client: LiveClient): void {
    this.cursors.set(client, this.sequence);
    try {
      const snapshot = sessionSnapshot.parse(this.options.snapshot());
      this.send(client, { type: 'snapshot', protocol: LIVE_PROTOCOL, streamId: this.streamId, sequence: this.sequence, snapshot });
    } catch (error) {
      this.options.onBug(error);
      this.cursors.delete(client);
      client.close(1011, 'the snapshot could not be made');
    }
  }

  private send(client: LiveClient, frame: LiveFrame): void {
    client.send(JSON.stringify(frame));
  }

  private beat(): void {
    for (const [client, cursor] of this.cursors) {
      if (!client.isAlive()) {
        this.cursors.delete(client);
        client.close(1001, 'no sign of life');
      } else if (cursor !== this.sequence) this.bringUpToDate(client, new Map());
      else this.send(client, { type: 'heartbeat', sequence: this.sequence });
    }
  }
}
