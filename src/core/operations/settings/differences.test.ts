import { expect, test } from 'vitest';
import { differences } from './differences.ts';

test('each place is told once, with what was there and what is there now', () => {
  const before = { account: 'paper', cash: 10_000, strategies: [{ id: 'a', size: 0.1 }, { id: 'b' }] };
  const after = { account: 'paper', cash: 20_000, strategies: [{ id: 'a' }], signals: true };
  expect(differences(before, after)).toEqual([
    { path: 'cash', before: 10_000, after: 20_000 },
    { path: 'strategies.0.size', before: 0.1 },
    { path: 'strategies.1', before: { id: 'b' } },
    { path: 'signals', after: true },
  ]);
});

test('another kind of value is one difference, and what is alike is none', () => {
  expect(differences({ url: 'http://127.0.0.1' }, { url: { rest: 'http://127.0.0.1' } })).toEqual([
    { path: 'url', before: 'http://127.0.0.1', after: { rest: 'http://127.0.0.1' } },
  ]);
  expect(differences([1, 2], { 0: 1, 1: 2 })).toHaveLength(1);
  expect(differences({ a: [1, { b: null }] }, { a: [1, { b: null }] })).toEqual([]);
  expect(differences(null, 1)).toEqual([{ path: '', before: null, after: 1 }]);
});
