import { expect, test } from 'vitest';
import type { Broker } from '../broker/broker.ts';
import type { Difference } from '../broker/reconciliation.ts';
import type { OrderName } from '../broker/venue-link.ts';
import type { Engine } from '../engine/engine.ts';
import { correct } from './correct.ts';

const BALANCE: Difference = { kind: 'balance', subject: 'USDT', here: '1000', venue: '1250.5', ratio: 0.25 };

/** An account of 1,000 with what its books are told. */
function accountOf1000() {
  const told: [string, number][] = [];
  const engine = {
    at: 0,
    equity: 1_000e8,
    book: { wallet: 1_000e8, positions: [] },
    instruments: [],
    slots: [],
    paths: [],
    ledger: { flow: (quanta: number) => told.push(['ledger flow', quanta]), funded: (quanta: number) => told.push(['paid', quanta]) },
    risk: { flow: (quanta: number) => told.push(['ladder flow', quanta]) },
    observer: { noticed: (code: string) => told.push([code, 0]) },
  };
  const broker = {
    ...{ options: { quantumDecimals: 8, link: { capabilities: {} } }, executions: { net: [], dust: [] } },
    orderOf: (clientOrderId: string) => (clientOrderId === 'ours' ? {} : undefined),
    cancelForeign: ({ venueOrderId }: OrderName) => told.push([`cancel ${venueOrderId}`, 0]),
  };
  const make = (difference: Difference, as: Parameters<typeof correct>[2], ...others: Difference[]) =>
    correct(
      { engine: engine as unknown as Engine, broker: broker as unknown as Broker, found: [...others, difference], at: 0 },
      difference,
      as,
    );
  return { engine, told, make };
}

test('a deposit moves money and the references of the loss ladder: neither gain nor loss', () => {
  const { engine, told, make } = accountOf1000();
  expect(make(BALANCE, 'deposit')).toBeNull();
  expect([engine.book.wallet, engine.equity]).toEqual([1_250.5e8, 1_250.5e8]);
  expect(told).toEqual([
    ['ledger flow', 250.5e8],
    ['ladder flow', 250.5e8],
    ['CORRECTION', 0],
  ]);
});

test('a result moves money alone, with its sign: what is missing at the venue was paid', () => {
  const { engine, told, make } = accountOf1000();
  expect(make({ ...BALANCE, venue: '999.99999999' }, 'result')).toBeNull();
  expect(engine.book.wallet).toBe(1_000e8 - 1);
  expect(told).toEqual([
    ['paid', 1],
    ['CORRECTION', 0],
  ]);
});

const ORDER: Difference = { kind: 'order', subject: 'v7', here: 'unknown', venue: 'buy 1 X at 90', ratio: 1 };
const named = (clientOrderId: string) => ({ ...ORDER, order: { clientOrderId, venueOrderId: 'v7', instrument: 'X' } });

test('an order that only the venue knows is cancelled there, which is written down', () => {
  const { told, make } = accountOf1000();
  expect(make(named(''), 'cancel')).toBeNull();
  expect(told).toEqual([
    ['cancel v7', 0],
    ['CORRECTION', 0],
  ]);
});

test.each([
  [ORDER, 'cancel', 'the name of order v7 at the venue is not known'],
  [named('ours'), 'cancel', 'order v7 is known here by now: nothing has to be made right'],
  [ORDER, 'close', 'order: not made right by "close"'],
  [BALANCE, 'cancel', 'balance: not made right by "cancel"'],
  [BALANCE, 'adopt', 'balance: not made right by "adopt"'],
  [{ ...BALANCE, kind: 'position' }, 'result', 'position: not made right by "result"'],
  [{ ...BALANCE, kind: 'position', subject: 'XYZ' }, 'close', 'there is no instrument XYZ in this session'],
  [{ ...BALANCE, venue: 'much' }, 'deposit', 'much is no amount of USDT'],
  [{ ...BALANCE, here: '999' }, 'deposit', 'USDT has moved since the comparison: compare again'],
] as const)('%j by %s is refused and changes nothing', (difference, as, words) => {
  const { engine, told, make } = accountOf1000();
  expect(make(difference, as)).toContain(words);
  expect([engine.book.wallet, told]).toEqual([1_000e8, []]);
});

test.each(['deposit', 'result'] as const)('money is no %s while a position differs: that one comes first', (as) => {
  const { engine, make } = accountOf1000();
  const position: Difference = { kind: 'position', subject: 'X', here: '0', venue: '2', ratio: 1 };
  expect(make(BALANCE, as, position)).toContain('accept position:X first');
  expect(engine.book.wallet).toBe(1_000e8);
});
