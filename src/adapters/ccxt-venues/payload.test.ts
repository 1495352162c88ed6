import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimal, milliseconds, oneOf, optionalDecimal, parseExact, plainDecimal } from './payload.ts';

describe('a decimal text', () => {
  test.each([
    ['0.10', '0.1'],
    ['1000.00000000', '1000'],
    ['0', '0'],
    ['-0.000', '0'],
    ['-0.50', '-0.5'],
    ['007', '7'],
    ['1e-8', '0.00000001'],
    ['1.5E+3', '1500'],
    ['12.34e-1', '1.234'],
    ['0.00000026', '0.00000026'],
    ['123456789012345678901234.5', '123456789012345678901234.5'],
  ])('%s is written plainly as %s', (given, plain) => expect(plainDecimal(given, 'x')).toBe(plain));

  test.each(['', 'NaN', 'Infinity', '1,5', '0x10', '1e99999', '--1', '1.'])('%s is none', (given) =>
    expect(() => plainDecimal(given, 'x')).toThrow(/expected a decimal number in x/),
  );

  test('has the value of its own number, for every double', () =>
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e50, max: 1e50 }).filter((x) => x === 0 || Math.abs(x) > 1e-50),
        (value) => Number(plainDecimal(String(value), 'x')) === (value === 0 ? 0 : value),
      ),
    ));
});

test('JSON numbers keep the text they came as', () => {
  expect(parseExact('{"a":0.123456789012345678,"b":[1e-8,12345678901234567890],"c":"1.0","d":true}')).toEqual({
    a: '0.123456789012345678',
    b: ['1e-8', '12345678901234567890'],
    c: '1.0',
    d: true,
  });
  expect(parseExact('{"a":')).toBeNull();
});

test('what is missing or of another kind is a bad answer, never a default', () => {
  expect(() => decimal({}, 'qty')).toThrow(/expected a text in qty, found nothing/);
  expect(() => decimal({ qty: {} }, 'qty')).toThrow(/a text in qty, found a object|found a object/);
  expect(() => milliseconds({ at: '12.5' }, 'at')).toThrow(/a time in ms in at/);
  expect(() => oneOf({ side: 'toString' }, 'side', { Buy: 1 })).toThrow(/expected Buy in side, found "toString"/);
  expect(optionalDecimal({ price: '0.00' }, 'price')).toBeNull();
  expect(optionalDecimal({ price: '' }, 'price')).toBeNull();
});
