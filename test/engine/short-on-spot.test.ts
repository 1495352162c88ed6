// A short of spot is refused by risk, whoever wishes it, and leaves no order; the exit of what is held is none.
import { expect, test } from 'vitest';
import { createCandles } from '../../src/core/market/candles.ts';
import { signal, signalWorld } from './signal-world.ts';

test('a signal to sell short is refused with its code, a long one and its exit are filled', () => {
  const instrument = { id: 'X', venue: 'test', kind: 'spot', base: 'X', quote: 'USD', tickSize: 0.01, lotSize: 1 } as const;
  const { session, slot, candle, steps } = signalWorld({
    markets: [{ instrument, series: [{ timeframeMs: 60_000, candles: createCandles(0) }] }],
  });
  candle(100);
  expect(session.signal(signal({ side: -1, stopPrice: 105 }))).toMatchObject({ outcome: 'refused', code: 'RISK_SHORTING' });
  expect(steps().flatMap(({ orders = [] }) => orders)).toEqual([]);
  expect(session.signal(signal({}))).toMatchObject({ outcome: 'executed' });
  candle(100);
  expect(slot.position.side).toBe(1);
  const { kind: _entry, ...about } = signal({});
  session.signal({ ...about, kind: 'exit', side: null });
  candle(100);
  expect(slot.position.side).toBe(0);
});
