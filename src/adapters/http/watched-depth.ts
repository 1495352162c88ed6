/** Order books that clients look at: each watched once however many look, and only while one does; a client that does not keep up is told the newest alone. */

import { type Depth, depth as depthShape } from '../../api/depth.ts';
import type { LiveFrame } from '../../api/live.ts';

export type WatchDepth = (instrumentId: string, listener: (depth: Depth) => void) => () => void;

interface Watched {
  readonly clients: Set<object>;
  stop: () => void;
  /** Rises with each one; 0: none has come yet. */
  version: number;
  /** The newest, as the text that every client is sent. */
  text: string;
}

export class WatchedDepth {
  private readonly watchDepth: WatchDepth;
  private readonly changed: () => void;
  private readonly onBug: (error: unknown) => void;
  private readonly books = new Map<string, Watched>();
  /** What each client has been told, by instrument. */
  private readonly told = new Map<object, Map<string, number>>();

  /** `changed` is called when there is something to tell. */
  constructor(watchDepth: WatchDepth, changed: () => void, onBug: (error: unknown) => void) {
    this.watchDepth = watchDepth;
    this.changed = changed;
    this.onBug = onBug;
  }

  /** From now on the client looks at these, and at no others. */
  watch(client: object, instrumentIds: readonly string[]): void {
    const before = this.told.get(client) ?? new Map<string, number>();
    const now = new Map(instrumentIds.map((id) => [id, before.get(id) ?? 0]));
    // What goes on being looked at is not let go in between.
    for (const id of now.keys()) if (!before.has(id)) this.add(client, id);
    for (const id of before.keys()) if (!now.has(id)) this.drop(client, id);
    if (now.size === 0) this.told.delete(client);
    else this.told.set(client, now);
    this.changed();
  }

  leave(client: object): void {
    for (const id of this.told.get(client)?.keys() ?? []) this.drop(client, id);
    this.told.delete(client);
  }

  /** Frames that the client has not been sent yet; they count as sent. */
  newsFor(client: object): string[] {
    const told = this.told.get(client);
    if (told === undefined) return [];
    const news: string[] = [];
    for (const [id, version] of told) {
      const book = this.books.get(id);
      if (book === undefined || book.version === version) continue;
      told.set(id, book.version);
      news.push(book.text);
    }
    return news;
  }

  close(): void {
    for (const { stop } of this.books.values()) stop();
    this.books.clear();
    this.told.clear();
  }

  private add(client: object, instrumentId: string): void {
    const known = this.books.get(instrumentId);
    if (known) {
      known.clients.add(client);
      return;
    }
    const book: Watched = { clients: new Set([client]), stop: () => {}, version: 0, text: '' };
    this.books.set(instrumentId, book);
    book.stop = this.watchDepth(instrumentId, (told) => {
      try {
        const frame: LiveFrame = { type: 'values', messages: [{ type: 'depth', depth: depthShape.parse(told) }] };
        book.text = JSON.stringify(frame);
        book.version++;
      } catch (error) {
        return this.onBug(error);
      }
      this.changed();
    });
  }

  private drop(client: object, instrumentId: string): void {
    const book = this.books.get(instrumentId);
    if (!book?.clients.delete(client) || book.clients.size > 0) return;
    this.books.delete(instrumentId);
    book.stop();
  }
}
