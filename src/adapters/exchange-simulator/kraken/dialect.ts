/** Kraken's language on the wire: REST under /0, the public stream at /v2, the private one at /auth/v2. */

import type { FaultGate, RequestVerdict, Subject } from '../faults/fault-gate.ts';
import { takeStreamRequest } from '../wire/stream-request.ts';
import type { Dialect, WireAnswer, WireRequest } from '../wire/wire-server.ts';
import type { WireSocket } from '../wire/wire-socket.ts';
import { runSwitches } from './cancel-after.ts';
import { type Fields, parseForm, parseJson } from './fields.ts';
import { answerRest } from './rest.ts';
import type { RequestHead } from './stream-message.ts';
import { type Endpoint, StreamSession } from './stream-session.ts';
import type { KrakenVenue } from './venue.ts';

const STREAMS: Readonly<Record<string, Endpoint>> = { '/v2': 'public', '/auth/v2': 'private' };

/** How the venue says what a fault makes it say. */
const REFUSED_BY_FAULT: Readonly<Record<NonNullable<RequestVerdict['refusal']>, string>> = {
  'rate-limit': 'EAPI:Rate limit exceeded',
  'bad-nonce': 'EAPI:Invalid nonce',
  maintenance: 'EService:Unavailable',
};

export interface KrakenDialect extends Dialect {
  /** To be called every second: connections with a subscription hear that it stands. */
  beat(): void;
}

/** `present` brings the exchange to the present. */
export function createKrakenDialect(venue: KrakenVenue, gate: FaultGate, present: () => void): KrakenDialect {
  const sessions = new Set<StreamSession>();
  /** When a request came in, however long a fault holds it up: its deadline runs from there. */
  const cameAt = new WeakMap<WireRequest, number>();
  let connections = 0;
  const bringToPresent = () => {
    present();
    runSwitches(venue);
  };
  return {
    subjectOf: (request) => {
      cameAt.set(request, venue.wallNow());
      const account = headerOf(request, 'api-key');
      const instrument = instrumentOf(venue, fieldsOf(request), 'pair');
      return { request: request.path, ...(account !== '' && { account }), ...(instrument !== undefined && { instrument }) };
    },
    answer: (request) => {
      bringToPresent();
      const { path, query, body } = request;
      const [key, signature, json] = [headerOf(request, 'api-key'), headerOf(request, 'api-sign'), isJson(request)];
      return told(answerRest(venue, { path, query, body, key, signature, json, receivedAt: cameAt.get(request) ?? venue.wallNow() }));
    },
    refuse: (_, why) => told({ error: [REFUSED_BY_FAULT[why]] }),
    connect(path, socket) {
      const endpoint = STREAMS[path];
      if (endpoint === undefined) return false;
      const session = openSession({ venue, gate, bringToPresent, endpoint, connection: ++connections, socket });
      sessions.add(session);
      const stop = venue.listen(session);
      socket.onClose(() => {
        sessions.delete(session);
        stop();
      });
      session.statusChanged();
      return true;
    },
    beat() {
      for (const session of sessions) session.beat();
    },
  };
}

function told(answer: object): WireAnswer {
  return { status: 200, body: JSON.stringify(answer) };
}

function headerOf({ headers }: WireRequest, name: string): string {
  const header = headers[name];
  return typeof header === 'string' ? header : '';
}

function isJson(request: WireRequest): boolean {
  return headerOf(request, 'content-type').startsWith('application/json');
}

function fieldsOf(request: WireRequest): Fields {
  return { ...parseForm(request.query), ...(isJson(request) ? parseJson(request.body) : parseForm(request.body)) };
}

/** Faults may be meant for one instrument: a request that names none is for none. */
function instrumentOf(venue: KrakenVenue, fields: Fields, name: string): string | undefined {
  const pair = fields[name];
  return typeof pair === 'string' ? venue.pairNamed(pair)?.instrument.id : undefined;
}

interface Opening {
  readonly venue: KrakenVenue;
  readonly gate: FaultGate;
  readonly bringToPresent: () => void;
  readonly endpoint: Endpoint;
  readonly connection: number;
  readonly socket: WireSocket;
}

function openSession({ venue, gate, bringToPresent, endpoint, connection, socket }: Opening): StreamSession {
  /** Holds what answers the request that is being worked on; null between requests. */
  let answering: ((send: () => void) => void) | null = null;
  const session = new StreamSession(venue, endpoint, connection, (topic, account, message, isAnswer = false) => {
    const send = () => socket.send(subjectOfMessage(venue, topic, account, message), message);
    if (isAnswer && answering !== null) answering(send);
    else send();
  });
  const whileAnswering = (act: () => void) => (answer: (send: () => void) => void) => {
    answering = answer;
    act();
    answering = null;
  };
  socket.onMessage((text) => {
    const request = parseJson(text);
    const head = headOf(request ?? {}, venue.wallNow());
    if (request === null) return session.refuse(head, 'Malformed request');
    bringToPresent();
    const account = session.ownerOf(request);
    takeStreamRequest({
      subject: { request: head.method, ...(account !== '' && { account }) },
      gate,
      now: venue.exchange.now,
      socket,
      work: whileAnswering(() => session.take(request, head)),
      refuse: (why, answer) => whileAnswering(() => session.refuse(head, REFUSED_BY_FAULT[why]))(answer),
    });
  });
  return session;
}

function headOf({ method = '', req_id: id = '' }: Fields, receivedAt: number): RequestHead {
  return { method: String(method), id: /^-?\d{1,15}$/.test(String(id)) ? Number(id) : undefined, receivedAt };
}

function subjectOfMessage(venue: KrakenVenue, topic: string, account: string, message: object): Subject {
  const { data } = message as { data?: unknown };
  const instrument = Array.isArray(data) ? instrumentOf(venue, (data[0] ?? {}) as Fields, 'symbol') : undefined;
  return { topic, ...(account !== '' && { account }), ...(instrument !== undefined && { instrument }) };
}
