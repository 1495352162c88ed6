/** Whatever is sent, Kraken answers in its own form: nothing that comes over the wire is a bug of the simulator. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../src/adapters/exchange-simulator/kraken/fields.ts';
import { answerRest } from '../../src/adapters/exchange-simulator/kraken/rest.ts';
import { StreamSession } from '../../src/adapters/exchange-simulator/kraken/stream-session.ts';
import { KrakenVenue } from '../../src/adapters/exchange-simulator/kraken/venue.ts';
import { sign } from './kraken-caller.ts';
import { HISTORY, krakenExchange, MINUTE, START } from './kraken-stand.ts';

const NAMES =
  'pair type ordertype volume price price2 oflags timeinforce expiretm deadline cl_ord_id userref validate close orders txid ofs start end ' +
  'since interval count asset id timeout order_qty limit_price trigger_price cl_ord_ids nonce channel symbol depth snapshot order_id side ' +
  'order_type triggers conditional order_userref time_in_force expire_time post_only __proto__ constructor';
const VALUES = [
  'XBTUSD',
  'BTC/USD',
  'buy',
  'sell',
  'limit',
  'market',
  'stop-loss',
  'trailing-stop',
  '0.1',
  '9000',
  '+5%',
  '-1',
  '1e-5',
  'GTC',
  'true',
  '',
  '7',
];
const METHODS =
  'Time Assets AssetPairs Ticker OHLC Depth Trades Balance BalanceEx TradeBalance OpenOrders ClosedOrders QueryOrders TradesHistory QueryTrades ' +
  'Ledgers QueryLedgers TradeVolume GetWebSocketsToken AddOrder AddOrderBatch AmendOrder EditOrder CancelOrder CancelOrderBatch CancelAll ' +
  'CancelAllOrdersAfter toString __proto__';
const STREAM_METHODS =
  'subscribe unsubscribe add_order amend_order edit_order cancel_order cancel_all batch_add batch_cancel cancel_all_orders_after toString';

const oneOf = (words: string) => fc.constantFrom(...words.split(' '));
const scalar = fc.oneof(fc.constantFrom(...VALUES), fc.constantFrom(...VALUES), fc.string(), fc.double(), fc.boolean(), fc.constant(null));
const plain = fc.dictionary(oneOf(NAMES), scalar, { maxKeys: 8 });
/** Often nearly an order, so that it comes far. */
const order = {
  pair: 'XBTUSD',
  symbol: 'BTC/USD',
  type: 'buy',
  side: 'buy',
  ordertype: 'limit',
  order_type: 'limit',
  volume: '0.1',
  order_qty: 0.1,
};
const value = fc.oneof({ weight: 5, arbitrary: scalar }, fc.array(fc.oneof(scalar, plain, fc.constant(order)), { maxLength: 3 }), plain);
const fields = fc
  .tuple(fc.boolean(), fc.dictionary(oneOf(NAMES), value, { maxKeys: 6 }))
  .map(([good, some]) => (good ? { ...order, price: '9000', limit_price: 9000, ...some } : some));

function openVenue(): KrakenVenue {
  const exchange = krakenExchange();
  exchange.advance(START + HISTORY * MINUTE);
  return new KrakenVenue(exchange, () => exchange.now, 'none');
}

test('REST answers every request with an error of the venue, or a result', () => {
  const venue = openVenue();
  const key = 'YWNjb3VudA==';
  let nonce = 0;
  fc.assert(
    fc.property(oneOf(METHODS), fc.boolean(), fields, (method, isPublic, rest) => {
      const path = `/0/${isPublic ? 'public' : 'private'}/${method}`;
      const body = JSON.stringify({ ...rest, nonce: String(++nonce) });
      const signature = sign(path, String(nonce), body, key);
      const answer = answerRest(venue, { path, query: '', key, signature, json: true, body, receivedAt: venue.wallNow() });
      if (answer.error.length > 0) expect(answer.error[0]).toMatch(/^E(API|General|Order|Query|Service|Session):./);
      else expect(JSON.stringify(answer)).toContain('"result":');
    }),
    { numRuns: 2000, seed: 4 },
  );
  expect(venue.accountOf(key).orders().length).toBeGreaterThan(0);
});

test('the stream answers every request', () => {
  const venue = openVenue();
  const account = venue.accountOf('YWNjb3VudA==');
  const token = venue.issueToken(account);
  fc.assert(
    fc.property(oneOf(STREAM_METHODS), fc.constantFrom('public' as const, 'private' as const), fields, (method, endpoint, rest) => {
      const sent: Record<string, unknown>[] = [];
      const session = new StreamSession(
        venue,
        endpoint,
        1,
        (_what, _account, message) => void sent.push(JSON.parse(JSON.stringify(message))),
      );
      session.take(parseJson(JSON.stringify({ method, params: { ...rest, token } })) as object as Record<string, unknown>, {
        method,
        id: 5,
        receivedAt: venue.wallNow(),
      });
      expect(sent.length).toBeGreaterThan(0);
      expect(sent[0]).toMatchObject({ method, req_id: 5, success: expect.any(Boolean) });
    }),
    { numRuns: 2000, seed: 4 },
  );
  expect(account.orders().length).toBeGreaterThan(0);
});
