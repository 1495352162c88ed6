/** One port of a simulated venue: requests and streams go through the fault gate, and the faults themselves are told here (/__faults, loopback only). */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { InputError } from '../../../core/domain/result.ts';
import type { FaultGate, RequestVerdict, Subject } from '../faults/fault-gate.ts';
import { answerFaultRequest, FAULTS_PATH } from './fault-requests.ts';
import { WireSocket } from './wire-socket.ts';

export interface WireRequest {
  readonly method: string;
  readonly path: string;
  /** As it came, without the question mark. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A venue's language on the wire. */
export interface Dialect {
  /** What faults go by, before the request is done. */
  subjectOf(request: WireRequest): Subject;
  answer(request: WireRequest): WireAnswer;
  /** The venue's own words for a request that it does not do. */
  refuse(request: WireRequest, why: NonNullable<RequestVerdict['refusal']>): WireAnswer;
  /** Takes a stream; false where the venue has none at this path. */
  connect(path: string, socket: WireSocket): boolean;
}

export interface WireServerOptions {
  readonly dialect: Dialect;
  readonly gate: FaultGate;
  /** Exchange time, for faults. */
  readonly now: () => number;
  readonly port: number;
  readonly host?: string;
  /** Brings the exchange and its faults to the present: called before each request, and when faults were changed from outside. */
  readonly present: () => void;
}

export interface WireServer {
  readonly port: number;
  /** Host and port as clients write them. */
  readonly address: string;
  /** Cuts every connection and takes none for a time. */
  restart(downMs: number): void;
  close(): Promise<void>;
}

const MOST_BODY = 1_000_000;

/** InputError PORT_UNAVAILABLE where the port can't be had. */
export async function openWireServer(options: WireServerOptions): Promise<WireServer> {
  const { dialect, gate, now, host = '127.0.0.1' } = options;
  const http = createServer({ keepAliveTimeout: 60_000 });
  const streams = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const connections = new Set<Socket>();
  let upAgainAt = 0;
  http.on('connection', (socket) => {
    if (performance.now() < upAgainAt) return void socket.destroy();
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  http.on('request', (incoming, outgoing) => void serve(incoming, outgoing, options));
  http.on('upgrade', (incoming, socket, head) => {
    const path = (incoming.url ?? '/').split('?')[0] as string;
    socket.on('error', () => socket.destroy());
    streams.handleUpgrade(incoming, socket, head, (stream) => {
      if (!dialect.connect(path, new WireSocket(stream, gate, now))) stream.close(1008, 'no such stream');
    });
  });
  await listen(http, options.port, host);
  const { port } = http.address() as AddressInfo;
  const cut = () => {
    for (const stream of streams.clients) stream.terminate();
    for (const socket of connections) socket.destroy();
  };
  return {
    port,
    address: `${host}:${port}`,
    restart(downMs) {
      upAgainAt = performance.now() + downMs;
      cut();
    },
    close: () =>
      new Promise((done) => {
        http.close(() => done());
        cut();
      }),
  };
}

/** Where faults are set for a venue that does not speak HTTP: a port of its own, any that is free. */
export function openFaultServer(options: Pick<WireServerOptions, 'gate' | 'now' | 'present'>): Promise<WireServer> {
  const nothing = () => ({ status: 404, body: '' });
  return openWireServer({
    ...options,
    port: 0,
    dialect: { subjectOf: () => ({}), answer: nothing, refuse: nothing, connect: () => false },
  });
}

function listen(http: Server, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    http.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      fail(
        new InputError(
          'PORT_UNAVAILABLE',
          `expected port ${port} on ${host} to be free, found ${code ?? message}; choose another with --port`,
          3,
        ),
      ),
    );
    http.listen(port, host, done);
  });
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, options: WireServerOptions): Promise<void> {
  const { dialect, gate, now, present } = options;
  let body: string;
  try {
    body = await readBody(incoming);
  } catch {
    return void outgoing.destroy();
  }
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s);
  const request: WireRequest = { method: incoming.method ?? 'GET', path, query, headers: incoming.headers, body };
  if (path.startsWith(FAULTS_PATH)) {
    const answer = answerFaultRequest(request, incoming.socket.remoteAddress ?? '', gate);
    present();
    return send(outgoing, answer);
  }
  const subject = dialect.subjectOf(request);
  gate.saw(subject);
  present();
  const verdict = gate.request(subject, now());
  if (verdict.reset === 'request') return void outgoing.destroy();
  if (verdict.refusal !== null) return send(outgoing, dialect.refuse(request, verdict.refusal));
  await pause(verdict.delayMs);
  const answer = dialect.answer(request);
  if (verdict.reset === 'answer') return void outgoing.destroy();
  // The connection stays open without a word until the client gives up.
  if (verdict.answerLost) return;
  await pause(verdict.answerDelayMs);
  if (verdict.serverError !== 0) return send(outgoing, { status: verdict.serverError, body: '' });
  send(outgoing, answer);
}

function send(outgoing: ServerResponse, { status, headers, body }: WireAnswer): void {
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}

function pause(ms: number): Promise<void> | undefined {
  return ms > 0 ? new Promise((done) => setTimeout(done, ms)) : undefined;
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  let body = '';
  for await (const part of incoming.setEncoding('utf8')) {
    body += part;
    if (body.length > MOST_BODY) throw new Error('too long');
  }
  return body;
}
