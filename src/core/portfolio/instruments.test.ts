import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AssetName } from './entry.ts';
import { resolveInstruments } from './instruments.ts';

const APPLE = 'US0378331005';
const MICROSOFT = 'US5949181045';
const resolve = (names: readonly AssetName[], renames: readonly (readonly [AssetName, AssetName])[] = []) =>
  resolveInstruments(
    [...names, ...renames.flat()].map((name) => ({ name, currency: 'USD' })),
    renames,
    [],
  );

test('a symbol alone is the one instrument that has it, and that one has its ISIN', () => {
  const { all, indexOf } = resolve([{ symbol: 'aapl' }, { isin: APPLE, symbol: 'AAPL' }, { isin: APPLE }]);
  expect(all).toMatchObject([{ id: APPLE, isin: APPLE, isResolved: true }]);
  expect(indexOf({ symbol: 'AAPL' })).toBe(0);
});

test('a symbol that two have, or nobody, is one of its own and not resolved', () => {
  const { all, indexOf } = resolve([{ symbol: 'X' }, { isin: APPLE, symbol: 'X' }, { isin: MICROSOFT, symbol: 'X' }, { symbol: 'NEW' }]);
  expect(all.map(({ id, isResolved }) => [id, isResolved])).toEqual([
    [APPLE, true],
    [MICROSOFT, true],
    ['symbol:NEW', false],
    ['symbol:X', false],
  ]);
  expect(indexOf({ symbol: 'X' })).toBe(3);
});

test('a coin and a share of the same letters are two', () => {
  const { all } = resolve([
    { symbol: 'COMP', kind: 'crypto' },
    { isin: APPLE, symbol: 'COMP', kind: 'stock' },
    { symbol: 'COMP', kind: 'stock' },
  ]);
  expect(all.map(({ id }) => id)).toEqual([APPLE, 'coin:COMP']);
});

test('an ISIN whose check digit is wrong names nothing', () => {
  expect(resolve([{ isin: 'US0378331006', symbol: 'AAPL' }]).all).toMatchObject([{ id: 'symbol:AAPL', isin: null, isResolved: false }]);
});

test('both names of a rename are one, also with a changed ISIN, and a former name is still found', () => {
  const { all, indexOf } = resolve([{ symbol: 'FB' }, { symbol: 'META' }], [[{ symbol: 'FB' }, { symbol: 'META' }]]);
  expect(all.length).toBe(1);
  expect(indexOf({ symbol: 'FB' })).toBe(indexOf({ symbol: 'META' }));
  expect(resolve([], [[{ isin: APPLE }, { isin: MICROSOFT }]]).all.length).toBe(1);
  expect(all[0]).toMatchObject({ symbol: 'META', otherNames: ['FB'] });
});

test('after a rename it has its new name and ISIN, however often it had the old one; a new symbol alone leaves the ISIN', () => {
  const [old, next] = [
    { isin: APPLE, symbol: 'OLD', name: 'Old plc' },
    { isin: MICROSOFT, symbol: 'NEW' },
  ] as const;
  expect(resolve([old, old, old, next], [[old, next]]).all).toMatchObject([{ isin: MICROSOFT, symbol: 'NEW', name: 'NEW' }]);
  const said = { id: 'mine', ...old, kind: 'stock', currency: 'USD', classes: [], isResolved: true } as const;
  const named = [old, next].map((name) => ({ name, currency: null }));
  expect(resolveInstruments(named, [[old, next]], [said]).all).toMatchObject([
    { id: 'mine', isin: MICROSOFT, symbol: 'NEW', currency: 'USD' },
  ]);
  expect(resolve([old, old, { symbol: 'NEWER' }], [[{ symbol: 'OLD' }, { symbol: 'NEWER' }]]).all).toMatchObject([
    { isin: APPLE, symbol: 'NEWER' },
  ]);
  // There and back again: the commonest.
  const back = [
    [{ symbol: 'A' }, { symbol: 'B' }],
    [{ symbol: 'B' }, { symbol: 'A' }],
  ] as const;
  expect(resolve([{ symbol: 'A' }, { symbol: 'A' }, { symbol: 'B' }], back).all).toMatchObject([{ symbol: 'A' }]);
});

test('what the owner has said of an instrument counts, also where only its symbol was known then', () => {
  const said = {
    id: 'mine',
    isin: null,
    symbol: 'AAPL',
    name: 'Apple',
    kind: 'stock',
    currency: 'USD',
    classes: ['Tech'],
    isResolved: true,
  } as const;
  const { all } = resolveInstruments(
    [
      { name: { symbol: 'AAPL' }, currency: null },
      { name: { isin: APPLE, symbol: 'AAPL' }, currency: 'EUR' },
    ],
    [],
    [said],
  );
  expect(all).toMatchObject([{ id: 'mine', isin: APPLE, name: 'Apple', currency: 'USD', classes: ['Tech'] }]);
});

test('the order of names is irrelevant', () => {
  const name: fc.Arbitrary<AssetName> = fc.record(
    {
      isin: fc.constantFrom(APPLE, MICROSOFT),
      symbol: fc.constantFrom('A', 'B', 'C'),
      kind: fc.constantFrom('stock' as const, 'crypto' as const),
    },
    { requiredKeys: ['symbol'] },
  );
  fc.assert(
    fc.property(fc.array(name, { minLength: 1 }), fc.array(fc.tuple(name, name), { maxLength: 3 }), (names, renames) => {
      const [a, b] = [resolve(names, renames), resolve([...names].reverse(), [...renames].reverse())];
      expect(b.all).toEqual(a.all);
      for (const one of names) expect(b.indexOf(one)).toBe(a.indexOf(one));
    }),
  );
});
