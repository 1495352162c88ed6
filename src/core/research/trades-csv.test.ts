/** The trades file, field by field. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TradeRow } from './result.ts';
import { decimalText, tradesCsv } from './trades-csv.ts';

const TRADE: TradeRow = {
  strategyId: 'sma-cross',
  instrumentId: 'BTC/EUR',
  side: -1,
  openedAt: Date.UTC(2024, 1, 29, 23, 59, 59, 5),
  closedAt: Date.UTC(2024, 2, 1),
  quantity: 0.1 + 0.2,
  entryPrice: 64123.5,
  exitPrice: 64000,
  gross: 37.05,
  fees: 1e-8,
  funding: -0.5,
  net: 37.55,
  returnRatio: 0.001951919,
  candlesHeld: 1,
  entryReason: 'crossed, then "confirmed"',
  exitReason: '=HYPERLINK(1)',
  adverseRatio: 0,
  favourableRatio: 1 / 3,
};

describe('tradesCsv', () => {
  it('writes header, ISO times, quotes and plain decimals, with CRLF', () => {
    expect(tradesCsv({ trades: [TRADE] })).toBe(
      'number,strategy,instrument,side,openedAt,closedAt,quantity,entryPrice,exitPrice,gross,fees,funding,net,returnRatio,candlesHeld,entryReason,exitReason,adverseRatio,favourableRatio\r\n' +
        '1,sma-cross,BTC/EUR,short,2024-02-29T23:59:59.005Z,2024-03-01T00:00:00.000Z,0.3,64123.5,64000,37.05,0.00000001,-0.5,37.55,0.001951919,1,' +
        `"crossed, then ""confirmed""",'=HYPERLINK(1),0,0.333333333333333\r\n`,
    );
  });

  it('is the header alone without trades', () => {
    expect(tradesCsv({ trades: [] }).split('\r\n')).toHaveLength(2);
  });
});

describe('decimalText', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [-12.5, '-12.5'],
    [0.1 + 0.2, '0.3'],
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    [123456789.12345678, '123456789.123457'],
    [Number.NaN, ''],
  ])('%s', (value, text) => {
    expect(decimalText(value)).toBe(text);
  });

  it('reads back within one part in 10^14, and exactly for amounts of up to 15 digits', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e300, max: 1e300 }),
        fc.integer({ min: -999_999_999_999_999, max: 999_999_999_999_999 }),
        (value, count) => {
          expect(decimalText(value)).toMatch(/^-?\d+(\.\d*[1-9])?$/);
          expect(Math.abs(Number(decimalText(value)) - value)).toBeLessThanOrEqual(Math.abs(value) * 1e-14 + Number.MIN_VALUE);
          expect(Number(decimalText(count / 1e8))).toBe(count / 1e8);
        },
      ),
    );
  });
});
