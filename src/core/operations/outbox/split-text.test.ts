import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitText } from './split-text.ts';

test('cuts at the ends of lines, else at spaces, else hard', () => {
  expect(splitText('one\ntwo\nthree', 7)).toEqual(['one\ntwo', 'three']);
  expect(splitText('one two three', 8)).toEqual(['one two', 'three']);
  expect(splitText('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  expect(splitText('', 10)).toEqual(['']);
  expect(splitText('abcd\nefgh', 4)).toEqual(['abcd', 'efgh']);
});

test('never cuts a character of two units', () => {
  expect(splitText('ab😀cd', 3)).toEqual(['ab', '😀c', 'd']);
});

test('any text comes whole through: parts within the limit, nothing lost but white space at cuts', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', ' ', '😀', 'é'), maxLength: 200 });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 40 }), (whole, limit) => {
      const parts = splitText(whole, limit);
      expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(limit);
      expect(parts.every((part) => part.isWellFormed())).toBe(true);
      expect(parts.join('').replaceAll(/\s/g, '')).toBe(whole.replaceAll(/\s/g, ''));
    }),
  );
});
