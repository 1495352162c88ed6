import { expect, test } from 'vitest';
import { prepareInstrument } from '../../domain/instrument.ts';
import { ExecutionBook } from './execution-book.ts';
import type { ExecutionReport, VenueCapabilities } from './venue-link.ts';

// Lots of 0.001 BTC, ticks of 0.01 USDT, quanta of 10^-8.
const BTC = prepareInstrument(
  { id: 'BTCUSDT', venue: 'bybit', kind: 'spot', base: 'BTC', quote: 'USDT', tickSize: 0.01, lotSize: 0.001 },
  0,
  8,
);
const CAPABILITIES: VenueCapabilities = {
  ...{ venue: 'bybit', clientIdUniqueness: 'ever', orderTypes: ['market'], timesInForce: ['GTC'], requestLifeMs: null },
  ...{ postOnly: true, reduceOnly: false, amend: true, stopWithTarget: false, shorting: false, funding: false },
};

function bookOf(capabilities: Partial<VenueCapabilities> = {}) {
  const link = { capabilities: { ...CAPABILITIES, ...capabilities }, listen: () => {}, ask: () => {} };
  const book = new ExecutionBook({ instruments: [BTC], accountCurrency: 'USDT', quantumDecimals: 8, link });
  let count = 0;
  /** The fills an execution comes to: lots and fee in quanta. */
  const take = (side: 'buy' | 'sell', quantity: string, price: string, fee: string, feeCurrency: string) => {
    const report: ExecutionReport = {
      ...{
        executionId: String(++count),
        clientOrderId: '',
        venueOrderId: '',
        instrument: 'BTCUSDT',
        liquidity: 'taker',
        kind: 'trade',
        at: 0,
      },
      ...{ side, quantity, price, fee, feeCurrency },
    };
    const booking = book.book(report, 1);
    return typeof booking === 'string' ? booking : booking.fills.map(({ lots, fee: quanta, kind }) => [lots, quanta / 1e8, kind]);
  };
  return { book, take };
}

test('a buyer whose fee is taken in the coin holds whole lots of what is left, and the money is what was traded', () => {
  const { book, take } = bookOf();
  // 0.5 BTC at 20,000.00 and 0.1 %: 0.0005 BTC of fee, 0.4995 BTC held, of which 0.499 can be sold. 10,000 USDT are paid: 9,980 for 499 lots, 20 for the
  // one lot of which a half is the fee and a half is dust.
  expect(take('buy', '0.5', '20000', '0.0005', 'BTC')).toEqual([[499, 20, 'open']]);
  expect([book.net, book.dust, book.dustText(0)]).toEqual([[499], [0.0005e12], '0.0005 BTC']);
  // Once more: 0.999 BTC in all, all of which can be sold. The dust of before has made the lot whole: 10,000 for 500 lots, and no fee is seen now.
  expect(take('buy', '0.5', '20000', '0.0005', 'BTC')).toEqual([[500, 0, 'open']]);
  expect([book.net, book.dust, book.dustText(0)]).toEqual([[999], [0], null]);
  // All is sold for 19,980 less a fee in money: nothing is left.
  expect(take('sell', '0.999', '20000', '19.98', 'USDT')).toEqual([[999, 19.98, 'close']]);
  expect([book.net, book.dust]).toEqual([[0], [0]]);
});

test('a part of one lot leaves nothing that can be sold: all it has cost is fee', () => {
  const { book, take } = bookOf();
  expect(take('buy', '0.001', '20000', '0.000001', 'BTC')).toEqual([[0, 20, 'open']]);
  expect([book.net, book.dustText(0)]).toEqual([[0], '0.000999 BTC']);
  // With the next one 0.001998 BTC are held.
  expect(take('buy', '0.001', '20000', '0.000001', 'BTC')).toEqual([[1, 0, 'open']]);
  expect([book.net, book.dustText(0)]).toEqual([[1], '0.000998 BTC']);
});

test('a seller whose fee is taken in the coin has sold it too', () => {
  const { book, take } = bookOf();
  take('buy', '1', '20000', '0', 'USDT');
  // 0.5 BTC for 10,000 and 0.0005 BTC of fee: 0.4995 BTC are left, 499 lots of them whole. 501 lots are gone, for 10,000: as if 10,020 less 20.
  expect(take('sell', '0.5', '20000', '0.0005', 'BTC')).toEqual([[501, 20, 'close']]);
  expect([book.net, book.dustText(0)]).toEqual([[499], '0.0005 BTC']);
});

test('a fee in a third coin costs no money, and is written down with the fill', () => {
  const { book, take } = bookOf();
  expect(take('buy', '0.5', '20000', '1.25', 'MNT')).toEqual([[500, 0, 'open']]);
  expect(book.net).toEqual([500]);
  expect(take('buy', '0.5', '20000', 'a little', 'MNT')).toBe('unreadable');
  const report = { executionId: 'x', clientOrderId: '', venueOrderId: '', instrument: 'BTCUSDT', side: 'buy', quantity: '0.5' } as const;
  const rest = { price: '20000', fee: '1.25', feeCurrency: 'MNT', liquidity: 'taker', kind: 'trade', at: 0 } as const;
  const booking = book.book({ ...report, ...rest }, 1);
  expect(booking).toMatchObject({ fills: [{ feeInKind: { currency: 'MNT', amount: '1.25' } }] });
});

test('where a broker shows coins as a position a fee in the coin is what it is worth', () => {
  const { book, take } = bookOf({ spotAsPositions: true });
  expect(take('buy', '0.5', '20000', '0.0005', 'BTC')).toEqual([[500, 10, 'open']]);
  expect(book.net).toEqual([500]);
});

test('dust is known after a restart, and a snapshot from before there was any has none', () => {
  const { book, take } = bookOf();
  take('buy', '0.5', '20000', '0.0005', 'BTC');
  const again = bookOf().book;
  const flat = [{ lots: 0, cost: 0, margin: 0 }];
  again.restore(book.snapshot(), flat);
  expect(again.dustText(0)).toBe('0.0005 BTC');
  again.restore({ net: [3], booked: [], executionsUntil: 0 }, flat);
  expect([again.net, again.dust]).toEqual([[3], [0]]);
});
