/** Order books over the live stream: asked of the trader only while somebody looks, the newest alone for whoever is slow, and nothing for those who did not ask. */

import { afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { createServer } from '../../src/adapters/http/create-server.ts';
import { type LiveClient, LiveHub } from '../../src/adapters/http/live-hub.ts';
import type { Depth } from '../../src/api/depth.ts';
import { type LiveFrame, liveFrame } from '../../src/api/live.ts';
import { openRemoteSource } from '../../src/apps/platform/remote-source.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';
import { ControlLab } from '../control/control-lab.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

const ID = 'BTCUSDT';
const depthAt = (bid: number, instrumentId = ID): Depth => ({
  ...{ instrumentId, state: 'live', why: null, at: bid, asks: [{ price: 200, size: 1 }], trades: [] },
  bids: [{ price: bid, size: 1 }],
});

/** A trader's book as a test moves it, and what is asked of it. */
class ScriptedBooks {
  readonly acts: string[] = [];
  private readonly listeners = new Map<string, (depth: Depth) => void>();

  readonly watchDepth = (id: string, listener: (depth: Depth) => void) => {
    this.acts.push(`watch ${id}`);
    this.listeners.set(id, listener);
    return () => {
      this.acts.push(`leave ${id}`);
      this.listeners.delete(id);
    };
  };

  move(bid: number): void {
    this.listeners.get(ID)?.(depthAt(bid));
  }
}

class Client implements LiveClient {
  bufferedBytes = 0;
  readonly frames: LiveFrame[] = [];
  send(text: string): void {
    this.frames.push(liveFrame.parse(JSON.parse(text)));
  }
  isAlive(): boolean {
    return true;
  }
  close(): void {}
  get bids(): (number | undefined)[] {
    return bidsIn(this.frames);
  }
}

const bidsIn = (frames: readonly LiveFrame[]) =>
  frames.flatMap((frame) =>
    frame.type === 'values' ? frame.messages.flatMap((message) => (message.type === 'depth' ? [message.depth.bids[0]?.price] : [])) : [],
  );
const watch = (...ids: string[]) => ({ type: 'watch' as const, depth: ids.map((instrumentId) => ({ instrumentId })) });

function hubOf(books: ScriptedBooks, onBug = (error: unknown): void => expect.unreachable(String(error))): LiveHub {
  vi.useFakeTimers();
  open.push(() => void vi.useRealTimers());
  const hub = new LiveHub({ source: new ScriptedSession(10), release: '0.1.0', onBug, watchDepth: books.watchDepth });
  open.push(() => hub.close());
  return hub;
}

test('one watch for all who look, its newest at once for who comes later, and none for who did not ask', async () => {
  const books = new ScriptedBooks();
  const hub = hubOf(books);
  const [first, second, other] = [new Client(), new Client(), new Client()];
  for (const client of [first, second, other]) await hub.join(client);
  hub.watch(first, watch(ID));
  books.move(100);
  await vi.advanceTimersByTimeAsync(300);
  hub.watch(second, watch(ID));
  await vi.advanceTimersByTimeAsync(300);
  expect([first.bids, second.bids, other.bids]).toEqual([[100], [100], []]);
  // Saying the same again asks for nothing and tells nothing twice.
  hub.watch(second, watch(ID));
  await vi.advanceTimersByTimeAsync(300);
  expect(second.bids).toEqual([100]);
  hub.watch(first, watch());
  books.move(101);
  await vi.advanceTimersByTimeAsync(300);
  expect([first.bids, second.bids]).toEqual([[100], [100, 101]]);
  hub.leave(second);
  expect(books.acts).toEqual([`watch ${ID}`, `leave ${ID}`]);
});

test('topics that were chosen do not take away what is looked at', async () => {
  const books = new ScriptedBooks();
  const hub = hubOf(books);
  const client = new Client();
  await hub.join(client);
  hub.subscribe(client, { type: 'subscribe', topics: ['fills'], candles: [] });
  hub.watch(client, watch(ID));
  books.move(7);
  await vi.advanceTimersByTimeAsync(300);
  expect(client.bids).toEqual([7]);
});

test('of a hundred changes a second come four at most; who does not keep up is told the newest alone, and holds nobody up', async () => {
  const books = new ScriptedBooks();
  const hub = hubOf(books);
  const [slow, quick] = [new Client(), new Client()];
  for (const client of [slow, quick]) {
    await hub.join(client);
    hub.watch(client, watch(ID));
  }
  slow.bufferedBytes = 1e9;
  for (let i = 1; i <= 1000; i++) {
    books.move(i);
    await vi.advanceTimersByTimeAsync(10);
  }
  expect(quick.bids.length).toBeGreaterThan(30);
  // One more with each heartbeat, which tells what is there without waiting.
  expect(quick.bids.length).toBeLessThanOrEqual(42);
  expect(slow.bids).toEqual([]);
  slow.bufferedBytes = 0;
  books.move(2000);
  await vi.advanceTimersByTimeAsync(300);
  expect(slow.bids).toEqual([2000]);
  // The ring of what happened holds none of it: nobody has to begin anew.
  expect(slow.frames.filter(({ type }) => type === 'snapshot')).toHaveLength(1);
});

test('what is malformed is told as a bug and reaches nobody', async () => {
  const bugs: unknown[] = [];
  const told: { hear?: (depth: Depth) => void } = {};
  const books = new ScriptedBooks();
  const hub = hubOf(
    Object.assign(books, {
      watchDepth: (_: string, hear: (depth: Depth) => void) => {
        told.hear = hear;
        return () => {};
      },
    }),
    (error) => bugs.push(error),
  );
  const client = new Client();
  await hub.join(client);
  hub.watch(client, watch(ID));
  told.hear?.({ instrumentId: ID, state: 'live' } as Depth);
  await vi.advanceTimersByTimeAsync(300);
  expect([bugs.length, client.bids]).toEqual([1, []]);
});

test('over a real line: watched as long as it is open; of another instrument that is told, too many are refused', async () => {
  const books = new ScriptedBooks();
  const session = new ScriptedSession(10);
  const none = async () => ({ ok: false as const, refusal: { code: 'X', message: '', measured: null, limit: null } });
  const orders = {
    preview: () => expect.unreachable(),
    act: none,
    outcome: async () => ({ outcome: 'unknown' as const }),
    depth: () => depthAt(1),
    watchDepth: books.watchDepth,
  };
  const server = await createServer({ source: session, orders, port: 0, panelFolder: '/nowhere' });
  open.push(() => server.close());
  const entered = await fetch(server.loginLink(), { redirect: 'manual' });
  const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
  const listen = () => {
    const socket = new WebSocket(`ws://localhost:${server.port}/api/v1/live`, { headers: { cookie, origin: server.url } });
    open.push(() => socket.terminate());
    const frames: LiveFrame[] = [];
    socket.on('message', (data: Buffer) => void frames.push(liveFrame.parse(JSON.parse(data.toString('utf8')))));
    return {
      socket,
      frames,
      opened: new Promise((done) => socket.once('open', done)),
      closed: new Promise<readonly [number, string]>((done) => socket.once('close', (code, why) => done([code, why.toString()]))),
    };
  };
  const looking = listen();
  await looking.opened;
  looking.socket.send(JSON.stringify(watch(ID)));
  await expect.poll(() => books.acts).toEqual([`watch ${ID}`]);
  books.move(5);
  await expect.poll(() => bidsIn(looking.frames)).toEqual([5]);
  looking.socket.close();
  await expect.poll(() => books.acts).toEqual([`watch ${ID}`, `leave ${ID}`]);
  const strange = listen();
  await strange.opened;
  strange.socket.send(JSON.stringify(watch('NOTHING', ID)));
  const whys = () =>
    strange.frames
      .flatMap((frame) => (frame.type === 'values' ? frame.messages : []))
      .flatMap((message) => (message.type === 'depth' ? [message.depth.why] : []));
  // Told, and not a reason to break the line: a page may look at what the session no longer has.
  await expect.poll(whys).toEqual(['INSTRUMENT_UNKNOWN']);
  books.move(6);
  await expect.poll(() => bidsIn(strange.frames)).toContain(6);
  for (const [said, why] of [
    [watch(ID, ID, ID, ID, ID), 'depth: expected at most 4 entries, found a list of 5; correct it.'],
    [{ type: 'watch', depth: 'all' }, 'depth: expected a list, found "all"; correct it.'],
    [{ type: 'look' }, 'type: expected one of subscribe, watch, found "look"; correct it.'],
  ] as const) {
    const refused = listen();
    await refused.opened;
    refused.socket.send(JSON.stringify(said));
    expect(await refused.closed).toEqual([1008, why]);
  }
});

test('over the door of the trader: told while it is read, again after the trader was away, and no instrument that is not there', async () => {
  const lab = new ControlLab();
  open.push(() => lab.end());
  const first = await lab.open();
  const remote = openRemoteSource({ dataFolder: lab.folder, release: '0.0.0', startingMs: 0 });
  open.push(() => remote.close());
  await remote.heard;
  const told: Depth[] = [];
  const stop = remote.byHand.watchDepth(ID, (depth) => void told.push(depth));
  open.push(stop);
  await expect.poll(() => told[0], { timeout: 5_000 }).toMatchObject({ instrumentId: ID, state: 'none', why: 'FEED_REPLAYED' });
  await lab.stop(first);
  const before = told.length;
  await lab.open();
  await expect.poll(() => told.length, { timeout: 8_000 }).toBeGreaterThan(before);
  const strange: Depth[] = [];
  open.push(remote.byHand.watchDepth('NOTHING', (depth) => void strange.push(depth)));
  await expect(async () => remote.byHand.depth({ instrumentId: 'NOTHING' })).rejects.toMatchObject({ code: 'INSTRUMENT_UNKNOWN' });
  expect(strange).toEqual([]);
});
