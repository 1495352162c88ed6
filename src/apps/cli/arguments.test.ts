import { expect, test } from 'vitest';
import { instant, portOf, positive, speedOf, wholeNumber } from './arguments.ts';

test.each(['0', '-5', '', 'much'])('%j is no number above 0, and the sentence says that', (text) => {
  expect(() => positive(text)).toThrow('Expected a number above 0, found');
});

test.each(['-1', '1.5', '9007199254740992', ''])(
  '%j is no whole number that is counted with exactly, and the sentence gives the span',
  (text) => {
    expect(() => wholeNumber(text)).toThrow('from 0 to 9007199254740991 (2^53 - 1), found');
  },
);

test.each(['1e3', '0x10', ' 5', '5 ', '+5', '1_000', '٣'])('%j is not written in plain digits', (text) => {
  expect(() => wholeNumber(text)).toThrow('Expected a whole number');
  expect(() => positive(text)).toThrow('Expected a number above 0');
  expect(() => portOf(text)).toThrow('in plain digits');
  expect(() => speedOf(text)).toThrow('--speed');
});

test('what is written in plain digits is taken', () => {
  expect([wholeNumber('0017'), positive('.5'), positive('1.25'), portOf('8500'), speedOf('2.5')]).toEqual([17, 0.5, 1.25, 8500, 2.5]);
});

test('a time is ISO text or epoch milliseconds that a date can say', () => {
  expect(instant('1670914800000')).toBe(Date.UTC(2022, 11, 13, 7));
  expect(instant('2022-12-13T07:00Z')).toBe(1_670_914_800_000);
  expect(() => instant('9'.repeat(18))).toThrow('Expected a time such as');
});
