/** Kraken on the loopback: REST under /0, the public stream at /v2, the private one at /auth/v2, with every message passing the gate. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { InputError } from '../../../core/domain/result.ts';
import type { Exchange } from '../exchange/exchange.ts';
import { runSwitches } from './cancel-after.ts';
import { parseJson } from './fields.ts';
import { type Gate, Gatekeeper } from './gate.ts';
import type { Tier } from './limits.ts';
import { answerRest, methodNameOf, type RestRequest } from './rest.ts';
import { type Endpoint, StreamSession } from './stream-session.ts';
import { KrakenVenue } from './venue.ts';

export interface KrakenServerOptions {
  /** Made with `venueIdOf: krakenOrderId` and `clientIdUniqueness: 'open'`. */
  readonly exchange: Exchange;
  /** 0 takes any free port. */
  readonly port: number;
  /** The server's clock, epoch ms. With the exchange's own clock here (`() => exchange.now`) a client that corrects its clock lives in the replay's time. */
  readonly wallNow: () => number;
  /** Which tier's rate limits hold. Default starter. */
  readonly tier?: Tier;
  readonly gate?: Gate;
  /** State of an earlier server of the same exchange, for a restart that keeps it. */
  readonly venue?: KrakenVenue;
  /** Hears of bugs. Never told anything from a request. */
  readonly onBug?: (error: unknown) => void;
}

export interface KrakenServer {
  readonly port: number;
  readonly venue: KrakenVenue;
  close(): Promise<void>;
}

const STREAMS: Readonly<Record<string, Endpoint>> = { '/v2': 'public', '/auth/v2': 'private' };
const HEARTBEAT_MS = 1000;
/** How often the dead man's switches are looked at. */
const PULSE_MS = 100;
const LARGEST_BODY = 1 << 20;

/** Starts listening. InputError PORT_IN_USE or PORT_INVALID (exit 3, 2) when the port can't be had. */
export async function startKrakenServer(options: KrakenServerOptions): Promise<KrakenServer> {
  const { exchange, wallNow, tier = 'starter', onBug = () => {} } = options;
  const venue = options.venue ?? new KrakenVenue(exchange, wallNow, tier);
  const keeper = new Gatekeeper(options.gate);
  const sessions = new Set<StreamSession>();
  const sockets = new Set<Duplex>();
  const streams = new WebSocketServer({ noServer: true, maxPayload: LARGEST_BODY });
  let connections = 0;

  const http = createServer((request, response) => {
    void serveRest({ venue, keeper, onBug }, request, response);
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const endpoint = STREAMS[pathOf(request)];
    const reset = () => void socket.destroy();
    if (endpoint === undefined) return reset();
    sockets.add(socket);
    socket.on('error', reset);
    socket.on('close', () => sockets.delete(socket));
    const go = () =>
      streams.handleUpgrade(request, socket, head, (client) => {
        const session = openSession({ venue, keeper, onBug }, endpoint, ++connections, client);
        sessions.add(session);
        const stop = venue.listen(session);
        client.on('close', () => {
          sessions.delete(session);
          stop();
        });
        session.statusChanged();
      });
    keeper.through({ way: 'in', wire: 'stream', what: 'connect', account: '', number: keeper.nextNumber() }, { reset, go });
  });
  const pulse = setInterval(() => runSwitches(venue), PULSE_MS);
  const heart = setInterval(() => {
    for (const session of sessions) session.beat();
  }, HEARTBEAT_MS);
  const close = async () => {
    clearInterval(pulse);
    clearInterval(heart);
    keeper.close();
    for (const socket of sockets) socket.destroy();
    http.closeAllConnections();
    await new Promise<void>((done) => void http.close(() => done()));
  };
  try {
    await listen(http, options.port);
  } catch (error) {
    await close();
    throw error;
  }
  return { port: (http.address() as AddressInfo).port, venue, close };
}

function listen(http: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((done, fail) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      const found = inUse ? `port ${port} is in use` : error.message;
      fail(
        new InputError(
          inUse ? 'PORT_IN_USE' : 'PORT_INVALID',
          `expected a free port for the exchange, found: ${found}; choose another`,
          inUse ? 3 : 2,
        ),
      );
    });
    http.listen(port, '127.0.0.1', () => done());
  });
}

interface Parts {
  readonly venue: KrakenVenue;
  readonly keeper: Gatekeeper;
  readonly onBug: (error: unknown) => void;
}

function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?')[0] as string;
}

async function serveRest({ venue, keeper, onBug }: Parts, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const receivedAt = venue.wallNow();
  const body = await bodyOf(message).catch(() => null);
  if (body === null) return void message.socket.destroy();
  const header = (name: string) => (message.headers[name] as string | undefined) ?? '';
  const path = pathOf(message);
  const request: RestRequest = {
    path,
    query: (message.url ?? '').split('?')[1] ?? '',
    key: header('api-key'),
    signature: header('api-sign'),
    json: header('content-type').startsWith('application/json'),
    body,
    receivedAt,
  };
  const passage = { wire: 'rest', what: methodNameOf(path), account: request.key, number: keeper.nextNumber() } as const;
  const reset = () => void message.socket.destroy();
  const answer = (content: object) => {
    const write = (status: number, text: string) => {
      if (!response.writableEnded) response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(text);
    };
    const go = () => write(200, JSON.stringify(content));
    keeper.through({ way: 'out', ...passage }, { reset, go, status: (status) => write(status, '') });
  };
  const go = () => {
    try {
      runSwitches(venue);
      answer(answerRest(venue, request));
    } catch (error) {
      onBug(error);
      answer({ error: ['EGeneral:Internal error'] });
    }
  };
  keeper.through({ way: 'in', ...passage }, { reset, go, refuse: (error) => answer({ error: [error] }) });
}

async function bodyOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_BODY) throw new RangeError('body too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function openSession({ venue, keeper, onBug }: Parts, endpoint: Endpoint, connection: number, client: WebSocket): StreamSession {
  const reset = () => client.terminate();
  const held: string[] = [];
  const session = new StreamSession(venue, endpoint, connection, (what, account, content, number = 0) => {
    // Written at once: what is told is how things stood, however late it is sent.
    const text = JSON.stringify(content);
    const go = () => {
      for (const message of [text, ...held.splice(0)]) if (client.readyState === client.OPEN) client.send(message);
    };
    keeper.through({ way: 'out', wire: 'stream', what, account, number }, { reset, go, hold: () => void held.push(text) });
  });
  client.on('error', () => client.terminate());
  client.on('message', (data) => {
    const receivedAt = venue.wallNow();
    const request = parseJson(String(data));
    const { method = '', req_id: id = '' } = request ?? {};
    const head = {
      method: String(method),
      id: /^-?\d{1,15}$/.test(String(id)) ? Number(id) : undefined,
      receivedAt,
      number: keeper.nextNumber(),
    };
    if (request === null) return session.refuse(head, 'Malformed request');
    const go = () => {
      try {
        runSwitches(venue);
        session.take(request, head);
      } catch (error) {
        onBug(error);
        session.refuse(head, 'EGeneral:Internal error');
      }
    };
    const passage = { way: 'in', wire: 'stream', what: head.method, account: session.ownerOf(request), number: head.number } as const;
    keeper.through(passage, { reset, go, refuse: (error) => session.refuse(head, error) });
  });
  return session;
}
