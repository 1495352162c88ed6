import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createServer, type WebServer } from '../../src/adapters/http/create-server.ts';
import { type LiveClient, LiveHub } from '../../src/adapters/http/live-hub.ts';
import { type LiveFrame, liveFrame } from '../../src/api/live.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function start(heartbeatMs?: number): Promise<{ server: WebServer; session: ScriptedSession; cookie: string }> {
  const session = new ScriptedSession(900);
  const server = await createServer({
    source: session,
    port: 0,
    panelFolder: '/nowhere',
    ...(heartbeatMs === undefined ? {} : { heartbeatMs }),
  });
  open.push(() => server.close());
  const answer = await fetch(server.loginLink(), { redirect: 'manual' });
  return { server, session, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

interface Listener {
  readonly frames: LiveFrame[];
  readonly socket: WebSocket;
  /** The next frame of a type, seen or to come. */
  next<Type extends LiveFrame['type']>(type: Type): Promise<LiveFrame & { type: Type }>;
  closed: Promise<number>;
}

function listen(server: WebServer, cookie: string, query = '', headers: Record<string, string> = {}): Listener {
  const socket = new WebSocket(`ws://localhost:${server.port}/api/v1/live${query}`, {
    headers: { cookie, origin: server.url, ...headers },
  });
  open.push(() => socket.terminate());
  const frames: LiveFrame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    frames.push(liveFrame.parse(JSON.parse(data.toString('utf8'))));
    for (const wake of waiting) wake();
  });
  return {
    frames,
    socket,
    closed: new Promise((resolve) => socket.on('close', resolve)),
    async next(type) {
      for (;;) {
        const at = frames.findIndex((frame) => frame.type === type);
        if (at >= 0) return frames.splice(0, at + 1).at(-1) as never;
        await new Promise<void>((resolve) => waiting.add(resolve));
      }
    },
  };
}

function refusalOf(server: WebServer, headers: Record<string, string>): Promise<number> {
  const socket = new WebSocket(`ws://localhost:${server.port}/api/v1/live`, { headers });
  return new Promise((resolve, reject) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('open', () => reject(new Error('the stream was opened')));
    socket.on('error', () => {});
  });
}

describe('who may listen', () => {
  test('nobody without a session, nor from another origin, nor under another name', async () => {
    const { server, cookie } = await start();
    expect(await refusalOf(server, { origin: server.url })).toBe(401);
    expect(await refusalOf(server, { cookie })).toBe(403);
    expect(await refusalOf(server, { cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await refusalOf(server, { cookie, origin: 'http://evil.example', host: 'evil.example' })).toBe(421);
  });
});

describe('the stream', () => {
  test('begins with a snapshot and goes on with every change', async () => {
    const { server, session, cookie } = await start();
    const listener = listen(server, cookie);
    const { snapshot, sequence } = await listener.next('snapshot');
    expect(snapshot.fills.length).toBeGreaterThan(10);
    session.step();
    session.sendStatus();
    const changes = await listener.next('changes');
    expect(changes.sequence).toBeGreaterThan(sequence);
    expect(changes.messages.map((message) => message.type)).toEqual(expect.arrayContaining(['candles', 'equity', 'status']));
  });

  test('what a command did is seen by every page at once', async () => {
    const { server, session, cookie } = await start();
    // A source that is slow to tell.
    session.sendStatus = () => {};
    const listener = listen(server, cookie);
    await listener.next('snapshot');
    const body = JSON.stringify({ kind: 'feed-pause', commandId: crypto.randomUUID() });
    await fetch(`${server.url}/api/v1/commands`, {
      method: 'POST',
      body,
      headers: { cookie, origin: server.url, 'content-type': 'application/json' },
    });
    const { messages } = await listener.next('changes');
    expect(messages.map((message) => message.type === 'status' && message.status.feed.state)).toEqual(['paused']);
  });

  test('a reconnect goes on where it was and misses nothing', async () => {
    const { server, session, cookie } = await start();
    const before = listen(server, cookie);
    const { streamId, sequence } = await before.next('snapshot');
    before.socket.terminate();
    const times: number[] = [];
    for (let minute = 0; minute < 5; minute++) {
      session.step();
      times.push(session.trader.history.at(-1)?.time as number);
    }
    const after = listen(server, cookie, `?stream=${streamId}&after=${sequence}`);
    await after.next('resumed');
    const { messages } = await after.next('changes');
    const minutes = messages.find((message) => message.type === 'candles' && message.batch.timeframe === '1m');
    expect(minutes?.type === 'candles' && minutes.batch.time).toEqual(times);
  });

  test('another stream, a future change or one long gone starts with a snapshot', async () => {
    const { server, session, cookie } = await start();
    const { streamId, sequence } = await listen(server, cookie).next('snapshot');
    await listen(server, cookie, `?stream=another&after=${sequence}`).next('snapshot');
    await listen(server, cookie, `?stream=${streamId}&after=${sequence + 99}`).next('snapshot');
    for (let status = 0; status < 4001; status++) session.sendStatus();
    await listen(server, cookie, `?stream=${streamId}&after=${sequence}`).next('snapshot');
  });

  test('who leaves hears no more', async () => {
    const { server, cookie } = await start(20);
    const listener = listen(server, cookie);
    await listener.next('heartbeat');
    await fetch(`${server.url}/api/v1/session`, { method: 'DELETE', headers: { cookie, origin: server.url } });
    expect(await listener.closed).toBe(1001);
  });

  test('a server that stops says goodbye', async () => {
    const { server, cookie } = await start();
    const listener = listen(server, cookie);
    await listener.next('snapshot');
    await server.close();
    expect(await listener.closed).toBe(1001);
  });
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
      snapshot: () => session.snapshot(),
      onBug: (error) => expect.unreachable(String(error)),
      gatherMs: 5,
      ...more,
    });
    open.push(() => hub.close());
    open.push(session.subscribe((message) => hub.publish(message)));
    return hub;
  }

  test('gets nothing while its socket is full, then one full frame; others are not held up', async () => {
    const session = new ScriptedSession(100);
    const hub = hubOf(session);
    const [slow, quick] = [new SlowClient(), new SlowClient()];
    hub.join(slow);
    hub.join(quick);
    slow.bufferedBytes = 1e9;
    for (let minute = 0; minute < 20; minute++) {
      session.step();
      if (minute % 5 === 4) await pause(15);
    }
    expect(slow.frames).toHaveLength(1);
    expect(quick.frames.length).toBeGreaterThan(3);
    slow.bufferedBytes = 0;
    session.sendStatus();
    await pause(20);
    expect(slow.frames).toHaveLength(2);
    const [, caughtUp] = slow.frames;
    const minutes =
      caughtUp?.type === 'changes' && caughtUp.messages.find((message) => message.type === 'candles' && message.batch.timeframe === '1m');
    expect(minutes && minutes.type === 'candles' && minutes.batch.time).toHaveLength(20);
    expect(caughtUp?.sequence).toBe(quick.frames.at(-1)?.sequence);
  });

  test('starts again from a snapshot when it fell off the ring', async () => {
    const session = new ScriptedSession(100);
    const hub = hubOf(session, { ringLength: 50 });
    const slow = new SlowClient();
    hub.join(slow);
    slow.bufferedBytes = 1e9;
    for (let minute = 0; minute < 20; minute++) session.step();
    slow.bufferedBytes = 0;
    session.sendStatus();
    await pause(20);
    expect(slow.frames.map((frame) => frame.type)).toEqual(['snapshot', 'snapshot']);
    expect(slow.frames[1]?.sequence).toBe(hub.sequence);
  });

  test('is let go when it gives no sign of life', async () => {
    const session = new ScriptedSession(10);
    const hub = hubOf(session, { heartbeatMs: 10 });
    const [dead, quiet] = [new SlowClient(), new SlowClient()];
    dead.answers = false;
    hub.join(dead);
    hub.join(quiet);
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
    hub.join(client);
    hub.publish({ type: 'equity', series: { time: ['now'] } } as never);
    await pause(20);
    expect(bugs).toHaveLength(1);
    expect(client.frames.map((frame) => frame.type)).toEqual(['snapshot', 'snapshot']);
  });
});
