/** What goes into a column comes out of it. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64, decodeColumn, encodeDecimal, encodeWhole } from './columns.ts';

const decode = (column: Parameters<typeof decodeColumn>[0]) => [...decodeColumn(column, atob)];

describe('columns', () => {
  it('give back whole numbers exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 46), max: 2 ** 46 })), fc.integer({ min: 1, max: 60 }), (values, factor) => {
        const scaled = values.map((value) => value * factor);
        expect(decode(encodeWhole(scaled))).toEqual(scaled.map((value) => value + 0));
      }),
    );
  });

  it('give back decimals exactly when they have no more places', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e12, max: 1e12 })), fc.integer({ min: 0, max: 8 }), (counts, decimals) => {
        const values = counts.map((count) => count / 10 ** decimals);
        expect(decode(encodeDecimal(values, decimals))).toEqual(values.map((value) => value + 0));
      }),
    );
  });

  it('take few bytes: a regular time costs one', () => {
    const times = Array.from({ length: 3000 }, (_, i) => 1_700_000_000_000 + i * 60_000);
    expect(encodeWhole(times).bytes.length).toBeLessThan(4020);
  });

  it('writes base 64 as everyone does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      }),
    );
  });
});
