import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createServer, type WebServer } from '../../src/adapters/http/create-server.ts';
import { type LiveFrame, liveFrame } from '../../src/api/live.ts';
import { ScriptedSession } from '../browser/scripted-session.ts';

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function start(heartbeatMs?: number): Promise<{ server: WebServer; session: ScriptedSession; cookie: string }> {
  return serve(new ScriptedSession(900), heartbeatMs);
}

async function serve(
  session: ScriptedSession,
  heartbeatMs?: number,
): Promise<{ server: WebServer; session: ScriptedSession; cookie: string }> {
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

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

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

describe('the place asked for', () => {
  test('is a number in plain notation, and no other name is known', async () => {
    const { server, cookie } = await start();
    const endOf = (query: string) => {
      const socket = new WebSocket(`ws://localhost:${server.port}/api/v1/live?${query}`, { headers: { cookie, origin: server.url } });
      return new Promise<[number, string]>((resolve) => {
        socket.on('close', (code, reason) => resolve([code, reason.toString()]));
      });
    };
    expect(await endOf('stream=s&after=0x10')).toEqual([1008, expect.stringMatching(/^after: expected /)]);
    expect(await endOf('stream=s&after=')).toEqual([1008, expect.stringMatching(/^after: expected /)]);
    expect(await endOf('from=5')).toEqual([1008, expect.stringMatching(/^from: expected one of stream, after, found an unknown name/)]);
  });
});

describe('the stream', () => {
  test('begins with a snapshot and goes on with every change', async () => {
    const { server, session, cookie } = await start();
    const listener = listen(server, cookie);
    const { snapshot, sequence } = await listener.next('snapshot');
    expect(snapshot?.fills.length).toBeGreaterThan(10);
    session.step();
    session.sendStatus();
    const values = await listener.next('values');
    expect(values.messages.map((message) => message.type)).toEqual(expect.arrayContaining(['candles', 'equity', 'status']));
    session.setMode('PAUSE', 'test', 'owner');
    const changes = await listener.next('changes');
    expect(changes).toMatchObject({ from: sequence, sequence: session.trader.sequence });
    expect(changes.messages.map((message) => message.type)).toEqual(['event']);
  });

  test('who has come later goes on from its own place, also after figures that everybody is told', async () => {
    const { server, session, cookie } = await start();
    const early = listen(server, cookie);
    const { sequence } = await early.next('snapshot');
    // An entry that brought no row: nobody is told, and who comes now begins behind it.
    session.trader.sequence++;
    const late = listen(server, cookie);
    expect((await late.next('snapshot')).sequence).toBe(sequence + 1);
    session.sendStatus();
    await Promise.all([early.next('values'), late.next('values')]);
    session.setMode('PAUSE', 'test', 'owner');
    expect((await early.next('changes')).from).toBe(sequence);
    expect((await late.next('changes')).from).toBe(sequence + 1);
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
    const { messages } = await listener.next('values');
    expect(messages.map((message) => message.type === 'status' && message.status.feed.state)).toEqual(['paused']);
  });

  test('a reconnect goes on where it was and misses nothing of what happened', async () => {
    const { server, session, cookie } = await start();
    const before = listen(server, cookie);
    const { streamId, sequence } = await before.next('snapshot');
    before.socket.terminate();
    const missed: string[] = [];
    session.subscribe(({ sequence: at, messages }) => {
      if (at !== null) missed.push(...messages.map(({ type }) => type));
    });
    session.setMode('PAUSE', 'test', 'owner');
    session.setMode('NORMAL', 'test', 'owner');
    for (let minute = 0; minute < 200; minute++) session.step();
    expect(missed.length).toBeGreaterThan(2);
    const after = listen(server, cookie, `?stream=${encodeURIComponent(streamId)}&after=${sequence}`);
    await after.next('resumed');
    const changes = await after.next('changes');
    expect(changes).toMatchObject({ from: sequence, sequence: session.trader.sequence });
    expect(changes.messages.map(({ type }) => type)).toEqual(missed);
    // Figures are not made up for, but what is true now is told.
    const { messages } = await after.next('values');
    expect(messages.map(({ type }) => type)).toEqual(['status']);
  });

  test("the same from another server over the same journal: the place is the journal's, not the server's", async () => {
    const { server, session, cookie } = await start();
    const { streamId, sequence } = await listen(server, cookie).next('snapshot');
    await server.close();
    session.setMode('PAUSE', 'test', 'owner');
    const next = await serve(session);
    const again = listen(next.server, next.cookie, `?stream=${encodeURIComponent(streamId)}&after=${sequence}`);
    await again.next('resumed');
    const { messages } = await again.next('changes');
    expect(messages).toMatchObject([{ type: 'event', event: { code: 'MODE_CHANGED' } }]);
  });

  test('another history or a change to come starts with a snapshot', async () => {
    const { server, cookie } = await start();
    const { streamId, sequence } = await listen(server, cookie).next('snapshot');
    await listen(server, cookie, `?stream=another&after=${sequence}`).next('snapshot');
    await listen(server, cookie, `?stream=${encodeURIComponent(streamId)}&after=${sequence + 99}`).next('snapshot');
  });

  test('what happens while it is asked what was missed comes once', async () => {
    const { server, session, cookie } = await start();
    const { streamId, sequence } = await listen(server, cookie).next('snapshot');
    session.setMode('PAUSE', 'test', 'owner');
    // As a process of its own: it has gone on until it answers.
    const answer = session.changesAfter.bind(session);
    const asked = async (after: number, upTo: number) => {
      session.setMode('NORMAL', 'test', 'owner');
      return answer(after, upTo);
    };
    Object.assign(session, { changesAfter: asked });
    const again = listen(server, cookie, `?stream=${encodeURIComponent(streamId)}&after=${sequence}`);
    await again.next('resumed');
    const changes = [await again.next('changes'), await again.next('changes')];
    const told = changes.flatMap(({ messages }) => messages.map((message) => message.type === 'event' && message.event.data.to));
    expect(told).toEqual(['PAUSE', 'NORMAL']);
    expect(changes[1]?.from).toBe(changes[0]?.sequence);
  });

  test('a client hears of the topics it asks for, and of the candles it names', async () => {
    const { server, session, cookie } = await start();
    const listener = listen(server, cookie);
    await listener.next('snapshot');
    const candles = [{ instrumentId: 'BTCUSDT', timeframe: '5m' }];
    listener.socket.send(JSON.stringify({ type: 'subscribe', topics: ['candles', 'fills'], candles }));
    await pause(50);
    session.setMode('PAUSE', 'test', 'owner');
    session.step();
    const { messages } = await listener.next('values');
    expect(messages.map((message) => message.type === 'candles' && message.batch.timeframe)).toEqual(['5m']);
    expect(listener.frames.filter(({ type }) => type === 'changes')).toEqual([]);
  });

  test('more than sixty subscriptions in ten seconds end the line', async () => {
    const { server, cookie } = await start();
    const [busy, quiet] = [listen(server, cookie), listen(server, cookie)];
    await Promise.all([busy.next('snapshot'), quiet.next('snapshot')]);
    const subscription = JSON.stringify({ type: 'subscribe', topics: ['fills'] });
    for (let i = 0; i < 60; i++) for (const { socket } of [busy, quiet]) socket.send(subscription);
    busy.socket.send(subscription);
    expect(await busy.closed).toBe(1008);
    expect(quiet.socket.readyState).toBe(WebSocket.OPEN);
  });

  test('what is no subscription ends the line', async () => {
    const { server, cookie } = await start();
    for (const said of ['{"type":"subscribe","topics":["money"]}', 'hello', `"${'x'.repeat(5000)}"`]) {
      const listener = listen(server, cookie);
      await listener.next('snapshot');
      listener.socket.send(said);
      expect([1008, 1009]).toContain(await listener.closed);
    }
  });

  test('who leaves hears no more', async () => {
    const { server, cookie } = await start(20);
    const listener = listen(server, cookie);
    await listener.next('heartbeat');
    await fetch(`${server.url}/api/v1/session`, { method: 'DELETE', headers: { cookie, origin: server.url } });
    expect(await listener.closed).toBe(1008);
  });

  test('a server that stops says goodbye', async () => {
    const { server, cookie } = await start();
    const listener = listen(server, cookie);
    await listener.next('snapshot');
    await server.close();
    expect(await listener.closed).toBe(1001);
  });
});
