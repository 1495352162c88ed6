// What a comparison with the venue finds, what it takes in on the way, and when it runs. Figures are worked out by hand.
import { describe, expect, test } from 'vitest';
import {
  type Difference,
  Reconciliation,
  type ReconciliationOptions,
  TOLERANCE_RATIO,
} from '../../src/core/trading/broker/reconciliation.ts';
import type { ExecutionReport, FundingReport, OrderReport, VenueAnswer, VenueRequest } from '../../src/core/trading/broker/venue-link.ts';
import { brokerLab, execution, orderReport, T0 } from './broker-lab.ts';

const HOUR = 3_600_000;
const MANUAL = { clientOrderId: '', venueOrderId: 'manual', instrument: 'BTCUSDT' };

interface VenueSide {
  executions: ExecutionReport[];
  funding: FundingReport[];
  orders: OrderReport[];
  position: string;
  balance: string;
}

/** A broker with 10 BTC bought at 20,000 without a fee, and a venue that says the same. */
function comparisonLab(options: Partial<ReconciliationOptions> = {}, listsTheDayAlone = false) {
  const paid: [quanta: number, at: number][] = [];
  const lab = brokerLab({ funding: true, listsTheDayAlone });
  const { broker } = lab;
  broker.listener.onFunding = (_, quanta, at) => void paid.push([quanta, at]);
  const bought = execution('x1', 0, '10', { clientOrderId: '' });
  broker.executions.until = broker.executions.booked.since = T0 - 1;
  broker.funding.until = broker.funding.booked.since = T0 - 1;
  broker.tookPlace(bought, T0);
  const venue: VenueSide = { executions: [bought], funding: [], orders: [], position: '10', balance: '100000' };
  const found: { differences: readonly Difference[]; full: boolean; at: number }[] = [];
  const reconciliation = new Reconciliation(broker, {
    account: () => ({ wallet: 100_000e8, equity: 100_000e8, positions: broker.executions.net.map((lots) => ({ lots, cost: 200_000e8 })) }),
    onResult: (differences, at, full) => void found.push({ differences, at, full }),
    ...options,
  });
  const asked: VenueRequest[] = [];
  const answers: { readonly [K in VenueRequest['kind']]?: (request: never) => object } = {
    executions: ({ since }: { since: number }) => ({ executions: venue.executions.filter(({ at }) => at >= since) }),
    funding: ({ since }: { since: number }) => ({ payments: venue.funding.filter(({ at }) => at >= since) }),
    'open-orders': () => ({ orders: venue.orders }),
    positions: () => ({ positions: [{ instrument: 'BTCUSDT', quantity: venue.position, averagePrice: null }] }),
    balances: () => ({ balances: [{ currency: 'USDT', total: venue.balance }] }),
  };
  /** Lets time pass by seconds; the venue answers at once. */
  function pass(fromMs: number, toMs: number): void {
    for (let at = fromMs; at <= toMs; at += 1_000) {
      reconciliation.tick(at);
      for (let open = lab.open; open.length > 0; open = lab.open) {
        const { id, what } = lab.take(open[0]?.split(' ')[0] as VenueRequest['kind']);
        asked.push(what);
        broker.answered(id, { ok: true, kind: what.kind, ...answers[what.kind]?.(what as never) } as VenueAnswer, at);
      }
    }
  }
  /** What is found next, from this time on. */
  function compare(at: number, full = false): readonly Difference[] {
    const before = found.length;
    reconciliation.soon(at, full);
    for (let second = 0; second < 20 && found.length === before; second++) pass(at + second * 1_000, at + second * 1_000);
    return found.at(-1)?.differences ?? [];
  }
  return { ...lab, broker, venue, found, paid, asked, reconciliation, pass, compare };
}

describe('a difference', () => {
  test.each([
    // 10 BTC here; of the venue's quantity.
    ['10.005', 0.0005, false],
    ['9.995', 0.0005, false],
    ['9.98', 0.002, true],
  ])('of the position, %s at the venue, is so large', (position, ratio, pauses) => {
    const lab = comparisonLab();
    lab.venue.position = position;
    const [difference] = lab.compare(T0) as [Difference];
    expect(difference).toMatchObject({ kind: 'position', subject: 'BTCUSDT', here: '10', venue: position });
    expect(difference.ratio).toBeCloseTo(ratio, 5);
    expect(difference.ratio > TOLERANCE_RATIO).toBe(pauses);
  });

  test('of exactly 0.1 % does not stop entering, one quantum or lot beyond does', () => {
    const ratioAt = (balance: string) => {
      const lab = comparisonLab();
      lab.venue.balance = balance;
      return (lab.compare(T0)[0] as Difference).ratio;
    };
    // 100 of an equity of 100,000.
    expect(ratioAt('100100')).toBe(TOLERANCE_RATIO);
    expect(ratioAt('99900')).toBe(TOLERANCE_RATIO);
    expect(ratioAt('100100.00000001')).toBeGreaterThan(TOLERANCE_RATIO);
    const lots = comparisonLab();
    // 0.01 of 10; and 0.011 of 9.989.
    lots.broker.executions.net[0] = 10_010;
    expect((lots.compare(T0)[0] as Difference).ratio).toBe(TOLERANCE_RATIO);
    lots.broker.executions.net[0] = 10_011;
    expect((lots.compare(T0 + HOUR)[0] as Difference).ratio).toBeGreaterThan(TOLERANCE_RATIO);
  });

  test('counts once it was found twice; an order nobody knows is beyond every tolerance', () => {
    const lab = comparisonLab();
    lab.venue.orders = [orderReport(0, { clientOrderId: '', venueOrderId: 'manual' })];
    lab.reconciliation.soon(T0);
    lab.pass(T0, T0);
    expect(lab.found).toEqual([]);
    lab.pass(T0 + 1_000, T0 + 3_000);
    expect(lab.found.map(({ differences }) => differences)).toEqual([
      [{ kind: 'order', subject: 'manual', here: 'unknown', venue: 'buy 0.1 BTCUSDT at 20000', ratio: 1, order: MANUAL }],
    ]);
  });

  test('that stays is told by every run: once it has been found twice, one is enough', () => {
    const lab = comparisonLab();
    lab.venue.position = '9';
    lab.compare(T0);
    const runs = () => lab.asked.filter(({ kind }) => kind === 'open-orders').length;
    const before = runs();
    lab.pass(T0 + 10_000, T0 + 20_000);
    expect([lab.found.length, runs() - before]).toEqual([2, 1]);
    lab.venue.position = '8';
    lab.pass(T0 + 21_000, T0 + 22_000);
    // Another one has to be found twice.
    expect(lab.found.length).toBe(2);
    lab.pass(T0 + 23_000, T0 + 25_000);
    expect(lab.found.at(-1)?.differences).toMatchObject([{ kind: 'position', venue: '8' }]);
  });

  test('is the same one when only its share has changed with the equity', () => {
    let equity = 100_000e8;
    const lab = comparisonLab({ account: () => ({ wallet: 100_000e8, equity: equity++, positions: [{ lots: 10_000, cost: 200_000e8 }] }) });
    lab.venue.balance = '99999';
    lab.reconciliation.soon(T0);
    lab.pass(T0, T0 + 3_000);
    expect(lab.found.map(({ differences }) => differences.map(({ kind }) => kind))).toEqual([['balance']]);
  });

  test('that the owner has put on the list is none', () => {
    const lab = comparisonLab({ ignored: () => new Set(['balance USDT']) });
    lab.venue.balance = '5';
    lab.venue.position = '9';
    expect(lab.compare(T0).map(({ kind }) => kind)).toEqual(['position']);
  });
});

describe('a comparison that is asked for', () => {
  test('is joined by whoever asks meanwhile: what is under way goes on, and one end is an end for both', () => {
    const lab = comparisonLab();
    lab.reconciliation.join(T0);
    lab.reconciliation.tick(T0);
    lab.reconciliation.join(T0 + 500);
    lab.pass(T0 + 1_000, T0 + 1_000);
    expect(lab.asked.filter(({ kind }) => kind === 'executions')).toHaveLength(1);
    expect(lab.found).toMatchObject([{ at: T0 + 1_000, full: true }]);
    expect(lab.reconciliation.fullAsked).toBe(false);
  });

  test('names what it was refused for until one gets every answer', () => {
    const lab = comparisonLab();
    lab.reconciliation.join(T0);
    lab.reconciliation.tick(T0);
    const { id } = lab.take('executions');
    const limited = { ok: false, outcome: 'refused', code: 'RATE_LIMITED', venueCode: '429', message: 'Too many requests' } as const;
    lab.broker.answered(id, limited, T0);
    expect(lab.reconciliation.failure).toEqual(limited);
    lab.pass(T0 + 1_000, T0 + 10_000);
    expect([lab.reconciliation.failure, lab.found.length, lab.reconciliation.fullAsked]).toEqual([null, 1, false]);
  });
});

describe('what is found missing', () => {
  test('fills made meanwhile are booked once, with the times of the venue, and the result is clean', () => {
    const lab = comparisonLab();
    const at = T0 + 5_000;
    lab.venue.executions.push(
      execution('x2', 0, '1', { clientOrderId: '', at }),
      execution('x3', 0, '1', { clientOrderId: '', at: at + 1 }),
    );
    lab.venue.position = '12';
    expect(lab.compare(T0 + HOUR)).toEqual([]);
    expect(lab.compare(T0 + HOUR + 30_000)).toEqual([]);
    expect(lab.broker.executions.net).toEqual([12_000]);
    expect(lab.broker.executions.booked.snapshot().map(([id, time]) => [id, time])).toEqual([
      ['x1', T0],
      ['x2', at],
      ['x3', at + 1],
    ]);
  });

  test('funding is booked once, with its sign and at its time; another instrument’s is not ours', () => {
    const lab = comparisonLab();
    const payment = { fundingId: 'f1', instrument: 'BTCUSDT', amount: '1.5', currency: 'USDT', at: T0 + 8 * HOUR };
    lab.venue.funding = [
      payment,
      { ...payment, fundingId: 'f2', amount: '-0.00000001', at: T0 + 16 * HOUR },
      { ...payment, fundingId: 'f3', instrument: 'ETHUSDT' },
    ];
    expect(lab.compare(T0 + 17 * HOUR)).toEqual([]);
    expect(lab.compare(T0 + 18 * HOUR)).toEqual([]);
    expect(lab.paid).toEqual([
      [1.5e8, T0 + 8 * HOUR],
      [-1, T0 + 16 * HOUR],
    ]);
    // A restart remembers what it has booked.
    const again = comparisonLab();
    again.broker.restore(JSON.parse(JSON.stringify(lab.broker.snapshot())), T0, [{ lots: 0, cost: 0, margin: 0 }]);
    again.venue.funding = lab.venue.funding;
    expect(again.compare(T0 + 19 * HOUR, true)).toEqual([]);
    expect(again.paid).toEqual([]);
  });

  test('funding in another currency stops entering', () => {
    const lab = comparisonLab();
    lab.venue.funding = [{ fundingId: 'f1', instrument: 'BTCUSDT', amount: '1', currency: 'BTC', at: T0 }];
    lab.compare(T0 + HOUR);
    expect(lab.told).toContain('demand executions');
    expect(lab.paid).toEqual([]);
  });
});

describe('a full comparison', () => {
  test('finds another fee, another payment, and what is booked here alone', () => {
    const lab = comparisonLab();
    const later = execution('x9', 0, '1', { clientOrderId: '', at: T0 + 2 * HOUR });
    lab.venue.executions.push(later);
    lab.venue.position = '11';
    lab.venue.funding = [{ fundingId: 'f1', instrument: 'BTCUSDT', amount: '2', currency: 'USDT', at: T0 + HOUR }];
    expect(lab.compare(T0 + 3 * HOUR, true)).toEqual([]);
    // The venue has thought better of it.
    lab.venue.executions = [execution('x1', 0, '10', { clientOrderId: '', fee: '50' }), later];
    lab.venue.funding = [{ fundingId: 'f1', instrument: 'BTCUSDT', amount: '3', currency: 'USDT', at: T0 + HOUR }];
    expect(lab.compare(T0 + 4 * HOUR, true)).toEqual([
      { kind: 'fee', subject: 'x1', here: '0', venue: '50', ratio: 0.0005 },
      { kind: 'funding', subject: 'f1', here: '2', venue: '3', ratio: 0.00001 },
    ]);
    lab.venue.executions = [later];
    lab.venue.funding = [];
    expect(lab.compare(T0 + 5 * HOUR, true)).toEqual([
      { kind: 'fill', subject: 'x1', here: 'booked, of 2026-01-05T00:00:00.000Z', venue: 'unknown', ratio: 1 },
      { kind: 'funding', subject: 'f1', here: 'booked, of 2026-01-05T01:00:00.000Z', venue: 'unknown', ratio: 1 },
    ]);
    // A run that is not full does not look.
    expect(lab.compare(T0 + 6 * HOUR)).toEqual([]);
  });

  test('misses nothing older than what a venue lists that forgets what is not of its day', () => {
    const lab = comparisonLab({}, true);
    const [noon, evening] = [12, 13].map((hour) => execution(`x${hour}`, 0, '1', { clientOrderId: '', at: T0 + hour * HOUR }));
    lab.venue.executions.push(noon as ExecutionReport, evening as ExecutionReport);
    lab.venue.position = '12';
    expect(lab.compare(T0 + 14 * HOUR, true)).toEqual([]);
    // The day is over: x1 is no longer listed.
    lab.venue.executions = [noon as ExecutionReport, evening as ExecutionReport];
    expect(lab.compare(T0 + 15 * HOUR, true)).toEqual([]);
    lab.venue.executions = [];
    expect(lab.compare(T0 + 16 * HOUR, true)).toEqual([]);
  });

  test('is made at 00:30 UTC, once a day; the others every 60 s', () => {
    const lab = comparisonLab();
    const began = T0 + 23 * HOUR;
    lab.reconciliation.soon(began);
    lab.pass(began, began + 2 * HOUR);
    expect(lab.found.slice(0, 3).map(({ at }) => at - began)).toEqual([0, 60_000, 120_000]);
    expect(lab.found.filter(({ full }) => full).map(({ at }) => new Date(at).toISOString())).toEqual(['2026-01-06T00:30:00.000Z']);
  });

  test('is made at the next start when the trader was away at that time', () => {
    const lab = comparisonLab();
    lab.compare(T0 + 23 * HOUR, true);
    const again = comparisonLab();
    again.broker.restore(JSON.parse(JSON.stringify(lab.broker.snapshot())), T0, [{ lots: 0, cost: 0, margin: 0 }]);
    again.compare(T0 + 24 * HOUR + 10 * 60_000);
    again.compare(T0 + 30 * HOUR);
    expect(again.found.map(({ full }) => full)).toEqual([false, true]);
  });

  test('asks for no more than it remembers to have booked', () => {
    const lab = comparisonLab();
    const { net, booked, executionsUntil, orders, ended } = lab.broker.snapshot();
    const old = comparisonLab();
    // A journal of before there was a full comparison.
    old.broker.restore(JSON.parse(JSON.stringify({ net, booked, executionsUntil: executionsUntil + HOUR, orders, ended })), T0, [
      { lots: 0, cost: 0, margin: 0 },
    ]);
    old.compare(T0 + 2 * HOUR, true);
    expect(old.asked.find(({ kind }) => kind === 'executions')).toEqual({ kind: 'executions', since: T0 - 1 + HOUR });
    expect(old.broker.executions.net).toEqual([10_000]);
  });
});

describe('a quiet minute', () => {
  /** Kinds asked for in the minute that ends at `minute`, of a lab compared at T0 (its first run takes all in). */
  function inMinute(lab: ReturnType<typeof comparisonLab>, minute: number): string[] {
    lab.asked.length = 0;
    lab.pass(T0 + (minute - 1) * 60_000 + 20_000, T0 + minute * 60_000 + 19_000);
    return lab.asked.map(({ kind }) => kind).sort();
  }
  const ALL = ['balances', 'executions', 'open-orders', 'positions'];

  test('asks for orders and positions, and every fifth for executions and money too', () => {
    const lab = comparisonLab();
    lab.compare(T0);
    const minutes = [1, 2, 3, 4, 5, 6].map((minute) => inMinute(lab, minute));
    const held = ['open-orders', 'positions'];
    expect(minutes).toEqual([held, held, held, held, ALL, held]);
  });

  test('in which something has moved is no quiet one', () => {
    const lab = comparisonLab();
    lab.compare(T0);
    lab.broker.tookPlace(execution('x2', 0, '1', { clientOrderId: '' }), T0 + 30_000);
    lab.venue.executions.push(execution('x2', 0, '1', { clientOrderId: '' }));
    lab.venue.position = '11';
    expect(inMinute(lab, 1)).toEqual(ALL);
    expect(inMinute(lab, 2)).toEqual(['open-orders', 'positions']);
  });

  test('finds a position that has changed unheard, and then asks for what led to it', () => {
    const lab = comparisonLab();
    lab.compare(T0);
    lab.venue.executions.push(execution('x2', 0, '1', { clientOrderId: '', at: T0 + 40_000 }));
    lab.venue.position = '11';
    lab.pass(T0 + 20_000, T0 + 80_000);
    expect(lab.broker.executions.net).toEqual([11_000]);
    expect(lab.found.at(-1)?.differences).toEqual([]);
  });

  test('never lifts a difference of money: it is asked for until it is gone', () => {
    const lab = comparisonLab();
    lab.venue.balance = '99000';
    lab.compare(T0);
    lab.pass(T0 + 20_000, T0 + 200_000);
    expect(lab.found.length).toBeGreaterThan(3);
    expect(lab.found.every(({ differences }) => differences.some(({ kind }) => kind === 'balance'))).toBe(true);
    lab.venue.balance = '100000';
    lab.pass(T0 + 201_000, T0 + 220_000);
    expect(lab.found.at(-1)?.differences).toEqual([]);
  });
});
