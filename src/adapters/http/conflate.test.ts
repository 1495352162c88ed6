import { expect, test } from 'vitest';
import type { LiveMessage } from '../../api/live.ts';
import type { SessionStatus } from '../../api/session.ts';
import { conflate } from './conflate.ts';

const candles = (timeframe: string, time: number[], close: number[], lastIsOpen = false): LiveMessage => ({
  type: 'candles',
  batch: {
    instrumentId: 'BTCUSDT',
    timeframe,
    intervalMs: 60_000,
    time,
    open: close,
    high: close,
    low: close,
    close,
    volume: close,
    lastIsOpen,
  },
});
const equity = (time: number): LiveMessage => ({ type: 'equity', series: { time: [time], equity: [time * 10], drawdownRatio: [0] } });
const status = (at: number): LiveMessage => ({ type: 'status', status: { at } as SessionStatus });
const fill = (fillId: string): LiveMessage => ({ type: 'fill', fill: { fillId } as never });

test('candles of one stream are joined, a forming one counts as last sent', () => {
  const joined = conflate([
    candles('1m', [1], [10], true),
    candles('5m', [1], [10]),
    candles('1m', [1], [11]),
    candles('1m', [2], [20], true),
  ]);
  expect(joined).toEqual([candles('1m', [1, 2], [11, 20], true), candles('5m', [1], [10])]);
});

test('a message that was filed is not changed by joining', () => {
  const first = candles('1m', [1], [10]);
  conflate([first, candles('1m', [2], [20])]);
  expect(first).toEqual(candles('1m', [1], [10]));
});

test('a job is told as it is now', () => {
  const job = (id: string, state: string): LiveMessage => ({ type: 'job', job: { id, state } as never });
  expect(conflate([job('a', 'queued'), job('b', 'queued'), job('a', 'done')])).toEqual([job('a', 'done'), job('b', 'queued')]);
});

test('one equity series, the last status, every row in order', () => {
  const joined = conflate([status(1), equity(1), fill('f1'), equity(2), fill('f2'), status(2)]);
  expect(joined).toEqual([
    { type: 'equity', series: { time: [1, 2], equity: [10, 20], drawdownRatio: [0, 0] } },
    fill('f1'),
    fill('f2'),
    status(2),
  ]);
});
