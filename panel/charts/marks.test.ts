import { expect, test } from 'vitest';
import type { Fill, SessionEvent } from '../../src/api/records.ts';
import { marksOf, pausesOf, tradeLinesOf } from './marks.ts';

function fill(
  at: number,
  side: Fill['side'],
  quantity: string,
  price: string,
  realised: string | null,
  purpose: Fill['purpose'] = 'exit',
): Fill {
  return {
    fillId: `f${at}`,
    orderId: 'o1',
    strategyId: 's',
    instrumentId: 'BTCUSDT',
    purpose,
    side,
    quantity,
    price,
    fee: '0',
    feeCurrency: 'USDT',
    liquidity: 'taker',
    kind: realised === null ? 'open' : 'close',
    realised,
    net: null,
    reason: null,
    at,
    journalSequence: at,
  };
}

const change = (at: number, to: string): SessionEvent => ({
  eventId: `e${at}`,
  at,
  kind: 'mode',
  severity: 'info',
  code: 'MODE_CHANGED',
  message: '',
  data: { to },
  journalSequence: at,
});

test('a trade of two buys and two sells is two lines from the average price', () => {
  // 1 at 100 and 3 at 104 cost 412 for 4: 103 on average.
  const fills = [
    fill(1, 'buy', '1', '100', null),
    fill(2, 'buy', '3', '104', null),
    fill(3, 'sell', '2', '105', '4'),
    fill(4, 'sell', '2', '101', '-4'),
  ].reverse();
  expect(tradeLinesOf(fills)).toEqual([
    { from: { at: 1, price: 103 }, to: { at: 3, price: 105 }, tone: 'gain' },
    { from: { at: 1, price: 103 }, to: { at: 4, price: 101 }, tone: 'loss' },
  ]);
});

test('after a full close the next buy begins a new trade', () => {
  const fills = [
    fill(1, 'buy', '0.3', '100', null),
    fill(2, 'sell', '0.1', '100', '0'),
    fill(3, 'sell', '0.2', '100', '0'),
    fill(4, 'buy', '1', '90', null),
    fill(5, 'sell', '1', '95', '5'),
  ].reverse();
  expect(tradeLinesOf(fills).at(-1)).toEqual({ from: { at: 4, price: 90 }, to: { at: 5, price: 95 }, tone: 'gain' });
});

test('a stop is told from an exit, and marks are in order of time', () => {
  const marks = marksOf([fill(9, 'sell', '1', '95', '-5', 'stop'), fill(5, 'buy', '1', '100', null, 'entry')], [], () => '', 'refused');
  expect(marks.map(({ at, kind, tone }) => [at, kind, tone])).toEqual([
    [5, 'entry', 'neutral'],
    [9, 'stop', 'loss'],
  ]);
});

test('a pause lasts from the first stop to the change that lets entries in again', () => {
  const events = [
    change(1, 'PAUSE'),
    change(2, 'EMERGENCY'),
    change(3, 'PAUSE'),
    change(4, 'NORMAL'),
    change(5, 'DEFENSIVE'),
    change(6, 'PAUSE'),
  ].reverse();
  expect(pausesOf(events)).toEqual([
    { from: 1, to: 4 },
    { from: 6, to: null },
  ]);
});
