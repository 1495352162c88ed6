import { expect, test } from 'vitest';
import { divide, formatFixed, mulDiv, multiply, ONE, parseFixed, roundTo, toNumber } from './fixed.ts';

const fixed = (text: string) => parseFixed(text) as bigint;

test('texts come back as they were, from a wei to what no double can hold', () => {
  for (const text of ['0', '1', '-12.5', '0.000000000000000001', '123456789012345678901.123456789012345678'])
    expect(formatFixed(fixed(text))).toBe(text);
  expect(formatFixed(fixed('+3.10'), 2)).toBe('3.10');
  expect(formatFixed(fixed('-0.00'), 2)).toBe('0.00');
});

test('what is no plain decimal, or finer than can be counted, is none', () => {
  for (const text of ['', ' 1', '1,5', '1e3', '0x10', '.5', '--1', 'NaN', '0.0000000000000000001']) expect(parseFixed(text)).toBeNull();
  expect(parseFixed('0.1000000000000000000000')).toBe(ONE / 10n);
});

test('halves go away from zero, on both sides', () => {
  expect([mulDiv(1n, 5n, 2n), mulDiv(-1n, 5n, 2n), mulDiv(1n, 5n, -2n), mulDiv(1n, 4n, 3n), mulDiv(-1n, 5n, 3n)]).toEqual([
    3n,
    -3n,
    -3n,
    1n,
    -2n,
  ]);
  expect(formatFixed(roundTo(fixed('2.345'), 2))).toBe('2.35');
  expect(formatFixed(roundTo(fixed('-2.345'), 2))).toBe('-2.35');
  expect(formatFixed(roundTo(fixed('149.5'), 0))).toBe('150');
  expect(formatFixed(roundTo(fixed('1.2344'), 3))).toBe('1.234');
});

test('products and quotients by hand', () => {
  expect(formatFixed(multiply(fixed('48216.37'), fixed('0.015')))).toBe('723.24555');
  expect(formatFixed(divide(fixed('1'), fixed('3')))).toBe('0.333333333333333333');
  expect(toNumber(fixed('-0.125'))).toBe(-0.125);
});
