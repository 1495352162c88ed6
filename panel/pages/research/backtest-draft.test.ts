/** What the form of a backtest makes of what is typed, and where it puts what the server says. */

import { expect, test } from 'vitest';
import type { DataSet } from '../../../src/api/data.ts';
import type { ParameterField } from '../../../src/api/strategies.ts';
import { type Draft, inputOf, refusalsOf } from './backtest-draft.ts';

const field = (name: string) => ({ name }) as ParameterField;

test('a refusal stands beside the fields it complains of, not beside all whose values it tells', () => {
  const fields = ['fast', 'slow', 'direction'].map(field);
  const message = 'strategy sma-cross: fast must be below slow, found fast=50, slow=30, direction=long-only';
  expect(Object.keys(refusalsOf(message, fields))).toEqual(['fast', 'slow']);
  expect(Object.keys(refusalsOf('cash: Too small: expected number to be >0', fields))).toEqual(['cash']);
  expect(refusalsOf('', fields)).toEqual({});
});

test('days are whole, a comma is a decimal sign, and what is empty is left to the defaults', () => {
  const set = { source: 'sample', sample: 'X-1d', symbol: 'X', timeframe: '1d', venue: 'v' } as DataSet;
  const draft: Draft = {
    ...{ strategy: 'a', data: '', from: '2024-01-31', to: '2024-01-31', cash: '1000,5', currency: 'usdt', fee: '0,1', slippage: '' },
    ...{ size: '0,1', leverage: '1', risk: 'none', finalize: 'none' },
  };
  const input = inputOf(draft, set, { fast: 3 }, 'en');
  expect(input).toMatchObject({
    data: { kind: 'sample', name: 'X-1d' },
    cash: 1000.5,
    currency: 'USDT',
    size: '0.1',
    parameters: { fast: 3 },
  });
  expect(input.feeRatio).toBeCloseTo(0.001, 12);
  // One day: from its midnight to the next.
  expect((input.to ?? 0) - (input.from ?? 0)).toBe(86_400_000);
  expect('slippageRatio' in input).toBe(false);
});
