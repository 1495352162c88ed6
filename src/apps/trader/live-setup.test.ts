import { describe, expect, test } from 'vitest';
import type { FileJournal } from '../../adapters/journal-files/open-journal.ts';
import { readLiveConfig } from '../config.ts';
import { profileFor, type Setup, withMinima } from './live-setup.ts';

const config = { ...readLiveConfig('bybit-simulator.json'), risk: 'default' };

/** A journal with so many filled orders, each filled twice, and this equity at the end. */
function journalWith(filledOrders: number, equity: string): FileJournal {
  const fills = Array.from({ length: filledOrders }, (_, i) => [{ orderId: String(i) }, { orderId: String(i) }]).flat();
  const entries = [{ kind: 'step', body: { fills: [...fills, { orderId: null }], equity } }];
  return { readEntries: () => entries } as unknown as FileJournal;
}
const setup = (cash: number): Setup => ({ config, instruments: [], cash, beganAt: 0 });
type Given = Parameters<typeof profileFor>;
const orderNotional = (begun: Setup, environment: Given[1], journal: FileJournal, past: Given[3] = null) =>
  profileFor(begun, environment, journal, past).limits.orderNotional;

test('a session goes on with the minima of today, and with everything else as it began', () => {
  const began = { id: 'X', venue: 'v', kind: 'spot', base: 'X', quote: 'USDT', tickSize: 0.1, lotSize: 0.001, minimumNotional: 5 } as const;
  const today = { ...began, minimumNotional: 10, minimumQuantity: 0.01, takerFeeRatio: 0.002 };
  expect(withMinima([began], [today])).toEqual([{ ...began, minimumNotional: 10, minimumQuantity: 0.01 }]);
  const { minimumNotional: _none, ...free } = began;
  expect(withMinima([today], [free])).toEqual([{ ...free, takerFeeRatio: 0.002 }]);
});

describe('the value of one of the first ten real orders', () => {
  test('is at most 1 % of equity as last recorded', () => expect(orderNotional(setup(5_000), 'prod', journalWith(9, '4200'))).toBe(42));
  test('is at most 100 in the currency of the account', () =>
    expect(orderNotional(setup(50_000), 'prod', journalWith(9, '50000'))).toBe(100));
  test('is that of the deposit in a new session', () => {
    const empty = { readEntries: () => [] } as unknown as FileJournal;
    expect(orderNotional(setup(3_000), 'prod', empty)).toBe(30);
  });
  test('counts what a snapshot shows of the past, and reads on after it', () => {
    const asked: number[] = [];
    const rest = { readEntries: (from: number) => [asked.push(from)].slice(1) } as unknown as FileJournal;
    const fills = Array.from({ length: 9 }, (_, i) => ({ record: { orderId: String(i) } }));
    const past = (more: object[]) =>
      ({ history: { fills: [...fills, ...more], equity: [10_000, 4_200], lastSequence: 77 } }) as unknown as Given[3];
    expect(orderNotional(setup(5_000), 'prod', rest, past([]))).toBe(42);
    expect(orderNotional(setup(5_000), 'prod', rest, past([{ record: { orderId: '9' } }]))).toBe(10_000);
    expect(asked).toEqual([78, 78]);
  });
  test('is the profile’s own after ten orders, and outside prod', () => {
    expect(orderNotional(setup(5_000), 'prod', journalWith(10, '4200'))).toBe(10_000);
    expect(orderNotional(setup(5_000), 'dev', journalWith(0, '4200'))).toBe(10_000);
  });
});
