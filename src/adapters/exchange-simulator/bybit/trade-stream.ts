/** The trade stream: orders entered, amended and cancelled over a socket, with the same rules, codes and limits as the requests. */

import type { ExchangeAccount } from '../exchange/account.ts';
import { takeStreamRequest } from '../wire/stream-request.ts';
import type { WireSocket } from '../wire/wire-socket.ts';
import { type Parameters, REFUSED_BY_FAULT, Refused, refusalIn, textOf } from './answers.ts';
import { expectInTime, keyOfStream, type SecretOf } from './credentials.ts';
import type { Answered, SignedRequests } from './signed-requests.ts';
import { answerPing, type Frame, readFrame } from './stream-words.ts';
import type { BybitVenue } from './venue.ts';

/** Operations by the path that does the same. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'order.create': '/v5/order/create',
  'order.amend': '/v5/order/amend',
  'order.cancel': '/v5/order/cancel',
  'order.create-batch': '/v5/order/create-batch',
  'order.amend-batch': '/v5/order/amend-batch',
  'order.cancel-batch': '/v5/order/cancel-batch',
};

type Done = Pick<Answered, 'retCode' | 'retMsg'> & Partial<Answered>;

export interface TradeStreams {
  connect(socket: WireSocket): void;
}

/** `before` and `after` surround everything that changes the exchange. */
export function createTradeStreams(
  venue: BybitVenue,
  secretOf: SecretOf,
  signed: SignedRequests,
  before: () => void,
  after: () => void,
): TradeStreams {
  let connections = 0;
  return {
    connect(socket) {
      const connection = `trade-${++connections}`;
      let account: ExchangeAccount | null = null;
      socket.onMessage((text) => {
        const frame = readFrame(text);
        if (frame === null) return socket.close(1007, 'expected JSON');
        before();
        if (frame.op === 'ping') return socket.send({ topic: 'pong' }, answerPing(frame, connection, 'trade', venue.clock()));
        const signIn = () => {
          account = venue.exchange.account(keyOfStream(frame.args, secretOf, venue.clock()));
          return { retCode: 0, retMsg: 'OK' };
        };
        const subject = () => (account === null ? {} : { account: (account as ExchangeAccount).id });
        const answered = (done: Done, answer: (send: () => void) => void) => {
          after();
          answer(() => socket.send({ topic: frame.op, ...subject() }, answerTo(venue, frame, connection, done)));
        };
        takeStreamRequest({
          subject: { request: frame.op, ...subject() },
          gate: venue.gate,
          now: venue.exchange.now,
          socket,
          work: (answer) =>
            answered(
              attempt(() => (frame.op === 'auth' ? signIn() : enter(venue, signed, account, frame))),
              answer,
            ),
          refuse: (why, answer) => answered(REFUSED_BY_FAULT[why], answer),
        });
      });
    },
  };
}

function attempt(act: () => Done): Done {
  try {
    return act();
  } catch (error) {
    const { retCode, message } = refusalIn(error);
    return { retCode, retMsg: message };
  }
}

function enter(venue: BybitVenue, signed: SignedRequests, account: ExchangeAccount | null, { op, args, header }: Frame): Done {
  const path = OPERATIONS[op];
  if (path === undefined) throw new Refused(10404, 'op type is not found');
  if (account === null) throw new Refused(10005, 'Permission denied, please sign in first.');
  expectInTime(textOf(header, 'X-BAPI-TIMESTAMP'), textOf(header, 'X-BAPI-RECV-WINDOW'), venue.clock());
  return signed.answer(account, 'POST', path, (args[0] ?? {}) as Parameters);
}

function answerTo(
  venue: BybitVenue,
  { op, requestId }: Frame,
  connection: string,
  { retCode, retMsg, result, extra, headers }: Done,
): unknown {
  const id = requestId === undefined ? {} : { reqId: requestId };
  if (op === 'auth') return { ...id, retCode, retMsg, op, connId: connection };
  return {
    ...id,
    retCode,
    retMsg,
    op,
    data: result ?? {},
    retExtInfo: extra ?? {},
    header: { ...headers, Traceid: '', Timenow: String(venue.clock()) },
    connId: connection,
  };
}
