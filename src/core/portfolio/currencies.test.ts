import { expect, test } from 'vitest';
import { currencyMeant, decimalsOf, isMoney, isPayingCoin } from './currencies.ts';

// ISO 4217, list one: minor units.
test.each([
  ['EUR', 2],
  ['JPY', 0],
  ['KRW', 0],
  ['KWD', 3],
  ['TND', 3],
  ['CLF', 4],
  ['ESP', 0],
])('%s has %i decimals', (code, decimals) => {
  expect(decimalsOf(code)).toBe(decimals);
});

test('coins are no money of a state, and neither is what nobody issues', () => {
  expect(['BTC', 'USDT', 'eur', 'GBX', ''].map(isMoney)).toEqual([false, false, false, false, false]);
  expect(['USDT', 'EUR'].map(isPayingCoin)).toEqual([true, false]);
  expect(decimalsOf('BTC')).toBeNull();
});

test.each([
  ['eur', 'EUR'],
  ['€', 'EUR'],
  ['Euros', 'EUR'],
  ['ERU', 'EUR'],
  ['USF', 'USD'],
  ['GBX', 'GBP'],
  ['?', undefined],
  ['dollars', undefined],
])('who writes %s probably means %s', (text, meant) => {
  expect(currencyMeant(text)).toBe(meant);
});
