/** The venue's language: which path is answered by what, signed or not, within which limits, in which envelope, and which stream is where. */

import type { Dialect, WireAnswer, WireRequest } from '../wire/wire-server.ts';
import { ACCOUNT_ENDPOINTS } from './account-requests.ts';
import { envelope, type Parameters, Refused, refusalIn, textOf } from './answers.ts';
import { demoSecretOf, keyOfRequest } from './credentials.ts';
import { MARKET_ENDPOINTS } from './market-requests.ts';
import { batchOf, ORDER_ENDPOINTS } from './order-requests.ts';
import { PrivateStreams } from './private-stream.ts';
import { PublicStreams } from './public-stream.ts';
import { RateLimits } from './rate-limits.ts';
import type { Reply } from './requests.ts';
import { recordTrades } from './tape.ts';
import { createTradeStreams } from './trade-stream.ts';
import type { BybitVenue } from './venue.ts';

const SIGNED = { ...ORDER_ENDPOINTS, ...ACCOUNT_ENDPOINTS };
const REFUSED_BY_FAULT = {
  'rate-limit': [10006, 'Too many visits!'],
  'bad-nonce': [10002, 'invalid request, please check your server timestamp or recv_window param.'],
  maintenance: [10016, 'Internal System Error.'],
} as const;
const PUBLIC_STREAM = /^\/v5\/public\/(spot|linear|inverse|option)$/;

/** `catchUp` brings the exchange to the present. */
export function createBybitDialect(venue: BybitVenue, catchUp: () => void): Dialect {
  const limits = new RateLimits();
  const publicStreams = new PublicStreams(venue);
  const privateStreams = new PrivateStreams(venue, demoSecretOf);
  const settle = () => venue.stops.settle();
  const tradeStreams = createTradeStreams(venue, demoSecretOf, limits, catchUp, settle);
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
      catchUp();
      const answer = answerRequest(venue, limits, request);
      settle();
      return answer;
    },
    refuse(_, why) {
      const [code, words] = REFUSED_BY_FAULT[why];
      return { status: 200, body: envelope(code, words, {}, venue.clock()) };
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

function answerRequest(venue: BybitVenue, limits: RateLimits, request: WireRequest): WireAnswer {
  const now = venue.clock();
  const name = `${request.method} ${request.path}`;
  const open = MARKET_ENDPOINTS[name];
  const signed = SIGNED[name];
  if (open === undefined && signed === undefined) return { status: 404, body: '' };
  let headers: Readonly<Record<string, string>> = {};
  try {
    const parameters = parametersOf(request);
    if (open !== undefined) return told(open(venue, parameters), now);
    const account = venue.exchange.account(keyOfRequest(request, demoSecretOf, now));
    const wanted = request.path.endsWith('-batch') ? Math.max(1, batchOf(parameters).length) : 1;
    const allowance = limits.take(account.id, request.path, textOf(parameters, 'category') === 'spot', wanted, now);
    headers = allowance.headers;
    if (allowance.granted === 0) throw new Refused(10006, 'Too many visits!');
    return {
      ...told((signed as (typeof SIGNED)[string]).answer({ venue, account, parameters, granted: allowance.granted }), now),
      headers,
    };
  } catch (error) {
    const { retCode, message } = refusalIn(error);
    return { status: 200, headers, body: envelope(retCode, message, {}, now) };
  }
}

function told({ result, extra }: Reply, now: number): WireAnswer {
  return { status: 200, body: envelope(0, 'OK', result, now, extra) };
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
