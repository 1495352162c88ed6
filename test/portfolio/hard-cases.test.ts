// Cases that books of others get wrong. Every figure is worked by hand beside it.
import { describe, expect, test } from 'vitest';
import type { BookState } from '../../src/apps/portfolio/figures/book-state.ts';
import { openFigureBook } from '../../src/apps/portfolio/figures/figure-book.ts';
import { holdingsAnswer } from '../../src/apps/portfolio/figures/holdings.ts';
import { overviewAnswer } from '../../src/apps/portfolio/figures/overview.ts';
import type { Entry } from '../../src/core/portfolio/entry.ts';
import { dayNumber } from '../../src/core/portfolio/ledger/operation.ts';
import { flow, trade } from './book-lab.ts';

type Prices = Readonly<Record<string, readonly (readonly [day: string, price: number])[]>>;

/** A book as the platform opens it. `prices` by instrument id, `rates` of one euro. */
function bookOf(entries: readonly Entry[], { prices = {}, rates = {}, at = '2024-07-01T12:00:00Z', base = 'EUR' }: BookCase = {}) {
  const accounts = [...new Set(entries.flatMap(({ account, otherAccount }) => [account, otherAccount ?? account]))];
  const state: BookState = {
    booked: entries.map((entry, id) => ({ id, entry, origin: null })),
    known: [],
    accounts: accounts.map((name) => ({ name, tellsCash: true })),
    closes: new Map(
      Object.entries(prices).map(([id, days]) => [
        id,
        days.map(([day, price]) => ({ day: dayNumber(day), price, provider: 'by hand', adjustedOn: null })),
      ]),
    ),
    rates: new Map(
      Object.entries(rates).map(([code, days]) => [
        code,
        days.map(([day, perEuro]) => ({ day: dayNumber(day), perEuro, provider: 'ecb' })),
      ]),
    ),
    ...{ quotes: new Map(), targets: new Map(), quality: { quarantined: new Set<string>() }, changedAt: null, now: Date.parse(at) },
    settings: { base, method: 'fifo', target: null, benchmark: null, zone: 'Europe/Madrid', oldAfterDays: 30 },
  };
  const book = openFigureBook(state);
  const view = { method: 'fifo' } as const;
  const [overview, holdings] = [overviewAnswer(book, view), holdingsAnswer(book, view)];
  const of = (symbol: string, account = 'A') => {
    const row = holdings.rows.find((one) => one.instrument.symbol === symbol && one.account === account);
    return row ?? expect.fail(`${symbol} is not among ${holdings.rows.map(({ instrument }) => instrument.symbol).join(', ')}`);
  };
  const id = (symbol: string) => book.instruments.all.find((one) => one.symbol === symbol)?.id ?? '';
  return { overview, holdings, of, id };
}
interface BookCase {
  readonly prices?: Prices;
  readonly rates?: Prices;
  readonly at?: string;
  readonly base?: string;
}
/** Ids of instruments are known once a book is open: by symbol here. */
function priced(entries: readonly Entry[], { prices = {}, ...more }: BookCase) {
  const { id } = bookOf(entries, more);
  return bookOf(entries, { ...more, prices: Object.fromEntries(Object.entries(prices).map(([symbol, days]) => [id(symbol), days])) });
}
const isin = (entry: Entry, code: string): Entry => ({ ...entry, asset: { isin: code, ...entry.asset } });
const number = (text: string | null | undefined) => (text == null ? null : Number(text));

describe('currencies without decimals, and with three', () => {
  const entries = [
    flow('deposit', '2024-06-03', '1000000', { currency: 'JPY' }),
    trade('buy', '2024-06-03', '7203', 100, '333333', { currency: 'JPY' }),
    flow('deposit', '2024-06-03', '100.125', { currency: 'KWD', account: 'B' }),
  ];
  const rates = {
    JPY: [
      ['2024-06-03', 170],
      ['2024-06-28', 172],
    ],
    KWD: [['2024-06-28', 0.329]],
  } as const;

  test('yen have no cents, dinars three: balances as they are, amounts in base rounded once', () => {
    const { holdings, of } = priced(entries, { rates, prices: { 7203: [['2024-06-28', 3_290.5]] } });
    expect(holdings.cash.map(({ balance, value }) => [balance.amount, balance.currency, value])).toEqual([
      // 666667 ÷ 172 = 3875.97093…; 100.125 ÷ 0.329 = 304.33130…
      ['666667', 'JPY', '3875.97'],
      ['100.125', 'KWD', '304.33'],
    ]);
    // 329050 yen ÷ 172 = 1913.08139…; cost 333333 ÷ 170 = 1960.78235….
    expect([of('7203').value, of('7203').costInBase]).toEqual(['1913.08', '1960.78']);
  });

  test('with yen as base no figure has cents', () => {
    const { overview, of } = priced(entries.slice(0, 2), { rates, prices: { 7203: [['2024-06-28', 3_290.5]] }, base: 'JPY' });
    // 666667 + 329050; 329050 − 333333.
    expect([overview.total, of('7203').unrealised?.total]).toEqual(['995717', '-4283']);
  });
});

test('cash below nothing is a debt: it lowers the value, its interest is a cost, and a deposit makes it good', () => {
  const bought = [flow('deposit', '2024-01-02', 1_000), trade('buy', '2024-01-03', 'ACME', 10, 1_500)];
  const debt = priced([...bought, flow('interest', '2024-02-01', '-3.25')], { prices: { ACME: [['2024-06-28', 160]] } });
  // 1000 − 1500 − 3.25.
  expect(debt.holdings.cash.map(({ balance }) => balance)).toEqual([{ amount: '-503.25', currency: 'EUR' }]);
  // 1600 − 503.25; income is below nothing.
  expect([debt.overview.total, debt.overview.cash, debt.overview.income]).toEqual(['1096.75', '-503.25', '-3.25']);
  // On 1000 put in: 96.75.
  expect(debt.overview.measures.find(({ name }) => name === 'simple')?.ratio).toBeCloseTo(0.09675, 10);
  const good = priced([...bought, flow('deposit', '2024-03-01', 500)], { prices: { ACME: [['2024-06-28', 160]] } });
  expect(number(good.holdings.cash[0]?.balance.amount ?? '0')).toBe(0);
});

test('a rate of the weekend is that of Friday, and says its day', () => {
  const entries = [flow('deposit', '2024-06-29', 1_080, { currency: 'USD' })];
  const rates = {
    USD: [
      ['2024-06-27', 1.07],
      ['2024-06-28', 1.08],
      ['2024-07-01', 1.2],
    ],
  } as const;
  // Sunday 30 June: 1080 ÷ 1.08.
  const { holdings } = bookOf(entries, { rates, at: '2024-06-30T12:00:00Z' });
  expect(holdings.cash[0]).toMatchObject({ value: '1000.00', rate: { price: (1 / 1.08).toFixed(10), day: '2024-06-28', provider: 'ecb' } });
});

describe('what is no longer listed', () => {
  const bought = [flow('deposit', '2024-01-02', 1_000), trade('buy', '2024-01-03', 'GONE', 100, 1_000)];

  test('its last price counts with its day, and it is called old', () => {
    const { of, overview } = priced(bought, { prices: { GONE: [['2024-02-01', 4]] } });
    expect(of('GONE')).toMatchObject({ value: '400.00', price: { day: '2024-02-01', isStale: true } });
    expect(overview.quality.stale).toBe(1);
  });

  test('sold for nothing it is a realised loss of all that it cost', () => {
    const { of, overview } = priced([...bought, trade('sell', '2024-03-01', 'GONE', 100, 0)], { prices: { GONE: [['2024-02-01', 4]] } });
    expect(of('GONE')).toMatchObject({ isClosed: true, quantity: '0', realised: { total: '-1000.00' } });
    expect(overview.total).toBe('0.00');
  });
});

test('a changed ISIN: lots, cost and days go along; a sale under the new one takes the old lots', () => {
  const [old, next] = ['US0378331005', 'US5949181045'];
  const entries = [
    flow('deposit', '2024-01-02', 5_000),
    isin(trade('buy', '2024-01-03', 'OLD', 10, 1_000), old),
    isin(trade('buy', '2024-02-01', 'OLD', 5, 750), old),
    {
      ...{ kind: 'rename', at: '2024-03-01', account: 'A', asset: { isin: old, symbol: 'OLD' } },
      otherAsset: { isin: next, symbol: 'NEW' },
    } as Entry,
    isin(trade('sell', '2024-04-01', 'NEW', 12, 1_560), next),
  ];
  const { of, holdings } = priced(entries, { prices: { NEW: [['2024-06-28', 140]] } });
  expect(holdings.rows).toHaveLength(1);
  // First in, first out: 10 at 100 and 2 at 150 cost 1300, sold for 1560; 3 at 150 are left, worth 420.
  expect(of('NEW')).toMatchObject({
    quantity: '3',
    costInBase: '450.00',
    value: '420.00',
    realised: { total: '260.00' },
    since: '2024-01-03',
  });
});

describe('splits', () => {
  const split = (at: string, ratio: string): Entry => ({ kind: 'split', at, account: 'A', asset: { symbol: 'ACME' }, ratio });

  test('three for two of odd lots: half shares, costs as they were', () => {
    const entries = [
      flow('deposit', '2024-01-02', 1_000),
      trade('buy', '2024-01-03', 'ACME', 7, 210),
      trade('buy', '2024-01-04', 'ACME', 3, 120),
      split('2024-02-01', '3:2'),
      trade('sell', '2024-03-01', 'ACME', 12, 300),
    ];
    const { of } = priced(entries, { prices: { ACME: [['2024-06-28', 26]] } });
    // 7 → 10.5 for 210 (20 each), 3 → 4.5 for 120; 12 are 10.5 and 1.5 of the second (40): cost 250, gain 50. 3 are left for 80, worth 78.
    expect(of('ACME')).toMatchObject({
      quantity: '3',
      costInBase: '80.00',
      value: '78.00',
      realised: { total: '50.00' },
      unrealised: { total: '-2.00' },
    });
  });

  test('one for seven of 100, the fraction sold for cash: two sevenths of a share cost what they cost', () => {
    const entries = [
      flow('deposit', '2024-01-02', 1_000),
      trade('buy', '2024-01-03', 'ACME', 100, 700),
      split('2024-02-01', '1:7'),
      // 100 ÷ 7 = 14 and 2/7.
      trade('sell', '2024-02-01', 'ACME', '0.285714285714285714', '15.00'),
    ];
    const { of } = priced(entries, { prices: { ACME: [['2024-06-28', 50]] } });
    // 14.2857… cost 700: 49 each. 0.2857… × 49 = 14.00 cost, sold for 15.
    expect(of('ACME')).toMatchObject({ quantity: '14', costInBase: '686.00', value: '700.00', realised: { total: '1.00' } });
  });
});

describe('a cost that nobody knows', () => {
  const given: Entry = { kind: 'delivery-in', at: '2024-01-03', account: 'A', asset: { symbol: 'GIFT' }, quantity: '10' };
  const bought = [flow('deposit', '2024-01-02', 1_000), trade('buy', '2024-01-03', 'ACME', 10, 1_000)];
  const prices = {
    ACME: [['2024-06-28', 110]],
    GIFT: [
      ['2024-01-03', 5],
      ['2024-06-28', 6],
    ],
  } as const;

  test('makes its gain and the sum of gains unknown, and nothing else', () => {
    const { of, overview } = priced([...bought, given], { prices });
    expect(of('GIFT')).toMatchObject({ costInBase: null, unrealised: null, value: '60.00' });
    expect(of('ACME')).toMatchObject({ costInBase: '1000.00', unrealised: { total: '100.00' } });
    // 1100 + 60.
    expect([overview.total, overview.invested, overview.unrealised]).toEqual(['1160.00', null, null]);
    // What came in counts at its price of that day: 1000 + 50 put in, 110 of gain.
    expect(overview.measures.find(({ name }) => name === 'simple')?.ratio).toBeCloseTo(110 / 1_050, 10);
  });

  test('goes along to another account, and a transfer makes no cost of it', () => {
    const moved: Entry = {
      kind: 'asset-transfer',
      at: '2024-02-01',
      account: 'A',
      otherAccount: 'B',
      asset: { symbol: 'GIFT' },
      quantity: '4',
    };
    const { of, overview } = priced([...bought, given, moved], { prices });
    expect(of('GIFT')).toMatchObject({ quantity: '6', costInBase: null });
    expect(of('GIFT', 'B')).toMatchObject({ quantity: '4', costInBase: null, value: '24.00' });
    expect(overview.total).toBe('1160.00');
  });
});
