/** When amounts of two runs can't be set against each other. */

import { expect, test } from 'vitest';
import { type ComparedRun, compareRuns } from './compare-runs.ts';

const run = (id: string, symbol: string, input: object = {}) =>
  ({
    ...{ id, symbol, strategy: 's', figures: {}, faults: [], curve: { time: [], equity: [] }, result: {} },
    input: { cash: 10_000, ...input },
  }) as unknown as ComparedRun;
const unfair = (...runs: ComparedRun[]) => compareRuns(runs).unfair.map(({ code, runs: ids }) => [code, ids]);

test('other amounts of money at the beginning are told', () => {
  expect(unfair(run('a', 'BTCUSD'), run('b', 'BTCUSD', { cash: 0.01 }))).toEqual([['CASH_DIFFERS', ['b']]]);
});

test('a pair is paid in the money that it names, unless the run says another; what names none is not known to differ', () => {
  const currency = (...runs: ComparedRun[]) => unfair(...runs).filter(([code]) => code === 'CURRENCY_DIFFERS');
  expect(currency(run('a', 'BTCUSD'), run('b', 'BTCUSDT'))).toEqual([['CURRENCY_DIFFERS', ['b']]]);
  expect(currency(run('a', 'BTCUSD'), run('b', 'BTCUSDT', { currency: 'USD' }))).toEqual([]);
  expect(currency(run('a', 'BTCUSD'), run('b', 'SPY'))).toEqual([]);
});
