/** The text of entries comes back as it went in, anything else is refused, and entries follow each other by one rule. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeEntry, decodeHead, EPOCH_KIND, encodeEntry, follows } from './entry.ts';

const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

test('any JSON body comes back equal to what JSON itself makes of it', () => {
  fc.assert(
    fc.property(
      positive,
      positive,
      fc.maxSafeInteger(),
      fc.string({ unit: 'binary' }),
      fc.jsonValue(),
      (sequence, epoch, at, kind, body) => {
        const plain = JSON.parse(JSON.stringify(body));
        expect(decodeEntry(encodeEntry(sequence, epoch, at, kind, body))).toEqual({
          sequence,
          epoch,
          at: at + 0,
          kind: JSON.parse(JSON.stringify(kind)),
          body: plain,
        });
      },
    ),
  );
});

test('what stands before the body is read without it, and an epoch with it', () => {
  fc.assert(
    fc.property(
      positive,
      positive,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.oneof(fc.constant(EPOCH_KIND), fc.constant('step'), fc.string({ unit: 'binary' })),
      fc.jsonValue(),
      (sequence, epoch, at, kind, body) => {
        const text = encodeEntry(sequence, epoch, at, kind, body);
        const [head, whole] = [decodeHead(text), decodeEntry(text)];
        expect({ ...head, body: null }).toEqual({ ...whole, body: null });
        if (kind === EPOCH_KIND) expect(head).toEqual(whole);
      },
    ),
  );
  expect(decodeHead('[1,1,0,"step"')).toBeNull();
});

test('an absent body is null; what JSON can not hold is refused', () => {
  expect(decodeEntry(encodeEntry(1, 1, 0, 'note', undefined))?.body).toBeNull();
  expect(() => encodeEntry(1, 1, 0, 'note', 1n)).toThrow(TypeError);
});

test.each([
  '',
  'x',
  '{}',
  '[]',
  '[1,1,0,"k"]',
  '[1,1,0,"k",null,0]',
  '[0,1,0,"k",null]',
  '[1,0,0,"k",null]',
  '[1.5,1,0,"k",null]',
  '[1,1,"0","k",null]',
  '[1,1,0,7,null]',
])('not an entry: %s', (text) => {
  expect(decodeEntry(text)).toBeNull();
});

test.each([
  ['the next entry of the same epoch', [8, 3, 'note'], true],
  ['a gap', [9, 3, 'note'], false],
  ['a repeat', [7, 3, 'note'], false],
  ['a new epoch with its epoch entry', [8, 4, 'epoch'], true],
  ['a new epoch, some left out after a cut', [8, 6, 'epoch'], true],
  ['a new epoch without its epoch entry', [8, 4, 'note'], false],
  ['an epoch entry that does not rise', [8, 3, 'epoch'], false],
  ['an epoch that falls', [8, 2, 'note'], false],
] as const)('after entry 7 of epoch 3: %s', (_, [sequence, epoch, kind], expected) => {
  expect(follows({ sequence, epoch, at: 0, kind, body: null }, 7, 3)).toBe(expected);
});
