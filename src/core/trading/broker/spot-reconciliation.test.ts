import { expect, test } from 'vitest';
import { prepareInstrument } from '../../domain/instrument.ts';
import { Broker } from './broker.ts';
import { type Difference, Reconciliation } from './reconciliation.ts';
import type { BalanceReport, VenueAnswer, VenueCapabilities, VenueLink } from './venue-link.ts';

const INSTRUMENT = prepareInstrument(
  { id: 'BTCUSD', venue: 'kraken', kind: 'spot', base: 'BTC', quote: 'USD', tickSize: 0.1, lotSize: 1e-8 },
  0,
  8,
);

const KRAKEN: VenueCapabilities = {
  ...{ venue: 'kraken', clientIdUniqueness: 'open', orderTypes: ['market'], timesInForce: ['GTC'], requestLifeMs: null },
  ...{ postOnly: true, reduceOnly: false, amend: true, stopWithTarget: false, shorting: false, funding: false },
};

/** A venue that is spot: no positions, and these balances. */
function answersOf(balances: readonly BalanceReport[]): Readonly<Record<string, VenueAnswer>> {
  return {
    executions: { ok: true, kind: 'executions', executions: [] },
    'open-orders': { ok: true, kind: 'open-orders', orders: [] },
    positions: { ok: true, kind: 'positions', positions: [] },
    balances: { ok: true, kind: 'balances', balances },
  };
}

/** What a comparison finds, with 0.5 BTC held that cost 5,000, and a wallet of 99,987. */
function compared(balances: Readonly<Record<string, string>>, capabilities: Partial<VenueCapabilities> = {}): readonly Difference[] | null {
  const asked: [request: number, kind: string][] = [];
  const link: VenueLink = {
    capabilities: { ...KRAKEN, ...capabilities },
    listen: () => {},
    ask: (request, { kind }) => void asked.push([request, kind]),
  };
  const broker = new Broker(
    {
      instruments: [INSTRUMENT],
      link,
      accountCurrency: 'USD',
      quantumDecimals: 8,
      intentOf: () => ({ clientOrderId: '', slot: 0 }),
      budget: { burst: 100, perSecond: 100, reservedShare: 0 },
      maySend: () => true,
      mayEnter: () => true,
      marketTime: () => 0,
      externalSlotOf: () => -1,
    },
    {
      ...{ onFill: () => {}, onDone: () => {}, onFunding: () => {} },
      ...{ onStray: () => {}, onRestated: () => {}, onAlert: () => {}, onProgress: () => {}, onGap: () => {}, onDemand: () => {} },
    },
  );
  let found: readonly Difference[] | null = null;
  const reconciliation = new Reconciliation(broker, {
    account: () => ({ wallet: 99_987e8, equity: 100_000e8, positions: [{ lots: 0.5e8, cost: 5_000e8 }] }),
    onResult: (differences) => {
      found = differences;
    },
  });
  const answers = answersOf(Object.entries(balances).map(([currency, total]) => ({ currency, total })));
  reconciliation.soon(0);
  // Only what is found twice counts.
  for (let at = 0; at < 10_000 && found === null; at += 1_000) {
    reconciliation.tick(at);
    while (asked.length > 0) {
      const [request, kind] = asked.shift() as [number, string];
      broker.answered(request, answers[kind] as VenueAnswer, at);
    }
  }
  return found;
}

test('coins that were bought and money that is left are no difference', () => {
  expect(compared({ BTC: '0.5000000000', USD: '94987.0000' })).toEqual([]);
});

test('coins that are missing are a difference of the position, money of the balance', () => {
  expect(compared({ BTC: '0.4', USD: '94887' })).toEqual([
    // 0.1 of the venue's 0.4, and 100 of an equity of 100,000.
    { kind: 'position', subject: 'BTCUSD', here: '0.5', venue: '0.4', ratio: expect.closeTo(0.25, 12) },
    { kind: 'balance', subject: 'USD', here: '94987', venue: '94887', ratio: expect.closeTo(0.001, 12) },
  ]);
});

test('a coin that the venue does not name is not held', () => {
  expect(compared({ USD: '94987' })).toMatchObject([{ kind: 'position', venue: '0', ratio: 1 }]);
});

test('money that a venue rounds may be off by the rounding, and no more', () => {
  const rounded = (USD: string) => compared({ BTC: '0.5', USD }, { moneyRounding: '0.01' });
  expect([rounded('94986.99'), rounded('94987.01')]).toEqual([[], []]);
  expect(rounded('94986.98')).toMatchObject([{ kind: 'balance', here: '94987', venue: '94986.98' }]);
});
