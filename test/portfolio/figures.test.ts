import { describe, expect, test } from 'vitest';
import type { Entry } from '../../src/core/portfolio/entry.ts';
import { bridgeOf, periodLedger } from '../../src/core/portfolio/figures/bridge.ts';
import { dailyValues, EVERYTHING, type Scope } from '../../src/core/portfolio/figures/daily.ts';
import { holdingFigures } from '../../src/core/portfolio/figures/holdings.ts';
import { measuresOf } from '../../src/core/portfolio/figures/measures.ts';
import { riskOf } from '../../src/core/portfolio/figures/risk.ts';
import { toNumber } from '../../src/core/portfolio/fixed.ts';
import { dayOf, flow, type Lab, labOf, trade } from './book-lab.ts';

const measured = (lab: Lab, from: string, to: string, scope: Scope = EVERYTHING) => {
  const daily = dailyValues({
    legs: lab.ledger.legs,
    market: lab.market,
    currencyOf: lab.currencyOf,
    scope,
    from: dayOf(from),
    to: dayOf(to),
  });
  return { daily, ...measuresOf(daily) };
};
const ratioOf = ({ all }: ReturnType<typeof measured>, name: string) => all.find((one) => one.name === name)?.ratio;
const only = (symbol: string, lab: Lab): Scope => ({
  hasAccount: () => true,
  hasAsset: (asset) => asset === lab.instrument(symbol),
  hasCash: false,
});

describe('published cases of Ghostfolio (figures of its specifications; own definitions)', () => {
  test('two purchases of BALN: value 595.6, gross 36.6, net 33.4, average 139.75', () => {
    const lab = labOf({
      entries: [
        // The fees are within what was paid: 2 × 142.9 + 1.55, 2 × 136.6 + 1.65.
        trade('buy', '2021-11-22', 'BALN', 2, 287.35, { currency: 'CHF', fee: { amount: '1.55', currency: 'CHF' } }),
        trade('buy', '2021-11-30', 'BALN', 2, 274.85, { currency: 'CHF', fee: { amount: '1.65', currency: 'CHF' } }),
      ],
      prices: {
        BALN: [
          ['2021-11-22', 142.9],
          ['2021-12-18', 148.9],
        ],
      },
      ...{ currencyOf: { BALN: 'CHF' }, base: 'CHF', cashless: ['A'] },
    });
    const [holding] = holdingFigures(lab.ledger, lab.market, dayOf('2021-12-18'));
    expect(toNumber(holding?.value as bigint)).toBe(595.6);
    // Net: fees are part of the cost here, so the gain that is not yet taken is Ghostfolio's net performance.
    expect(toNumber(holding?.unrealised?.total as bigint)).toBe(33.4);
    expect(toNumber(holding?.fees as bigint)).toBe(3.2);
    expect(toNumber((holding?.unrealised?.total as bigint) + (holding?.fees as bigint))).toBe(36.6);
  });

  test('GOOGL in dollars for an owner in francs: 19.851974 with the currency, 26.33 × 0.8854 without', () => {
    const lab = labOf({
      entries: [trade('buy', '2023-01-03', 'GOOGL', 1, 90.12, { currency: 'USD', fee: { amount: '1', currency: 'USD' } })],
      prices: {
        GOOGL: [
          ['2023-01-03', 89.12],
          ['2023-07-10', 116.45],
        ],
      },
      // One franc is one euro here, so that the published rates of dollar to franc are those of the table.
      perEuro: {
        USD: [
          ['2023-01-03', 1 / 0.9238],
          ['2023-07-10', 1 / 0.8854],
        ],
        CHF: [['2023-01-03', 1]],
      },
      ...{ currencyOf: { GOOGL: 'USD' }, base: 'CHF', cashless: ['A'] },
    });
    const [holding] = holdingFigures(lab.ledger, lab.market, dayOf('2023-07-10'));
    expect(toNumber(holding?.unrealised?.total as bigint)).toBeCloseTo(19.851974, 9);
    expect(toNumber(holding?.unrealised?.price as bigint)).toBeCloseTo(26.33 * 0.8854, 9);
  });

  test('10 at 100, split 2:1, 5 sold at 60: 15 are left with an investment of 750', () => {
    const lab = labOf({
      entries: [
        trade('buy', '2024-01-02', 'X', 10, 1_000),
        { kind: 'split', at: '2024-02-01', account: 'A', asset: { symbol: 'X' }, ratio: '2:1' },
        trade('sell', '2024-03-01', 'X', 5, 300),
      ],
      prices: {
        X: [
          ['2024-01-02', 100],
          ['2024-02-01', 50],
          ['2024-03-01', 60],
        ],
      },
      cashless: ['A'],
    });
    const [holding] = holdingFigures(lab.ledger, lab.market, dayOf('2024-03-01'));
    expect([holding?.quantity, holding?.costInBase].map((one) => toNumber(one as bigint))).toEqual([15, 750]);
    // 5 sold for 300 cost 250.
    expect(toNumber(holding?.realised?.total as bigint)).toBe(50);
  });
});

describe('measures, by hand', () => {
  const entries: Entry[] = [
    flow('deposit', '2024-01-01', 1_000),
    trade('buy', '2024-01-01', 'X', 10, 1_000),
    flow('deposit', '2024-01-03', 2_200),
    trade('buy', '2024-01-03', 'X', 20, 2_200),
  ];
  const prices = {
    X: [
      ['2024-01-01', 100],
      ['2024-01-02', 110],
      ['2024-01-03', 110],
      ['2024-01-04', 99],
    ],
  } as const;

  test('up 10 % with 1000, down 10 % with 3300: time-weighted -1 %, gain -230', () => {
    const answer = measured(labOf({ entries, prices }), '2024-01-01', '2024-01-04');
    // 1.1 × 0.9 = 0.99; 30 × 99 = 2970 after 3200 came in.
    expect(ratioOf(answer, 'twr')).toBeCloseTo(-0.01, 12);
    expect(answer.gain).toBeCloseTo(-230, 9);
    expect(ratioOf(answer, 'simple')).toBeCloseTo(-230 / 3_200, 12);
    // Cost 1000 on two days, 3200 on two: 2100 on average.
    expect(ratioOf(answer, 'roai')).toBeCloseTo(-230 / 2_100, 12);
  });

  test('an account that tells no cash has the same returns: what purchases cost comes in with them', () => {
    const trades = entries.filter(({ kind }) => kind === 'buy');
    const [told, untold] = [labOf({ entries, prices }), labOf({ entries: trades, prices, cashless: ['A'] })];
    const [a, b] = [told, untold].map((lab) => measured(lab, '2024-01-01', '2024-01-04'));
    expect(b?.all).toEqual(a?.all);
  });

  test('one asset alone has its own return, and its dividend counts', () => {
    const dividend: Entry = {
      kind: 'dividend',
      at: '2024-01-02',
      account: 'A',
      asset: { symbol: 'X' },
      cash: { amount: '22', currency: 'EUR' },
    };
    const lab = labOf({ entries: [flow('deposit', '2024-01-01', 5_000), trade('buy', '2024-01-01', 'X', 10, 1_000), dividend], prices });
    // (1100 + 22) / 1000, then 0.9; the idle 4000 have no part in it.
    expect(ratioOf(measured(lab, '2024-01-01', '2024-01-04', only('X', lab)), 'twr')).toBeCloseTo(1.122 * 0.9 - 1, 12);
    // With them: 4000 + 22 + 990 of 5000.
    expect(ratioOf(measured(lab, '2024-01-01', '2024-01-04'), 'twr')).toBeCloseTo(5_012 / 5_000 - 1, 12);
  });

  test('without a price on the way there is no time-weighted return, without one at the end none at all; the asset is named', () => {
    const onTheWay = measured(labOf({ entries, prices: { X: [['2024-01-03', 110]] } }), '2024-01-01', '2024-01-04');
    expect(onTheWay.all.map(({ none }) => none)).toEqual(['unknown-price', null, null, null]);
    const never = measured(labOf({ entries }), '2024-01-01', '2024-01-04');
    expect(never.all.map(({ ratio, none }) => [ratio, none])).toEqual(Array(4).fill([null, 'unknown-price']));
    expect([...never.daily.missing]).toEqual(['instrument 0']);
  });
});

describe('a transfer between two own accounts', () => {
  const entries: Entry[] = [
    flow('deposit', '2024-01-01', 1_000),
    trade('buy', '2024-01-01', 'X', 10, 1_000),
    { kind: 'asset-transfer', at: '2024-01-02', account: 'A', otherAccount: 'B', asset: { symbol: 'X' }, quantity: '4' },
  ];
  const prices = {
    X: [
      ['2024-01-01', 100],
      ['2024-01-02', 120],
      ['2024-01-03', 90],
    ],
  } as const;

  test('changes no return of the whole, and keeps cost and day of the lots', () => {
    const [moved, stayed] = [labOf({ entries, prices }), labOf({ entries: entries.slice(0, 2), prices })];
    const [a, b] = [moved, stayed].map((lab) => measured(lab, '2024-01-01', '2024-01-03'));
    expect(a?.all).toEqual(b?.all);
    expect(moved.ledger.lots(moved.account('B'), 0)).toMatchObject([
      { day: dayOf('2024-01-01'), quantity: 4n * 10n ** 18n, cost: 400n * 10n ** 18n },
    ]);
  });

  test("is a flow of the account that gets it, at the day's price: no return of its own", () => {
    const lab = labOf({ entries, prices });
    const toB: Scope = { hasAccount: (account) => account === lab.account('B'), hasAsset: () => true, hasCash: true };
    const answer = measured(lab, '2024-01-01', '2024-01-03', toB);
    expect(answer.flows).toBeCloseTo(480, 9);
    expect(ratioOf(answer, 'twr')).toBeCloseTo(90 / 120 - 1, 12);
  });
});

test('sold without ever being bought: told, and no gain comes of it', () => {
  const lab = labOf({ entries: [trade('sell', '2024-01-02', 'X', 3, 300)], prices: { X: [['2024-01-02', 101]] } });
  expect(lab.ledger.findings).toMatchObject([{ code: 'OVERSOLD', quantity: 3n * 10n ** 18n }]);
  const answer = measured(lab, '2024-01-01', '2024-01-03');
  expect([answer.gain, answer.flows]).toEqual([0, 300]);
});

test('deepest fall by hand: 100, 120, 90, 108, 130: from 120 to 90, made good at 130', () => {
  const prices = {
    X: [
      ['2024-01-01', 100],
      ['2024-01-02', 120],
      ['2024-01-03', 90],
      ['2024-01-04', 108],
      ['2024-01-05', 130],
    ],
  } as const;
  const { daily, accumulated } = measured(
    labOf({ entries: [trade('buy', '2024-01-01', 'X', 1, 100)], prices, cashless: ['A'] }),
    '2024-01-01',
    '2024-01-05',
  );
  const { maxDrawdown, best, worst } = riskOf(daily, accumulated);
  expect(maxDrawdown).toEqual({ ratio: -0.25, from: dayOf('2024-01-02'), to: dayOf('2024-01-03'), recovered: dayOf('2024-01-05') });
  // 130 / 108 is more than 120 / 100.
  expect([best, worst].map((one) => one?.day)).toEqual([dayOf('2024-01-05'), dayOf('2024-01-03')]);
});

describe('the bridge of a period', () => {
  test('by hand: two currencies, a purchase, a sale, a dividend with tax, a fee, interest and a conversion', () => {
    const entries: Entry[] = [
      flow('deposit', '2023-12-20', 10_000),
      {
        kind: 'currency-conversion',
        at: '2023-12-20',
        account: 'A',
        cash: { amount: '5000', currency: 'EUR' },
        otherCash: { amount: '5500', currency: 'USD' },
      },
      trade('buy', '2023-12-20', 'X', 20, 2_010, { currency: 'USD', fee: { amount: '10', currency: 'USD' } }),
      trade('sell', '2024-02-01', 'X', 5, 595, { currency: 'USD', fee: { amount: '5', currency: 'USD' } }),
      {
        kind: 'dividend',
        at: '2024-03-01',
        account: 'A',
        asset: { symbol: 'X' },
        cash: { amount: '17', currency: 'USD' },
        tax: { amount: '3', currency: 'USD' },
      },
      flow('interest', '2024-03-01', 12),
      flow('fee', '2024-03-01', 2),
      flow('withdrawal', '2024-03-05', 1_000),
    ];
    const lab = labOf({
      entries,
      prices: {
        X: [
          ['2023-12-20', 100],
          ['2023-12-31', 110],
          ['2024-02-01', 120],
          ['2024-03-31', 130],
        ],
      },
      perEuro: {
        USD: [
          ['2023-12-20', 1.1],
          ['2024-02-01', 1.25],
          ['2024-03-01', 1.25],
          ['2024-03-31', 1],
        ],
      },
      currencyOf: { X: 'USD' },
    });
    const bridge = bridgeOf(periodLedger(lab.operations, lab.options, dayOf('2024-01-01'), dayOf('2024-03-31')), EVERYTHING);
    // Start: 20 × 110 USD and 3490 USD at 1.1, 5000 EUR. End: 15 × 130, 3490 + 595 + 17 = 4102 USD at 1, 5000 + 12 - 2 - 1000 EUR.
    const [initial, final] = [2_200 / 1.1 + 3_490 / 1.1 + 5_000, 1_950 + 4_102 + 4_010];
    // Price: 15 × (130 - 110) at 1. Realised: 5 × (120 - 110) at 1.25.
    const [priceGain, realised] = [300, 50 / 1.25];
    const [income, fees, taxes] = [20 / 1.25 + 12, 5 / 1.25 + 2, 3 / 1.25];
    // Rates: 15 × 110 from 1.1 to 1, 5 × 110 from 1.1 to 1.25, and the dollars: 3490 from 1.1 to 1, 595 and 17 from 1.25 to 1.
    const currency = 1_650 - 1_650 / 1.1 + 550 / 1.25 - 550 / 1.1 + 3_490 - 3_490 / 1.1 + 612 - 612 / 1.25;
    expect(bridge).toEqual({
      ...{ initial: expect.closeTo(initial, 8), final: expect.closeTo(final, 8), flows: expect.closeTo(-1_000, 8) },
      ...{ priceGain: expect.closeTo(priceGain, 8), realised: expect.closeTo(realised, 8), currencyGain: expect.closeTo(currency, 8) },
      ...{
        income: expect.closeTo(income, 8),
        fees: expect.closeTo(fees, 8),
        taxes: expect.closeTo(taxes, 8),
        rounding: expect.closeTo(0, 8),
      },
    });
  });
});

test('volatility by hand, and none where no price was told anew', () => {
  const text = (day: number) => new Date((dayOf('2024-01-01') + day) * 86_400_000).toISOString().slice(0, 10);
  const risk = (prices: readonly number[]) => {
    const X = prices.map((price, i) => [text(i), price] as const);
    const { daily, accumulated } = measured(
      labOf({ entries: [trade('buy', text(0), 'X', 1, prices[0] as number)], prices: { X }, cashless: ['A'] }),
      text(1),
      text(30),
    );
    return riskOf(daily, accumulated);
  };
  // Up a tenth and down a tenth in turns: 30 returns with mean 0 and a sum of squares of 30 × 0.01.
  const turns = [100];
  for (let i = 0; i < 30; i++) turns.push((turns.at(-1) as number) * (i % 2 === 0 ? 1.1 : 0.9));
  expect(risk(turns).volatility30).toBeCloseTo(Math.sqrt((30 * 0.01) / 29) * Math.sqrt(365), 9);
  expect(risk(turns.map(() => 100)).volatility30).toBeNull();
});
