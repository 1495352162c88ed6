import { once } from 'node:events';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type KeptStream, keepStream, type StreamScript } from './keep-stream.ts';

const FAST = { pingEveryMs: 20, silentAfterMs: 60, readyWithinMs: 150, firstPauseMs: 5, longestPauseMs: 40 };

describe('a kept stream', () => {
  let server: WebSocketServer;
  let stream: KeptStream;
  let connections: WebSocket[];
  let log: string[];
  let wake: () => void = () => {};
  const script = (more: Partial<StreamScript> = {}): StreamScript => ({
    name: 'test',
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ping: { op: 'ping' },
    begin: (connection) => {
      connection.send({ op: 'subscribe' });
      return (frame) => (frame === 'ready' ? connection.ready() : note(`frame ${frame}`));
    },
    ...more,
  });
  const note = (line: string) => {
    log.push(line);
    wake();
  };
  const until = async (fits: () => boolean) => {
    while (!fits()) await new Promise<void>((resolve) => (wake = resolve));
  };
  const keep = (one: StreamScript, times = FAST) => {
    stream = keepStream(
      one,
      { up: () => note('up'), down: (_, reason) => note(`down ${reason}`), unreadable: (_, error) => note(`unreadable ${error}`) },
      () => 0,
      times,
    );
  };

  beforeEach(async () => {
    connections = [];
    log = [];
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
  });
  afterEach(() => {
    stream.close();
    for (const connection of connections) connection.terminate();
    server.close();
  });
  const accept = (answer: (frame: string, socket: WebSocket) => void) =>
    server.on('connection', (socket) => {
      connections.push(socket);
      socket.on('message', (data) => answer(String(data), socket));
    });

  test('is up when subscribed, subscribes again after a break, and says both', async () => {
    accept((frame, socket) => socket.send(frame.includes('subscribe') ? 'ready' : 'pong'));
    keep(script());
    await until(() => log.includes('up'));
    connections[0]?.close();
    await until(() => log.filter((line) => line === 'up').length === 2);
    expect(log.filter((line) => !line.startsWith('frame'))).toEqual(['up', 'down connection closed', 'up']);
  });

  test('waits longer each time while connections break at once, and not for ever', async () => {
    const opened: number[] = [];
    accept((_, socket) => socket.send('ready'));
    server.on('connection', () => opened.push(performance.now()));
    keep(
      script({
        begin: (connection) => {
          connection.send({ op: 'subscribe' });
          return () => {
            connection.ready();
            connection.fail('broken at once');
          };
        },
      }),
    );
    await until(() => log.filter((line) => line.startsWith('down')).length === 6);
    const pauses = opened.slice(1).map((at, index) => at - (opened[index] as number));
    // Half of 5, 10, 20, 40, 40 ms: the jitter of these tests is none.
    expect(pauses.length).toBe(5);
    [2, 4, 9, 19, 19].forEach((least, index) => expect(pauses[index]).toBeGreaterThan(least));
  });

  test('gives up a connection that is open but silent', async () => {
    accept((frame, socket) => frame.includes('subscribe') && connections.length === 1 && socket.send('ready'));
    keep(script());
    await until(() => log.includes('down silent for too long'));
  });

  test('gives up one whose other end is gone without a word, and comes back: no end of the connection ever arrives', async () => {
    accept((frame, socket) => socket.send(frame.includes('subscribe') ? 'ready' : 'pong'));
    // Between the two: a wire that can be cut. What is sent into it is taken, nothing comes out any more.
    const wire = createTcpServer((near) => {
      const far = connect((server.address() as AddressInfo).port, '127.0.0.1');
      near.on('error', () => {}).on('close', () => far.destroy());
      far.on('error', () => {});
      near.pipe(far);
      far.pipe(near);
      cut.push(() => {
        near.unpipe(far).resume();
        far.unpipe(near).resume();
      });
    });
    const cut: (() => void)[] = [];
    wire.listen(0, '127.0.0.1');
    await once(wire, 'listening');
    try {
      // Slow enough for a busy machine: nothing but the cut may end it.
      keep(script({ url: `ws://127.0.0.1:${(wire.address() as AddressInfo).port}` }), { ...FAST, pingEveryMs: 50, silentAfterMs: 800 });
      await until(() => log.includes('frame pong'));
      cut[0]?.();
      await until(() => log.filter((line) => line === 'up').length === 2);
      expect(log.filter((line) => !line.startsWith('frame'))).toEqual(['up', 'down silent for too long', 'up']);
    } finally {
      stream.close();
      wire.close();
    }
  });

  test('gives up a connection whose subscriptions are not acknowledged', async () => {
    accept((_, socket) => socket.send('pong'));
    keep(script());
    await until(() => log.includes('down subscriptions were not acknowledged in time'));
  });

  test('goes on after a frame that nobody can read', async () => {
    accept((frame, socket) => frame.includes('subscribe') && ['bad', 'ready'].forEach((one) => socket.send(one)));
    keep(
      script({
        begin: (connection) => {
          connection.send({ op: 'subscribe' });
          return (frame) => {
            if (frame === 'bad') throw new Error('not readable');
            connection.ready();
          };
        },
      }),
    );
    await until(() => log.includes('up'));
    expect(log).toEqual(['unreadable Error: not readable', 'up']);
  });

  test('comes back when its preparation fails, and prepares anew for each connection', async () => {
    accept((frame, socket) => socket.send(frame.includes('subscribe') ? 'ready' : 'pong'));
    let prepared = 0;
    const prepare = async () => {
      prepared += 1;
      if (prepared === 1) throw new Error('no token');
      return `token ${prepared}`;
    };
    keep(
      script({
        prepare,
        begin: (connection, token) => {
          note(token);
          connection.send({ op: 'subscribe' });
          return (frame) => frame === 'ready' && connection.ready();
        },
      }),
    );
    await until(() => log.includes('up'));
    expect(log).toEqual(['down no token', 'token 2', 'up']);
  });

  test('does not come back once closed', async () => {
    accept((frame, socket) => socket.send(frame.includes('subscribe') ? 'ready' : 'pong'));
    keep(script());
    await until(() => log.includes('up'));
    const closed = once(connections[0] as WebSocket, 'close');
    stream.close();
    await closed;
    expect(log.filter((line) => line.startsWith('down'))).toEqual([]);
  });
});
