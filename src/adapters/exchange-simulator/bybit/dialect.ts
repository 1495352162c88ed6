/** The venue's language: which path is answered by what, signed or not, within which limits, in which envelope, and which stream is where. */

import type { Dialect, WireAnswer, WireRequest } from '../wire/wire-server.ts';
import { envelope, type Parameters, REFUSED_BY_FAULT, Refused, refusalIn, textOf } from './answers.ts';
import { demoSecretOf, keyOfRequest } from './credentials.ts';
import { MARKET_ENDPOINTS } from './market-requests.ts';
import { PrivateStreams } from './private-stream.ts';
import { PublicStreams } from './public-stream.ts';
import { exhausted } from './rate-limits.ts';
import { SignedRequests } from './signed-requests.ts';
import { recordTrades } from './tape.ts';
import { createTradeStreams } from './trade-stream.ts';
import type { BybitVenue } from './venue.ts';

const PUBLIC_STREAM = /^\/v5\/public\/(spot|linear|inverse|option)$/;

/** `present` brings the exchange to the present. */
export function createBybitDialect(venue: BybitVenue, present: () => void): Dialect {
  const signed = new SignedRequests(venue);
  const publicStreams = new PublicStreams(venue);
  const privateStreams = new PrivateStreams(venue, demoSecretOf);
  const settle = () => venue.stops.settle();
  const tradeStreams = createTradeStreams(venue, demoSecretOf, signed, present, settle);
  venue.exchange.listen(recordTrades(venue.tape, (market, trade) => publicStreams.traded(market, trade)));
  venue.exchange.listen({
    account: (account, event) => privateStreams.told(account, event),
    moved: (market, move) => publicStreams.moved(market, move),
  });
  return {
    subjectOf: (request) => {
      const account = request.headers['x-bapi-api-key'];
      const instrument = instrumentOf(venue, request);
      return { request: request.path, ...(typeof account === 'string' && { account }), ...(instrument !== undefined && { instrument }) };
    },
    answer: (request) => {
      present();
      const answer = answerRequest(venue, signed, request);
      settle();
      return answer;
    },
    refuse(_, why) {
      const { retCode, retMsg } = REFUSED_BY_FAULT[why];
      const now = venue.clock();
      const headers = why === 'rate-limit' ? { Timenow: String(now), ...exhausted(now) } : {};
      return { status: 200, headers, body: envelope(retCode, retMsg, {}, now) };
    },
    connect(path, socket) {
      const category = PUBLIC_STREAM.exec(path)?.[1];
      if (category !== undefined) publicStreams.connect(category, socket);
      else if (path === '/v5/private') privateStreams.connect(socket);
      else if (path === '/v5/trade') tradeStreams.connect(socket);
      else return false;
      return true;
    },
  };
}

/** Faults may be meant for one instrument: a request that can't be read is for none. */
function instrumentOf({ symbols }: BybitVenue, request: WireRequest): string | undefined {
  try {
    const parameters = parametersOf(request);
    return symbols.find(textOf(parameters, 'category'), textOf(parameters, 'symbol'))?.market.instrument.id;
  } catch {
    return undefined;
  }
}

function answerRequest(venue: BybitVenue, signed: SignedRequests, request: WireRequest): WireAnswer {
  const { method, path } = request;
  const now = venue.clock();
  const open = MARKET_ENDPOINTS[`${method} ${path}`];
  if (open === undefined && !signed.has(method, path)) return { status: 404, body: '' };
  try {
    const parameters = parametersOf(request);
    if (open !== undefined) return { status: 200, body: envelope(0, 'OK', open(venue, parameters).result, now) };
    const account = venue.exchange.account(keyOfRequest(request, demoSecretOf, now));
    const { retCode, retMsg, result, extra, headers } = signed.answer(account, method, path, parameters);
    return { status: 200, headers: { Timenow: String(now), ...headers }, body: envelope(retCode, retMsg, result, now, extra) };
  } catch (error) {
    const { retCode, message } = refusalIn(error);
    return { status: 200, body: envelope(retCode, message, {}, now) };
  }
}

function parametersOf({ method, query, body }: WireRequest): Parameters {
  if (method === 'GET') return Object.fromEntries(new URLSearchParams(query));
  try {
    const read: unknown = body === '' ? {} : JSON.parse(body);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Parameters;
  } catch {
    // Said below, as for anything else that is no object.
  }
  throw new Refused(10001, 'params error: the body is no JSON object');
}
