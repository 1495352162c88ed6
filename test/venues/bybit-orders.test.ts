import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CcxtLink } from '../../src/adapters/ccxt-venues/ccxt-link.ts';
import type { VenueAnswer, VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
import { type BybitVenue, ORDER, ok, openBybitLink, openBybitVenue, recorded, refusal, signatureIsRight } from './bybit-venue.ts';
import { type Asking, listenTo } from './listening.ts';
import { SILENT } from './local-venue.ts';

const PLACE: VenueRequest = { kind: 'place', order: ORDER };
const CREATE = '/v5/order/create';

describe('an order through a Bybit link', () => {
  let venue: BybitVenue;
  let link: CcxtLink;
  let asking: Asking;

  beforeEach(async () => {
    venue = await openBybitVenue();

    link = await openBybitLink(venue, { requestTimeoutMs: 1_500 });
    asking = listenTo(link);
    await link.start();
  });
  afterEach(async () => {
    await link.close();
    await venue.close();
  });
  const placed = (venueOrderId: string): VenueAnswer => ({ ok: true, kind: 'place', venueOrderId });

  test('places a limit order with the exact texts of its figures', async () => {
    venue.on(CREATE, () => recorded('placeMarketOrder.json5'));
    expect(await asking.ask(PLACE)).toEqual(placed('1321003749386327552'));
    const [request] = venue.of(CREATE);
    expect(signatureIsRight(request!)).toBe(true);
    expect(JSON.parse(request!.body)).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      side: 'Buy',
      orderType: 'Limit',
      qty: '0.010',
      price: '60000.50',
      timeInForce: 'GTC',
      orderLinkId: ORDER.clientOrderId,
      positionIdx: 0,
      reduceOnly: false,
    });
    expect(request!.headers.referer).toBeUndefined();
  });

  test.each([
    [
      'a protective stop',
      { type: 'stop', side: 'sell', stopPrice: '59000', limitPrice: null, reduceOnly: true },
      { orderType: 'Market', triggerPrice: '59000', triggerDirection: 2, triggerBy: 'LastPrice', reduceOnly: true, timeInForce: 'IOC' },
    ],
    [
      'a stop-limit purchase',
      { type: 'stop-limit', stopPrice: '61000', limitPrice: '61010' },
      { orderType: 'Limit', price: '61010', triggerPrice: '61000', triggerDirection: 1 },
    ],
    [
      'a target of a long position',
      { type: 'take-profit', side: 'sell', stopPrice: '65000', limitPrice: null },
      { orderType: 'Market', triggerPrice: '65000', triggerDirection: 1 },
    ],
    ['a post-only order', { postOnly: true }, { timeInForce: 'PostOnly' }],
    [
      'a spot market purchase',
      { instrument: 'BTCUSDT', type: 'market', limitPrice: null },
      { category: 'spot', marketUnit: 'baseCoin', isLeverage: 0, orderType: 'Market' },
    ],
    [
      'a spot stop',
      { instrument: 'BTCUSDT', type: 'stop', side: 'sell', stopPrice: '59000', limitPrice: null },
      { category: 'spot', orderFilter: 'StopOrder', triggerPrice: '59000' },
    ],
  ] as const)('words %s as Bybit does', async (_, order, expected) => {
    venue.on(CREATE, () => ok({ orderId: '1', orderLinkId: ORDER.clientOrderId }));
    expect(await asking.ask({ kind: 'place', order: { ...ORDER, ...order } })).toEqual(placed('1'));
    expect(JSON.parse(venue.of(CREATE)[0]!.body)).toMatchObject(expected);
  });

  test.each([
    ['a trailing stop', { type: 'trailing-stop', stopPrice: '1' }],
    ['a time limit', { timeInForce: 'GTD', expireAt: 1 }],
    ['an instrument that is not mapped', { instrument: 'DOGEUSDT' }],
    ['a spot purchase that may only reduce', { instrument: 'BTCUSDT', reduceOnly: true }],
  ] as const)('sends nothing for %s', async (_, order) => {
    expect(await asking.ask({ kind: 'place', order: { ...ORDER, ...order } })).toMatchObject({
      outcome: 'not-sent',
      code: 'NOT_SUPPORTED',
    });
    expect(venue.of(CREATE)).toEqual([]);
  });

  test('cancels a spot stop under the filter under which it rests', async () => {
    venue.on(CREATE, () => ok({ orderId: '7' }));
    venue.on('/v5/order/cancel', () => ok({ orderId: '7' }));
    await asking.ask({
      kind: 'place',
      order: { ...ORDER, instrument: 'BTCUSDT', type: 'stop', stopPrice: '1', limitPrice: null, side: 'sell' },
    });
    const order = { clientOrderId: ORDER.clientOrderId, venueOrderId: null, instrument: 'BTCUSDT' };
    expect(await asking.ask({ kind: 'cancel', order })).toEqual({ ok: true, kind: 'cancel', venueOrderId: '7' });
    expect(JSON.parse(venue.of('/v5/order/cancel')[0]!.body)).toEqual({
      category: 'spot',
      symbol: 'BTCUSDT',
      orderLinkId: ORDER.clientOrderId,
      orderFilter: 'StopOrder',
    });
  });

  test('amends by the venue id where it is known, leaving out what stays', async () => {
    venue.on('/v5/order/amend', () => ok({ orderId: '7', orderLinkId: '' }));
    const order = { clientOrderId: ORDER.clientOrderId, venueOrderId: '7', instrument: 'BTCUSDT-PERP' };
    await asking.ask({ kind: 'amend', order, limitPrice: '60001.00' });
    expect(JSON.parse(venue.of('/v5/order/amend')[0]!.body)).toEqual({
      category: 'linear',
      symbol: 'BTCUSDT',
      orderId: '7',
      price: '60001.00',
    });
  });

  // bybit-exchange.github.io/docs/v5/error
  test.each([
    [110072, 'refused', 'DUPLICATE_CLIENT_ID'],
    [170141, 'refused', 'DUPLICATE_CLIENT_ID'],
    [110001, 'refused', 'ORDER_UNKNOWN'],
    [110003, 'refused', 'PRICE_BAND'],
    [110007, 'refused', 'INSUFFICIENT_FUNDS'],
    [170131, 'refused', 'INSUFFICIENT_FUNDS'],
    [110017, 'refused', 'NOTHING_TO_REDUCE'],
    [110094, 'refused', 'BELOW_MINIMUM'],
    [170140, 'refused', 'BELOW_MINIMUM'],
    [10002, 'refused', 'CLOCK_SKEW'],
    [10003, 'refused', 'KEY_REFUSED'],
    [10006, 'refused', 'RATE_LIMITED'],
    [10032, 'refused', 'NOT_SUPPORTED'],
    [10001, 'refused', 'REFUSED'],
    [999999, 'refused', 'REFUSED'],
    [10000, 'unknown', 'TIMEOUT'],
    [10016, 'unknown', 'SERVER_ERROR'],
    [170007, 'unknown', 'TIMEOUT'],
    [170146, 'unknown', 'TIMEOUT'],
  ] as const)('reads code %i as %s %s, whatever the words', async (code, outcome, expected) => {
    venue.on(CREATE, () => refusal(code, 'OK, order created'));
    expect(await asking.ask(PLACE)).toMatchObject({ ok: false, outcome, code: expected, venueCode: String(code) });
    expect(venue.of(CREATE)).toHaveLength(1);
  });

  test('reads the recorded refusal of a demo account', async () => {
    venue.on(CREATE, () => recorded('getOrderError.json5'));
    expect(await asking.ask(PLACE)).toMatchObject({
      outcome: 'refused',
      venueCode: '10032',
      message: 'Bybit 10032: Demo trading are not supported.',
    });
  });

  test.each([
    ['no answer in time', 'TIMEOUT', () => SILENT],
    ['a 500', 'SERVER_ERROR', (_, response) => response.writeHead(500).end('{"retCode":110001}')],
    ['a 502 of a front', 'SERVER_ERROR', (_, response) => response.writeHead(502).end('<html>')],
    ['a cut connection', 'CONNECTION_LOST', (_, response) => response.destroy()],
    [
      'an answer cut off',
      'CONNECTION_LOST',
      (_, response) => {
        response.writeHead(200, { 'content-length': '500' }).write('{"ret', () => response.destroy());
        return SILENT;
      },
    ],
    ['half a JSON', 'BAD_ANSWER', (_, response) => response.end('{"retCode":0,"resu')],
    ['a good answer without an id', 'BAD_ANSWER', () => ok({})],
    ['an empty answer', 'BAD_ANSWER', (_, response) => response.end()],
  ] as [string, string, Parameters<BybitVenue['on']>[1]][])('leaves %s in doubt and sends nothing again', async (_, code, responder) => {
    venue.on(CREATE, responder);
    expect(await asking.ask(PLACE)).toMatchObject({ ok: false, outcome: 'unknown', code });
    venue.on(CREATE, () => ok({ orderId: 'late' }));
    await asking.ask({ kind: 'time' });
    expect(venue.of(CREATE)).toHaveLength(1);
    expect(asking.answers.all.filter(({ request }) => request === 1)).toHaveLength(1);
  });

  test('knows that nothing was sent when nobody listens any more', async () => {
    await venue.close();
    // What was written to a kept connection in the moment of its end would be in doubt: this question finds out.
    await asking.ask({ kind: 'time' });
    expect(await asking.ask(PLACE)).toMatchObject({ outcome: 'not-sent', code: 'CONNECTION_LOST' });
  });

  test('hands over no byte when the permission to send has ended', async () => {
    expect(await asking.ask(PLACE, () => false)).toMatchObject({ outcome: 'not-sent', code: 'TIMEOUT' });
    expect(venue.of(CREATE)).toEqual([]);
  });

  test('reads the limits of its front without an envelope', async () => {
    venue.on(CREATE, (_, response) => response.writeHead(429).end('slow down'));
    expect(await asking.ask(PLACE)).toMatchObject({ outcome: 'refused', code: 'RATE_LIMITED', venueCode: 'HTTP 429' });
  });

  test('keeps concurrent requests and their answers apart', async () => {
    const held: (() => void)[] = [];
    venue.on(CREATE, ({ body }, response) => {
      const { orderLinkId } = JSON.parse(body);
      held.push(() => response.end(JSON.stringify(orderLinkId.endsWith('3') ? refusal(110007) : ok({ orderId: `v-${orderLinkId}` }))));
      // Answered in reverse, all together.
      if (held.length === 8) for (const answer of held.reverse()) answer();
      return SILENT;
    });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => asking.ask({ kind: 'place', order: { ...ORDER, clientOrderId: `id-${index}` } })),
    );
    answers.forEach((answer, index) =>
      index === 3
        ? expect(answer).toMatchObject({ outcome: 'refused', code: 'INSUFFICIENT_FUNDS' })
        : expect(answer).toEqual(placed(`v-id-${index}`)),
    );
  });
});
