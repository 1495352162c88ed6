/** What the form of a backtest makes of what is typed, and where it puts what the server says. */

import { expect, test } from 'vitest';
import type { DataSet } from '../../../src/api/data.ts';
import type { BacktestInput } from '../../../src/api/research.ts';
import type { ParameterField, Strategy } from '../../../src/api/strategies.ts';
import { type Draft, dataOf, draftOf, inputOf, refusalsOf, UPLOADED, unusualOf } from './backtest-draft.ts';

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
    ...{ size: '0,1', leverage: '1', risk: 'none', finalize: 'none', kept: { settings: {}, span: {}, upload: null } },
  };
  const input = inputOf({ ...draft }, dataOf({ ...draft, data: 'sample X-1d' }, [set]) as BacktestInput['data'], { fast: 3 }, 'en');
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

test('a run that is changed keeps what the form does not show, its exact span and its own file', () => {
  const like: BacktestInput = {
    ...{ strategy: 'a', data: { kind: 'upload', upload: 'u/mine.csv', reading: { format: 'auto', zone: 'Europe/Madrid' } } },
    ...{ from: Date.UTC(2024, 0, 31, 9, 30), to: Date.UTC(2024, 1, 2, 17), parameters: {}, cash: 500, risk: 'default', leverage: 1 },
    ...{ finalize: 'close', latencyMs: 250, touch: true, seed: 7, lot: 0.001, selfChecks: false, lang: 'en' },
  };
  const set = { source: 'sample', sample: 'X-1d', symbol: 'X', timeframe: '1d', venue: 'v' } as DataSet;
  const draft = draftOf(like, null, null, [{ id: 'a', loaded: null } as Strategy], [set], 'en');
  expect(draft.data).toBe(UPLOADED);
  const again = (changes: Partial<Draft>) => {
    const changed = { ...draft, ...changes };
    return inputOf(changed, dataOf(changed, [set]) as BacktestInput['data'], {}, 'en');
  };
  expect(again({})).toEqual(like);
  // Another cash and another first day: the rest is as it was.
  expect(again({ cash: '900', from: '2024-02-01' })).toEqual({ ...like, cash: 900, from: Date.UTC(2024, 1, 1) });
  expect(again({ data: 'sample X-1d', from: '', to: '' })).toMatchObject({ data: { kind: 'sample', name: 'X-1d' }, seed: 7, lot: 0.001 });
  expect(unusualOf(draft.kept)).toEqual([
    ['lot', 0.001],
    ['latencyMs', 250],
    ['touch', true],
    ['seed', 7],
    ['selfChecks', false],
  ]);
  expect(unusualOf(draftOf(null, 'a', null, [], [], 'en').kept)).toEqual([]);
});
