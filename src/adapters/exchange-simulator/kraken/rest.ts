/** The REST interface: which method a path names, who may call it, and what it answers. */

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { KrakenAccount } from './account.ts';
import * as tell from './account-methods.ts';
import { KrakenError, krakenErrorIn } from './errors.ts';
import { type Fields, parseForm, parseJson, textOf } from './fields.ts';
import * as act from './order-methods.ts';
import { PUBLIC_METHODS } from './public-methods.ts';
import type { KrakenVenue } from './venue.ts';

export interface RestRequest {
  /** Without query: /0/private/AddOrder. */
  readonly path: string;
  readonly query: string;
  readonly key: string;
  readonly signature: string;
  readonly json: boolean;
  readonly body: string;
  /** By the server's clock. */
  readonly receivedAt: number;
}

interface PrivateMethod {
  /** What it counts of the key's calls; order entry has a limit of its own. */
  readonly weight: number;
  readonly answer: (call: tell.Call) => unknown;
}

const read = (answer: PrivateMethod['answer'], weight = 1): PrivateMethod => ({ answer, weight });
const enter = (answer: PrivateMethod['answer']): PrivateMethod => ({ answer, weight: 0 });
/** A demo key may trade and look, but not take money out. */
const forbidden = read(() => {
  throw new KrakenError('EGeneral:Permission denied');
});

const PRIVATE_METHODS: Readonly<Record<string, PrivateMethod>> = {
  Balance: read(tell.balance),
  BalanceEx: read(tell.extendedBalance),
  TradeBalance: read(tell.tradeBalance),
  OpenOrders: read(tell.openOrders),
  ClosedOrders: read(tell.closedOrders),
  QueryOrders: read(tell.queryOrders),
  TradesHistory: read(tell.tradesHistory, 2),
  QueryTrades: read(tell.queryTrades),
  OpenPositions: read(() => ({})),
  Ledgers: read(tell.ledgers, 2),
  QueryLedgers: read(tell.queryLedgers, 2),
  TradeVolume: read(tell.tradeVolume),
  GetWebSocketsToken: read(tell.webSocketsToken),
  AddOrder: enter(act.placeOrder),
  AddOrderBatch: enter(act.placeBatch),
  AmendOrder: enter(act.amend),
  EditOrder: enter(act.edit),
  CancelOrder: enter(act.cancelNamed),
  CancelOrderBatch: enter(act.cancelBatch),
  CancelAll: read(act.cancelEverything),
  CancelAllOrdersAfter: read(act.cancelEverythingAfter),
  ...Object.fromEntries(
    ['Withdraw', 'WithdrawMethods', 'WithdrawAddresses', 'WithdrawInfo', 'WithdrawStatus', 'WithdrawCancel', 'WalletTransfer'].map(
      (name) => [name, forbidden],
    ),
  ),
};

const PATH = /^\/0\/(public|private)\/([A-Za-z0-9]+)$/;

/** Errors too are answered with HTTP status 200, as the venue does it. */
export function answerRest(venue: KrakenVenue, request: RestRequest): { error: string[]; result?: unknown } {
  try {
    return { error: [], result: resultOf(venue, request) };
  } catch (error) {
    const refusal = krakenErrorIn(error);
    if (refusal === null) throw error;
    return { error: [refusal.message] };
  }
}

function resultOf(venue: KrakenVenue, request: RestRequest): unknown {
  const [, access, name = ''] = PATH.exec(request.path) ?? [];
  if (access === 'public') {
    const method = own(PUBLIC_METHODS, name);
    return method(venue, { ...parseForm(request.query), ...fieldsOf(request) });
  }
  const method = own(PRIVATE_METHODS, name);
  const fields = fieldsOf(request);
  const account = authenticate(venue, request, fields);
  if (method.weight > 0 && !account.calls.take(method.weight, venue.wallNow())) throw new KrakenError('EAPI:Rate limit exceeded');
  return method.answer({ venue, account, fields, receivedAt: request.receivedAt });
}

function own<T>(methods: Readonly<Record<string, T>>, name: string): T {
  if (!Object.hasOwn(methods, name)) throw new KrakenError('EGeneral:Unknown method');
  return methods[name] as T;
}

function fieldsOf({ json, body }: RestRequest): Fields {
  const fields = json ? parseJson(body) : parseForm(body);
  if (fields === null) throw new KrakenError('EGeneral:Invalid arguments');
  return fields;
}

/** Every key in Base64 is a funded demo account, and its own secret. The nonce of a key must rise from call to call: its window is 0. */
function authenticate(venue: KrakenVenue, request: RestRequest, fields: Fields): KrakenAccount {
  const { key, signature, path, body } = request;
  const secret = Buffer.from(key, 'base64');
  if (key === '' || secret.toString('base64') !== key) throw new KrakenError('EAPI:Invalid key');
  const nonce = textOf(fields, 'nonce') ?? '';
  const hash = createHash('sha256')
    .update(nonce + body)
    .digest();
  const expected = createHmac('sha512', secret).update(path).update(hash).digest();
  const given = Buffer.from(signature, 'base64');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new KrakenError('EAPI:Invalid signature');
  const account = venue.accountOf(key);
  if (!/^\d{1,20}$/.test(nonce) || BigInt(nonce) <= account.nonce) throw new KrakenError('EAPI:Invalid nonce');
  account.nonce = BigInt(nonce);
  return account;
}
