import { expect, test } from 'vitest';
import type { FieldFaults } from '../../core/domain/field-faults.ts';
import { checkSession } from './check-session.ts';

function faultsOf(over: object): readonly object[] {
  const session = {
    ...{ account: 'paper', currency: 'USDT', cash: 10_000, samples: ['BTCUSDT-bybit-1m'], risk: 'default' },
    ...{ feeRatio: 0.001, slippageRatio: 0.0005, latencyMs: 0, speed: 10, seed: 1 },
    strategies: [{ id: 'sma-cross', instrument: 'BTCUSDT', timeframe: '1m', parameters: {} }],
    ...over,
  };
  try {
    checkSession(session, { strategies: null, samples: [{ name: 'BTCUSDT-bybit-1m', symbol: 'BTCUSDT' }], isFromPanel: true });
    return [];
  } catch (error) {
    return (error as FieldFaults).fields.map(({ path, message }) => ({ path, message }));
  }
}

test('a number out of its bounds is told in the words of the rest', () => {
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ cash: 0 })).toEqual([{ path: 'cash', message: 'expected more than 0, found 0' }]);
});

test('a loss of nothing is no limit: it would act at once', () => {
  expect(faultsOf({ ladder: { dayStop: 0 } })).toMatchObject([{ path: 'ladder.dayStop', message: expect.stringContaining('more than 0') }]);
  expect(faultsOf({ ladder: { dayStop: 0.001, drawdownClear: 0 } })).toEqual([]);
});
