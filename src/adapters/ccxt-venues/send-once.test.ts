import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSender, type OutgoingRequest, type Sender } from './send-once.ts';

describe('one request', () => {
  let server: Server;
  let sender: Sender;
  let bytes = '';
  let events: string[] = [];
  const sockets: Socket[] = [];
  const request = (more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/place?a=1`,
    method: 'POST',
    headers: { 'X-Mark': 'yes' },
    body: '{"qty":"1"}',
    timeoutMs: 300,
    mayStillSend: () => true,
    ...more,
  });

  beforeEach(async () => {
    bytes = '';
    events = [];
    sender = createSender();
    server = createServer((socket) => {
      sockets.push(socket);
      events.push('connected');
      socket.on('error', () => {});
      socket.on('data', (chunk) => {
        bytes += chunk.toString();
        if (bytes.endsWith('{"qty":"1"}')) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    sender.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  test('goes out whole and brings its answer', async () => {
    expect(await sender.send(request())).toMatchObject({ status: 200, text: 'ok' });
    expect(bytes).toMatch(/^POST \/place\?a=1 HTTP\/1\.1\r\nX-Mark: yes\r\n[\s\S]*Content-Length: 11\r\n\r\n\{"qty":"1"\}$/i);
  });

  test('is answered by whom it was sent to: no redirect is followed', async () => {
    const asked: string[] = [];
    const redirecting = createHttpServer((incoming, answer) => {
      asked.push(incoming.url ?? '');
      answer.writeHead(307, { location: '/elsewhere' }).end();
    }).listen(0, '127.0.0.1');
    await once(redirecting, 'listening');
    const url = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/place`;
    expect(await sender.send(request({ url }))).toMatchObject({ status: 307 });
    expect(asked).toEqual(['/place']);
    redirecting.close();
    redirecting.closeAllConnections();
  });

  test('asks for its permission with the connection open and not one byte written', async () => {
    const connected = once(server, 'connection');
    let bytesWhenAsked: number | null = null;
    await sender.send(
      request({
        mayStillSend: () => {
          bytesWhenAsked = bytes.length;
          return true;
        },
      }),
    );
    await connected;
    expect(bytesWhenAsked).toBe(0);
  });

  test('writes nothing without it, on a new connection and on a kept one', async () => {
    const denied = { mayStillSend: () => false };
    await expect(sender.send(request(denied))).rejects.toMatchObject({ failure: { outcome: 'not-sent' } });
    expect(bytes).toBe('');
    await sender.send(request());
    const before = bytes;
    await expect(sender.send(request(denied))).rejects.toMatchObject({ failure: { outcome: 'not-sent' } });
    expect(bytes).toBe(before);
  });

  test('was not sent where nobody listens, or the name has no address', async () => {
    const nobody = request();
    server.close();
    await expect(sender.send(nobody)).rejects.toMatchObject({
      failure: { outcome: 'not-sent', code: 'CONNECTION_LOST' },
    });
    await expect(sender.send({ ...nobody, url: 'http://nowhere.invalid/', timeoutMs: 5_000 })).rejects.toMatchObject({
      failure: { outcome: 'not-sent', code: 'CONNECTION_LOST' },
    });
  });

  test('was not sent when the secure connection does not come about', async () => {
    const url = request().url.replace('http:', 'https:');
    await expect(sender.send(request({ url }))).rejects.toMatchObject({ failure: { outcome: 'not-sent' } });
    expect(bytes).not.toContain('place');
  });

  test('is not sent once the sender is closed', async () => {
    sender.close();
    await expect(sender.send(request())).rejects.toMatchObject({ failure: { outcome: 'not-sent' } });
    expect(events).toEqual([]);
  });

  test('is in doubt when its answer does not come, or its connection breaks', async () => {
    await expect(sender.send(request({ body: 'swallowed' }))).rejects.toMatchObject({ failure: { outcome: 'unknown', code: 'TIMEOUT' } });
    server.once('connection', (socket: Socket) => socket.once('data', () => socket.resetAndDestroy()));
    await expect(sender.send(request({ body: 'broken' }))).rejects.toMatchObject({
      failure: { outcome: 'unknown', code: 'CONNECTION_LOST' },
    });
    expect(bytes.match(/POST/g)).toHaveLength(2);
  });
});
