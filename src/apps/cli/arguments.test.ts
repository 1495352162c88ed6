import { expect, test } from 'vitest';
import { instant, positive, wholeNumber } from './arguments.ts';

test.each(['0', '-5', '', 'much'])('%j is no number above 0, and the sentence says that', (text) => {
  expect(() => positive(text)).toThrow('Expected a number above 0, found');
});

test.each(['-1', '1.5', '9007199254740992', ''])(
  '%j is no whole number that is counted with exactly, and the sentence gives the span',
  (text) => {
    expect(() => wholeNumber(text)).toThrow('from 0 to 9007199254740991 (2^53 - 1), found');
  },
);

test('a time is ISO text or epoch milliseconds that a date can say', () => {
  expect(instant('1670914800000')).toBe(Date.UTC(2022, 11, 13, 7));
  expect(instant('2022-12-13T07:00Z')).toBe(1_670_914_800_000);
  expect(() => instant('9'.repeat(18))).toThrow('Expected a time such as');
});
