/** What the hub tells to whom: clients that do not keep up, many figures, and a trader that comes and goes. */

import { afterEach, describe, expect, test, vi } from 'vitest';
import { type LiveClient, LiveHub } from '../../src/adapters/http/live-hub.ts';
import type { LiveFrame } from '../../src/api/live.ts';
import { HEARTBEAT_MS } from '../../src/api/paths.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A client whose socket can be held up. */
class SlowClient implements LiveClient {
  bufferedBytes = 0;
  readonly frames: LiveFrame[] = [];
  isClosed = false;
  answers = true;

  send(text: string): void {
    this.frames.push(JSON.parse(text) as LiveFrame);
  }
  isAlive(): boolean {
    return this.answers;
  }
  close(): void {
    this.isClosed = true;
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a client that does not keep up', () => {
  function hubOf(session: ScriptedSession, more: Partial<ConstructorParameters<typeof LiveHub>[0]> = {}): LiveHub {
    const hub = new LiveHub({
      source: session,
      release: '0.1.0',
      onBug: (error) => expect.unreachable(String(error)),
      ...{ rowsMs: 5, figuresMs: 5 },
      ...more,
    });
    open.push(() => hub.close());
    open.push(session.subscribe((change) => hub.publish(change)));
    return hub;
  }

  test('gets nothing while its socket is full, then one full frame of each kind; others are not held up', async () => {
    const session = new ScriptedSession(100);
    const hub = hubOf(session);
    const [slow, quick] = [new SlowClient(), new SlowClient()];
    await hub.join(slow);
    await hub.join(quick);
    slow.bufferedBytes = 1e9;
    for (let minute = 0; minute < 20; minute++) {
      session.step();
      session.setMode('PAUSE', 'test', 'owner');
      if (minute % 5 === 4) await pause(15);
    }
    expect(slow.frames).toHaveLength(1);
    expect(quick.frames.length).toBeGreaterThan(6);
    slow.bufferedBytes = 0;
    session.sendStatus();
    session.setMode('NORMAL', 'test', 'owner');
    await pause(30);
    const [, ...caughtUp] = slow.frames;
    expect(caughtUp.map(({ type }) => type).sort()).toEqual(['changes', 'values']);
    const values = caughtUp.find((frame) => frame.type === 'values');
    const minutes = values?.messages.find((message) => message.type === 'candles' && message.batch.timeframe === '1m');
    expect(minutes?.type === 'candles' && minutes.batch.time).toHaveLength(20);
    const changes = caughtUp.find((frame) => frame.type === 'changes');
    expect(changes?.messages.filter(({ type }) => type === 'event')).toHaveLength(21);
    expect(changes?.sequence).toBe(session.trader.sequence);
  });

  test('of a hundred figures a second come four frames at most, however long it listens', async () => {
    vi.useFakeTimers();
    open.push(() => void vi.useRealTimers());
    const session = new ScriptedSession(10);
    const hub = hubOf(session, { figuresMs: 250, heartbeatMs: 1_000 });
    const client = new SlowClient();
    await hub.join(client);
    const { status } = session.snapshot();
    const tell = setInterval(() => session.send({ type: 'status', status }), 10);
    await vi.advanceTimersByTimeAsync(50_000);
    const told = client.frames.length;
    await vi.advanceTimersByTimeAsync(10_000);
    clearInterval(tell);
    const figures = client.frames.slice(told).filter(({ type }) => type === 'values').length;
    // One more with each heartbeat, which tells what is there without waiting.
    expect(figures).toBeGreaterThan(30);
    expect(figures).toBeLessThanOrEqual(50);
  });

  test('is told that the server lives after two seconds of silence, and not while it is told other things', async () => {
    vi.useFakeTimers();
    open.push(() => void vi.useRealTimers());
    const session = new ScriptedSession(10);
    const hub = hubOf(session, { heartbeatMs: HEARTBEAT_MS });
    const client = new SlowClient();
    await hub.join(client);
    const { status } = session.snapshot();
    const tell = setInterval(() => session.send({ type: 'status', status }), 500);
    await vi.advanceTimersByTimeAsync(10_000);
    clearInterval(tell);
    await vi.advanceTimersByTimeAsync(250);
    expect(client.frames.filter(({ type }) => type === 'heartbeat')).toEqual([]);
    const told = client.frames.length;
    await vi.advanceTimersByTimeAsync(10_000);
    // A page that hears nothing for five seconds gives its server up: never two beats may be missing.
    expect(client.frames.slice(told).map(({ type }) => type)).toEqual(['heartbeat', 'heartbeat', 'heartbeat', 'heartbeat', 'heartbeat']);
  });

  test('starts again from a snapshot when it fell off the ring', async () => {
    const session = new ScriptedSession(100);
    const hub = hubOf(session, { ringLength: 50 });
    const slow = new SlowClient();
    await hub.join(slow);
    slow.bufferedBytes = 1e9;
    for (let minute = 0; minute < 20; minute++) session.step();
    slow.bufferedBytes = 0;
    session.sendStatus();
    await pause(20);
    expect(slow.frames.map((frame) => frame.type)).toEqual(['snapshot', 'snapshot']);
  });

  test('is let go when it gives no sign of life', async () => {
    const session = new ScriptedSession(10);
    const hub = hubOf(session, { heartbeatMs: 10 });
    const [dead, quiet] = [new SlowClient(), new SlowClient()];
    dead.answers = false;
    await hub.join(dead);
    await hub.join(quiet);
    await pause(40);
    expect(dead.isClosed).toBe(true);
    expect(hub.clients).toBe(1);
    expect(quiet.frames.at(-1)?.type).toBe('heartbeat');
  });

  test('a malformed change is told as a bug, and everybody starts again from a snapshot', async () => {
    const bugs: unknown[] = [];
    const session = new ScriptedSession(10);
    const hub = hubOf(session, { onBug: (error) => bugs.push(error) });
    const client = new SlowClient();
    await hub.join(client);
    hub.publish({ sequence: null, messages: [{ type: 'equity', series: { time: ['now'] } } as never] });
    await pause(20);
    expect(bugs).toHaveLength(1);
    expect(client.frames.map((frame) => frame.type)).toEqual(['snapshot', 'snapshot']);
  });
});

describe('the trader behind it', () => {
  /** A source whose trader comes and goes. */
  class Fickle extends ScriptedSession {
    state: 'running' | 'stopped' = 'stopped';
    known = false;
    history = 'first';
    override traderState() {
      return { state: this.state, since: 1, detail: null };
    }
    override snapshot() {
      return this.known ? super.snapshot() : (null as never);
    }
    override place() {
      return { ...super.place(), stream: this.history };
    }
    tellTrader(): void {
      this.send({ type: 'trader', trader: this.traderState() });
    }
  }

  test('nothing is known before it was heard; then the picture comes, and again when it is of another history', async () => {
    const session = new Fickle(10);
    const hub = new LiveHub({ source: session, release: '0.1.0', onBug: (error) => expect.unreachable(String(error)), rowsMs: 1 });
    open.push(() => hub.close());
    open.push(session.subscribe((change) => hub.publish(change)));
    const client = new SlowClient();
    await hub.join(client);
    expect(client.frames).toMatchObject([{ type: 'snapshot', snapshot: null, trader: { state: 'stopped' } }]);
    Object.assign(session, { state: 'running', known: true });
    session.tellTrader();
    await pause(15);
    expect(client.frames.at(-1)).toMatchObject({
      type: 'snapshot',
      streamId: 'first',
      trader: { state: 'running' },
      snapshot: { world: 'paper' },
    });
    const told = client.frames.length;
    session.state = 'stopped';
    session.tellTrader();
    await pause(15);
    expect(client.frames.slice(told)).toMatchObject([{ type: 'changes', messages: [{ type: 'trader', trader: { state: 'stopped' } }] }]);
    session.state = 'running';
    session.tellTrader();
    await pause(15);
    expect(client.frames.at(-1)).toMatchObject({ type: 'changes', messages: [{ type: 'trader', trader: { state: 'running' } }] });
    session.history = 'second';
    session.tellTrader();
    await pause(15);
    expect(client.frames.at(-1)).toMatchObject({ type: 'snapshot', streamId: 'second' });
  });
});
