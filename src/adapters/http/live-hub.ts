/** Changes for many clients: what happened is told to each, in order and from where it was; figures are joined into few frames. A slow client never holds anybody up. */

import type { Depth } from '../../api/depth.ts';
import { type LiveFrame, type LiveMessage, type LiveSubscription, type LiveTopic, type LiveWatch, liveMessage } from '../../api/live.ts';
import { HEARTBEAT_MS, LIVE_PROTOCOL } from '../../api/paths.ts';
import { sessionSnapshot } from '../../api/session.ts';
import { type Change, ChangeRing } from './change-ring.ts';
import { conflate } from './conflate.ts';
import type { LiveChange, LiveSource } from './live-source.ts';
import { type WatchDepth, WatchedDepth } from './watched-depth.ts';

/** What the hub needs of a socket. */
export interface LiveClient {
  readonly bufferedBytes: number;
  send(text: string): void;
  /** Asks for a sign of life; false when the last one never came. */
  isAlive(): boolean;
  close(code: number, reason: string): void;
}

export interface HubOptions {
  readonly source: Pick<LiveSource, 'snapshot' | 'place' | 'changesAfter' | 'traderState'>;
  readonly release: string;
  /** Without it nobody's order book can be looked at. */
  readonly watchDepth?: WatchDepth;
  readonly onBug: (error: unknown) => void;
  /** Time in which rows are gathered into one frame, and figures into one. */
  readonly rowsMs?: number;
  readonly figuresMs?: number;
  readonly ringLength?: number;
  readonly heartbeatMs?: number;
}

/** A client with more than this waiting in its socket gets nothing until it has caught up. */
const MOST_BUFFERED_BYTES = 256 * 1024;

/** Clients are asked for a sign of life, and their sessions looked at, at every fifth beat: 500 of them would else be hundreds of questions a second. */
const LOOKED_AFTER_EVERY = 5;

/** Which topic a message belongs to; of none: everybody hears it. */
const TOPICS: Readonly<Record<Exclude<LiveMessage['type'], 'trader' | 'depth'>, LiveTopic>> = {
  fill: 'fills',
  order: 'orders',
  decision: 'decisions',
  event: 'events',
  status: 'status',
  equity: 'equity',
  candles: 'candles',
  job: 'jobs',
};
const FIGURES: ReadonlySet<LiveMessage['type']> = new Set(['status', 'equity', 'candles', 'job']);

interface Listener {
  /** Numbers in the two rings up to which it has been told. */
  rows: number;
  figures: number;
  /** The journal entry it was last told of. */
  sequence: number;
  /** Clock when it was last told anything: only silence asks for a heartbeat. */
  toldAt: number;
  /** It has the whole picture; until then only whether the trader runs is told. */
  isWhole: boolean;
  /** What it missed is still being looked up: everything else waits for that. */
  isJoining: boolean;
  wants: (message: LiveMessage) => boolean;
  /** Clients with the same key want the same. */
  key: string;
}

export class LiveHub {
  private readonly options: Required<HubOptions>;
  private readonly watched: WatchedDepth;
  private readonly rows: ChangeRing;
  private readonly figures: ChangeRing;
  private readonly listeners = new Map<LiveClient, Listener>();
  private stream = '';
  private timers: { rows?: NodeJS.Timeout | undefined; figures?: NodeJS.Timeout | undefined; depth?: NodeJS.Timeout | undefined } = {};
  private readonly heart: NodeJS.Timeout;
  private beats = 0;

  constructor(options: HubOptions) {
    const watchDepth: WatchDepth = () => () => {};
    this.options = { watchDepth, rowsMs: 25, figuresMs: 250, ringLength: 4000, heartbeatMs: HEARTBEAT_MS, ...options };
    this.rows = new ChangeRing(this.options.ringLength);
    this.figures = new ChangeRing(this.options.ringLength);
    const soon = () => {
      this.timers.depth ??= setTimeout(() => this.deliverDepth(), this.options.figuresMs).unref();
    };
    this.watched = new WatchedDepth(this.options.watchDepth, soon, this.options.onBug);
    this.heart = setInterval(() => this.beat(), this.options.heartbeatMs).unref();
  }

  get clients(): number {
    return this.listeners.size;
  }

  /** Files a change. A malformed one is a bug of the source: it is told, and every client starts again from a snapshot. */
  publish({ sequence, messages }: LiveChange): void {
    try {
      for (const message of messages) {
        const ring = FIGURES.has(message.type) ? this.figures : this.rows;
        ring.add(liveMessage.parse(message), sequence);
      }
    } catch (error) {
      this.options.onBug(error);
      this.startOver(() => true);
    }
    if (this.listeners.size === 0) return;
    const trader = messages.find(({ type }) => type === 'trader');
    if (trader?.type === 'trader' && trader.trader.state === 'running') {
      // It may be another history, or the first that is heard of one.
      const { stream } = this.options.source.place();
      const isOther = stream !== this.stream;
      this.stream = stream;
      this.startOver(({ isWhole }) => isOther || !isWhole);
    }
    if (messages.some(({ type }) => !FIGURES.has(type))) this.timers.rows ??= setTimeout(() => this.deliver(), this.options.rowsMs).unref();
    else this.timers.figures ??= setTimeout(() => this.deliverFigures(), this.options.figuresMs).unref();
    // What a fill has changed is seen with it.
    if (messages.some(({ type }) => type === 'fill')) this.figuresSoon();
  }

  /** Figures are told with the next rows. */
  figuresSoon(): void {
    clearTimeout(this.timers.figures);
    this.timers.figures = setTimeout(() => this.deliverFigures(), this.options.rowsMs).unref();
  }

  /** A client that names this stream and an entry goes on from there; any other starts with a snapshot. Settles when it has been brought up to date. */
  async join(client: LiveClient, stream?: string, after?: number): Promise<void> {
    const { source, release } = this.options;
    const place = source.place();
    this.stream = place.stream;
    const listener: Listener = {
      ...{ rows: this.rows.newest, figures: this.figures.newest, sequence: place.sequence },
      ...{ toldAt: 0, isWhole: true, isJoining: true, wants: () => true, key: '' },
    };
    this.listeners.set(client, listener);
    const isKnown = stream === place.stream && after !== undefined && after <= place.sequence;
    // Who answers may be further than what has been told here: the rest of it comes by itself, and once.
    const missed = isKnown ? await source.changesAfter(after, place.sequence) : null;
    listener.isJoining = false;
    if (!this.listeners.has(client)) return;
    if (!isKnown || missed === null) return this.sendSnapshot(client, listener);
    const trader = source.traderState();
    send(client, listener, { type: 'resumed', release, streamId: place.stream, sequence: after, trader });
    const snapshot = source.snapshot();
    // What is in no entry can't be asked for by its number: the client knows which of it it has.
    const unrecorded = (snapshot?.events ?? []).filter(({ journalSequence }) => journalSequence === null).reverse();
    const messages = [...missed, ...unrecorded.map((event): LiveMessage => ({ type: 'event', event }))];
    send(client, listener, { type: 'changes', from: after, sequence: place.sequence, messages });
    if (snapshot !== null) send(client, listener, { type: 'values', messages: [{ type: 'status', status: snapshot.status }] });
  }

  /** From now on the client hears of these topics only. */
  subscribe(client: LiveClient, { topics, candles }: LiveSubscription): void {
    const listener = this.listeners.get(client);
    if (!listener) return;
    const wanted = new Set<LiveTopic>(topics);
    const streams = new Set(candles.map(({ instrumentId, timeframe }) => `${instrumentId} ${timeframe}`));
    listener.key = `${[...wanted].sort()} ${[...streams].sort()}`;
    listener.wants = (message) =>
      message.type === 'trader' ||
      message.type === 'depth' ||
      (wanted.has(TOPICS[message.type]) &&
        (message.type !== 'candles' || streams.has(`${message.batch.instrumentId} ${message.batch.timeframe}`)));
  }

  /** From now on the client looks at these books only. Of an instrument that the session does not have, or has no more, that is told: the line of a page goes on. */
  watch(client: LiveClient, { depth }: LiveWatch): void {
    const listener = this.listeners.get(client);
    if (!listener) return;
    const snapshot = this.options.source.snapshot();
    const ids = depth.map(({ instrumentId }) => instrumentId);
    // While no trader has been heard nobody can say.
    const isKnown = (id: string) => snapshot === null || snapshot.instruments.some(({ instrumentId }) => instrumentId === id);
    this.watched.watch(client, ids.filter(isKnown));
    const unknown = ids.filter((id) => !isKnown(id));
    if (unknown.length > 0)
      send(client, listener, { type: 'values', messages: unknown.map((id) => ({ type: 'depth', depth: unknownDepth(id) })) });
  }

  leave(client: LiveClient): void {
    this.listeners.delete(client);
    this.watched.leave(client);
  }

  close(): void {
    clearInterval(this.heart);
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    for (const client of this.listeners.keys()) client.close(1001, 'Atalaya is stopping');
    this.listeners.clear();
    this.watched.close();
  }

  private deliver(): void {
    // One that is still to come would go on beside the next.
    clearTimeout(this.timers.rows);
    this.timers.rows = undefined;
    this.eachReady('rows', this.rows, ({ sequence }, changes) => {
      const to = changes.reduce((newest, change) => Math.max(newest, change.sequence ?? 0), sequence);
      return { type: 'changes', from: sequence, sequence: to, messages: changes.map(({ message }) => message) };
    });
  }

  private deliverFigures(): void {
    clearTimeout(this.timers.figures);
    this.timers.figures = undefined;
    this.eachReady('figures', this.figures, (_listener, changes) => ({
      type: 'values',
      messages: conflate(changes.map(({ message }) => message)),
    }));
  }

  /** A book is no part of the rings: whoever was held up is told the newest, and nothing in between. */
  private deliverDepth(): void {
    clearTimeout(this.timers.depth);
    this.timers.depth = undefined;
    for (const [client, listener] of this.listeners) {
      if (listener.isJoining || !listener.isWhole || client.bufferedBytes > MOST_BUFFERED_BYTES) continue;
      for (const text of this.watched.newsFor(client)) tell(client, listener, text);
    }
  }

  /** Clients at the same place that want the same get the same text. */
  private eachReady(
    at: 'rows' | 'figures',
    ring: ChangeRing,
    frameOf: (listener: Listener, changes: readonly Change[]) => LiveFrame & { type: 'changes' | 'values' },
  ): void {
    const frames = new Map<string, { readonly text: string | null; readonly sequence: number }>();
    for (const [client, listener] of this.listeners) {
      if (listener[at] === ring.newest || listener.isJoining || client.bufferedBytes > MOST_BUFFERED_BYTES) continue;
      const changes = ring.after(listener[at]);
      if (changes === null) {
        this.sendSnapshot(client, listener);
        continue;
      }
      const key = `${listener[at]} ${at === 'rows' ? listener.sequence : ''} ${listener.isWhole} ${listener.key}`;
      let made = frames.get(key);
      if (!made) {
        const wanted = changes.filter(({ message }) => (listener.isWhole || message.type === 'trader') && listener.wants(message));
        const frame = frameOf(listener, wanted);
        const sequence = frame.type === 'changes' ? frame.sequence : listener.sequence;
        made = { text: wanted.length === 0 ? null : JSON.stringify(frame), sequence };
        frames.set(key, made);
      }
      listener[at] = ring.newest;
      // Figures are in no entry: who hears the same of them may have begun at another one.
      if (at === 'rows') listener.sequence = made.sequence;
      if (made.text !== null) tell(client, listener, made.text);
    }
  }

  private startOver(which: (listener: Listener) => boolean): void {
    for (const [client, listener] of this.listeners) if (!listener.isJoining && which(listener)) this.sendSnapshot(client, listener);
  }

  private sendSnapshot(client: LiveClient, listener: Listener): void {
    const { source, release, onBug } = this.options;
    try {
      const { stream: streamId, sequence } = source.place();
      const found = source.snapshot();
      const snapshot = found === null ? null : sessionSnapshot.parse(found);
      Object.assign(listener, { rows: this.rows.newest, figures: this.figures.newest, sequence, isWhole: snapshot !== null });
      send(client, listener, {
        type: 'snapshot',
        protocol: LIVE_PROTOCOL,
        release,
        streamId,
        sequence,
        trader: source.traderState(),
        snapshot,
      });
    } catch (error) {
      onBug(error);
      this.leave(client);
      client.close(1011, 'the snapshot could not be made');
    }
  }

  private beat(): void {
    const looksAfter = this.beats++ % LOOKED_AFTER_EVERY === 0;
    const quietSince = Date.now() - this.options.heartbeatMs / 2;
    for (const [client, listener] of this.listeners) {
      if (looksAfter && !client.isAlive()) {
        this.leave(client);
        client.close(1001, 'no sign of life');
      } else if (!listener.isJoining && listener.rows === this.rows.newest && listener.toldAt <= quietSince)
        send(client, listener, { type: 'heartbeat', sequence: listener.sequence });
    }
    this.deliver();
    this.deliverFigures();
    this.deliverDepth();
  }
}

function unknownDepth(instrumentId: string): Depth {
  return { instrumentId, state: 'none', why: 'INSTRUMENT_UNKNOWN', at: Date.now(), bids: [], asks: [], trades: [] };
}

function send(client: LiveClient, listener: Listener, frame: LiveFrame): void {
  tell(client, listener, JSON.stringify(frame));
}

function tell(client: LiveClient, listener: Listener, text: string): void {
  listener.toldAt = Date.now();
  client.send(text);
}
