import { expect, test } from 'vitest';
import { codeOf, readCode } from './one-time-code.ts';

test('ten bytes are sixteen letters of five bits', () => {
  expect(codeOf(new Uint8Array(10))).toBe('0000-0000-0000-0000');
  expect(codeOf(new Uint8Array(10).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ');
  // The last byte is 0b00100001: 1 and, in the group before, 1.
  expect(codeOf(Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 33]))).toBe('0000-0000-0000-0011');
});

test('a code is read as people type it', () => {
  expect(readCode(' 0oil abcd-EFGH jkmn ')).toBe('0011-ABCD-EFGH-JKMN');
  expect(readCode('0000-0000-0000-000')).toBe(null);
  expect(readCode('0000-0000-0000-000U')).toBe(null);
  expect(readCode('123456')).toBe(null);
});
