/** Where amounts stop being counted: at 2^53 quanta. */

import { expect, test } from 'vitest';
import { type InstrumentSpecification, prepareInstrument } from '../../../core/domain/instrument.ts';
import { valueOf } from '../../../core/trading/ledger/position-book.ts';
import { isBeyondCount, isCountable } from './countable.ts';

const SPECIFICATION: InstrumentSpecification = {
  id: 'BTCUSD',
  venue: 'test',
  kind: 'spot',
  base: 'BTC',
  quote: 'USD',
  tickSize: 0.1,
  lotSize: 0.001,
};

test('what is said to be countable is counted, up to 90,071,992.54 in quanta of 10^-8', () => {
  const instrument = prepareInstrument(SPECIFICATION, 0, 8);
  // A tick times a lot is 0.0001: 10^4 quanta. 2^53 = 9,007,199,254,740,992.
  const most = 900_719_925_474;
  expect(isCountable(instrument, 1, most)).toBe(true);
  expect(valueOf(instrument, 1, most)).toBe(most * 10_000);
  expect(isCountable(instrument, 1, most + 1)).toBe(false);
  expect(() => valueOf(instrument, 1, most + 1)).toThrow('2^53');
  // 17,000.0 times 1,000,000.
  expect(isCountable(instrument, 170_000, 1_000_000_000)).toBe(false);
});

test('a text with too many decimals, or one that is no number, is not beyond count', () => {
  const texts = ['90000000', '95000000', '-95000000', '1.123456789', '1e12', 'NaN', ''];
  expect(texts.map((text) => isBeyondCount(text, 8))).toEqual([false, true, true, false, false, false, false]);
});
