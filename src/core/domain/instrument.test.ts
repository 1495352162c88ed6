import { expect, test } from 'vitest';
import { type InstrumentSpecification, prepareInstrument } from './instrument.ts';

const specification: InstrumentSpecification = { id: 'X', venue: 'v', kind: 'spot', base: 'A', quote: 'B', tickSize: 0.01, lotSize: 1 };

test('a fee below zero is refused with what to do; a fee of zero is not', () => {
  const rebate = { ...specification, makerFeeRatio: -0.0001, takerFeeRatio: 0.0005 };
  expect(() => prepareInstrument(rebate, 0, 2)).toThrow(
    'instrument X: expected a maker fee of 0 or more, found -0.0001; rebates are not modelled, use 0',
  );
  expect(() => prepareInstrument({ ...specification, makerFeeRatio: 0, takerFeeRatio: Number.NaN }, 0, 2)).toThrow(
    /taker fee of 0 or more, found NaN/,
  );
  expect(prepareInstrument({ ...rebate, makerFeeRatio: 0 }, 0, 2)).toMatchObject({
    makerFee: { numerator: 0 },
    takerFee: { numerator: 1, denominator: 2000 },
  });
});
