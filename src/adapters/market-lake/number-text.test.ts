import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberReader } from './number-text.ts';

const PLAIN = { decimalComma: false, scaleDecimals: 0 };

function read(text: string, format = PLAIN) {
  const reader = new NumberReader(format);
  const bytes = Buffer.from(`x${text}y`);
  return { value: reader.read(bytes, 1, bytes.length - 1), decimals: reader.decimals };
}

describe('NumberReader', () => {
  it('reads every decimal text as Number() does', () => {
    const digits = fc.stringMatching(/^\d{1,20}$/);
    fc.assert(
      fc.property(fc.constantFrom('', '-', '+'), digits, fc.option(fc.stringMatching(/^\d{0,20}$/)), (sign, whole, fraction) => {
        const text = `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`;
        expect(read(text).value).toBe(Number(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('reads a double back from its own shortest text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(read(String(value)).value).toBe(Number(String(value)));
      }),
    );
  });

  it.each([
    ['1.39100', 1.391, 3],
    ['17208', 17208, 0],
    ['.5', 0.5, 1],
    ['1e-7', 1e-7, 7],
    ['1.4758166499999998', 1.4758166499999998, 16],
    ['1,234,567.25', 1234567.25, 2],
    ['12.5K', 12500, 0],
    ['1.25m', 1250000, 0],
    [' 12.5 ', 12.5, 1],
  ])('%s has the value %d and %i decimals', (text, value, decimals) => {
    expect(read(text)).toEqual({ value, decimals });
  });

  it.each(['', '-', '.', 'nan', 'NaN', 'inf', '-inf', 'null', '1.2.3', '0x10', 'abc', '1-2', '12 34', '1,23', '12,3456'])(
    '%j is no number',
    (text) => {
      expect(read(text).value).toBeNaN();
    },
  );

  it('reads decimal commas with points for thousands', () => {
    const comma = { decimalComma: true, scaleDecimals: 0 };
    expect(read('17208,86', comma)).toEqual({ value: 17208.86, decimals: 2 });
    expect(read('1.017.208,86', comma)).toEqual({ value: 1017208.86, decimals: 2 });
    expect(read('17.208,86', comma)).toEqual({ value: 17208.86, decimals: 2 });
  });

  it('scales integers exactly and counts the decimals that remain', () => {
    const scaled = { decimalComma: false, scaleDecimals: 4 };
    expect(read('973600', scaled)).toEqual({ value: 97.36, decimals: 2 });
    expect(read('250699', scaled)).toEqual({ value: 25.0699, decimals: 4 });
    expect(read('1000000', scaled)).toEqual({ value: 100, decimals: 0 });
    expect(read('0', scaled)).toEqual({ value: 0, decimals: 0 });
  });
});
