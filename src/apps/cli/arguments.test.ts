import { expect, test } from 'vitest';
import { positive, wholeNumber } from './arguments.ts';

test.each(['0', '-5', '', 'much'])('%j is no number above 0, and the sentence says that', (text) => {
  expect(() => positive(text)).toThrow('Expected a number above 0, found');
});

test.each(['-1', '1.5', '9007199254740992', ''])(
  '%j is no whole number that is counted with exactly, and the sentence gives the span',
  (text) => {
    expect(() => wholeNumber(text)).toThrow('from 0 to 9007199254740991 (2^53 - 1), found');
  },
);
