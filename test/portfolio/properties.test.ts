import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry } from '../../src/core/portfolio/entry.ts';
import { bridgeOf, periodLedger } from '../../src/core/portfolio/figures/bridge.ts';
import { dailyValues, EVERYTHING, type Scope } from '../../src/core/portfolio/figures/daily.ts';
import { holdingFigures } from '../../src/core/portfolio/figures/holdings.ts';
import { measuresOf } from '../../src/core/portfolio/figures/measures.ts';
import { type Fixed, formatFixed, multiply, toNumber } from '../../src/core/portfolio/fixed.ts';
import { dayOf, flow, type Lab, labOf, trade } from './book-lab.ts';

const FIRST = dayOf('2024-01-01');
const text = (day: number) => new Date((FIRST + day) * 86_400_000).toISOString().slice(0, 10);
const cents = (least: number, most: number) => fc.integer({ min: least * 100, max: most * 100 }).map((count) => (count / 100).toFixed(2));
const DAYS = 40;
const day = fc.integer({ min: 1, max: DAYS - 1 }).map(text);
const symbol = fc.constantFrom('X', 'Y');
const account = fc.constantFrom('A', 'B');
const CURRENCY = { X: 'EUR', Y: 'USD' } as const;

const randomTrade = fc
  .record({
    kind: fc.constantFrom('buy' as const, 'sell' as const),
    day,
    symbol,
    account,
    quantity: fc.integer({ min: 1, max: 50 }),
    cash: cents(10, 9_000),
    fee: cents(0, 5),
  })
  .map(({ kind, day, symbol, account, quantity, cash, fee }) => {
    const currency = CURRENCY[symbol];
    return trade(kind, day, symbol, quantity, cash, { account, currency, fee: { amount: fee, currency } });
  });
const randomOther: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ day, account, amount: cents(1, 5_000) }).map(({ day, account, amount }) => flow('deposit', day, amount, { account })),
  fc.record({ day, account, amount: cents(1, 5_000) }).map(({ day, account, amount }) => flow('withdrawal', day, amount, { account })),
  fc
    .record({ day, account, amount: cents(1, 50) })
    .map(({ day, account, amount }) => flow('fee', day, amount, { account, currency: 'USD' })),
  fc.record({ day, symbol, amount: cents(1, 50) }).map(
    ({ day, symbol, amount }): Entry => ({
      kind: 'dividend',
      at: day,
      account: 'A',
      asset: { symbol },
      cash: { amount, currency: 'USD' },
    }),
  ),
  fc.record({ day, symbol, quantity: fc.integer({ min: 1, max: 20 }) }).map(
    ({ day, symbol, quantity }): Entry => ({
      kind: 'asset-transfer',
      at: day,
      account: 'A',
      otherAccount: 'B',
      asset: { symbol },
      quantity: String(quantity),
    }),
  ),
  fc.record({ day, from: cents(1, 500), to: cents(1, 500) }).map(
    ({ day, from, to }): Entry => ({
      kind: 'currency-conversion',
      at: day,
      account: 'A',
      cash: { amount: from, currency: 'EUR' },
      otherCash: { amount: to, currency: 'USD' },
    }),
  ),
);
const series = (least: number, most: number) =>
  fc
    .array(cents(least, most), { minLength: DAYS + 1, maxLength: DAYS + 1 })
    .map((values) => values.map((value, i) => [text(i), Number(value)] as const));
const book = fc.record({
  entries: fc.array(fc.oneof(randomTrade, randomOther), { minLength: 1, maxLength: 40 }),
  X: series(50, 200),
  Y: series(50, 200),
  USD: series(1, 2),
});
type Made = typeof book extends fc.Arbitrary<infer Value> ? Value : never;
const made = ({ entries, X, Y, USD }: Made, more = {}): Lab =>
  labOf({ entries, prices: { X, Y }, perEuro: { USD }, currencyOf: CURRENCY, ...more });
const daily = (lab: Lab) =>
  dailyValues({ legs: lab.ledger.legs, market: lab.market, currencyOf: lab.currencyOf, scope: EVERYTHING, from: FIRST, to: FIRST + DAYS });

/** Straight from the entries: what each account has of each currency. */
function plainCash(entries: readonly Entry[]): Map<string, number> {
  const sums = new Map<string, number>();
  const add = (key: string, amount: number) => sums.set(key, (sums.get(key) ?? 0) + amount);
  for (const { kind, account, cash, otherCash } of entries) {
    const sign = ['buy', 'withdrawal', 'fee', 'currency-conversion'].includes(kind) ? -1 : 1;
    if (cash) add(`${account} ${cash.currency}`, sign * Number(cash.amount));
    if (otherCash) add(`${account} ${otherCash.currency}`, Number(otherCash.amount));
  }
  return sums;
}

test('cash is what moved, to the cent, in every account and currency', () => {
  fc.assert(
    fc.property(book, (one) => {
      const lab = made(one);
      const plain = plainCash(one.entries);
      for (const [account, currency, balance] of lab.ledger.cash()) {
        const name = ['A', 'B'].find((name) => lab.account(name) === account);
        const code = ['EUR', 'USD'].find((code) => lab.currency(code) === currency);
        expect(toNumber(balance)).toBeCloseTo(plain.get(`${name} ${code}`) ?? 0, 6);
      }
    }),
  );
});

test('lots add up to the position, of which nothing is lost: bought, less sold, plus what was missing', () => {
  fc.assert(
    fc.property(book, fc.constantFrom('fifo' as const, 'lifo' as const, 'average' as const), (one, method) => {
      const lab = made(one, { method });
      for (const symbol of ['X', 'Y']) {
        let held: Fixed = 0n;
        for (const [, asset, lots] of lab.ledger.holdings()) if (asset === lab.instrument(symbol)) held += lots.quantity;
        let expected = 0;
        for (const { kind, asset, quantity } of one.entries)
          if (asset?.symbol === symbol && (kind === 'buy' || kind === 'sell'))
            expected += kind === 'buy' ? Number(quantity) : -Number(quantity);
        for (const { code, asset, quantity } of lab.ledger.findings)
          if (code === 'OVERSOLD' && asset === lab.instrument(symbol)) expected += toNumber(quantity);
        expect(toNumber(held)).toBeCloseTo(expected, 9);
      }
    }),
  );
});

test('the order in which entries came is irrelevant', () => {
  fc.assert(
    fc.property(book, fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (one, order) => {
      const shuffled = one.entries.map((entry, i) => [order[i] as number, entry] as const).sort(([a], [b]) => a - b);
      const figures = (entries: readonly Entry[]) => {
        const lab = made({ ...one, entries: [...entries] });
        const rows = holdingFigures(lab.ledger, lab.market, FIRST + DAYS).map(({ asset, account, ...rest }) => [
          `${['X', 'Y'].find((symbol) => lab.instrument(symbol) === asset)} ${['A', 'B'].find((name) => lab.account(name) === account)}`,
          JSON.stringify(rest, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
        ]);
        return rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
      };
      expect(figures(shuffled.map(([, entry]) => entry))).toEqual(figures(one.entries));
    }),
  );
});

test('a deposit or a withdrawal changes no time-weighted return where all money is in one asset at its price', () => {
  fc.assert(
    fc.property(
      series(50, 200),
      fc.array(fc.record({ day: fc.integer({ min: 1, max: DAYS }), shares: fc.integer({ min: 1, max: 30 }) }), { maxLength: 10 }),
      (X, more) => {
        // Bought at the price of the evening before, when the day's money starts to work.
        const priceBefore = (day: number) => (X[day - 1] as readonly [string, number])[1];
        const bought = (day: number, shares: number) => trade('buy', text(day), 'X', shares, (priceBefore(day) * shares).toFixed(6));
        const returnOf = (entries: Entry[]) => {
          const lab = labOf({ entries, prices: { X }, cashless: ['A'] });
          return measuresOf(daily(lab)).all[0]?.ratio as number;
        };
        const alone = returnOf([bought(1, 10)]);
        // Buying the index is the index.
        expect(alone).toBeCloseTo((X[DAYS] as readonly [string, number])[1] / priceBefore(1) - 1, 9);
        expect(returnOf([bought(1, 10), ...more.map(({ day, shares }) => bought(day, shares))])).toBeCloseTo(alone, 9);
      },
    ),
  );
});

test('price gain and currency gain add up to the gain, to the last digit; FIFO, LIFO and average agree once all is sold', () => {
  fc.assert(
    fc.property(book, (one) => {
      const bought = one.entries.filter(({ kind }) => kind === 'buy').map((entry) => ({ ...entry, account: 'A' }));
      const sums = ['X', 'Y'].map((symbol) =>
        bought.filter(({ asset }) => asset?.symbol === symbol).reduce((sum, { quantity }) => sum + Number(quantity), 0),
      );
      const sales = ['X', 'Y'].flatMap((symbol, i) =>
        sums[i] === 0 ? [] : [trade('sell', text(DAYS), symbol, sums[i] as number, '1234.56', { currency: CURRENCY[symbol as 'X'] })],
      );
      const gains = (['fifo', 'lifo', 'average'] as const).map((method) => {
        const lab = made({ ...one, entries: [...bought, ...sales] }, { method });
        return holdingFigures(lab.ledger, lab.market, FIRST + DAYS).map(({ quantity, realised }) => {
          expect(quantity).toBe(0n);
          expect((realised?.price as bigint) + (realised?.currency as bigint)).toBe(realised?.total);
          return realised?.total;
        });
      });
      expect(gains[1]).toEqual(gains[0]);
      expect(gains[2]).toEqual(gains[0]);
    }),
  );
});

test('the bridge of any period leaves less than a cent over', () => {
  fc.assert(
    fc.property(book, fc.integer({ min: 1, max: DAYS - 5 }), (one, start) => {
      const lab = made(one);
      const bridge = bridgeOf(periodLedger(lab.operations, lab.options, FIRST + start, FIRST + DAYS), EVERYTHING);
      expect(Math.abs(bridge?.rounding ?? 1)).toBeLessThan(0.01);
    }),
  );
});

test('the value of a day is what a plain sum over holdings and cash says', () => {
  fc.assert(
    fc.property(book, (one) => {
      const lab = made(one);
      let sum = 0;
      for (const { value } of holdingFigures(lab.ledger, lab.market, FIRST + DAYS)) sum += toNumber(value ?? 0n);
      for (const [, currency, balance] of lab.ledger.cash())
        sum += toNumber(multiply(balance, lab.market.rate(currency, FIRST + DAYS) ?? 0n));
      expect(daily(lab).values.at(-1)).toBeCloseTo(sum, 5);
    }),
  );
});

test('an asset alone comes to the same whether the whole book is walked through or only what has to do with it', () => {
  fc.assert(
    fc.property(book, fc.constantFrom('X', 'Y'), (one, symbol) => {
      const lab = made(one);
      const asset = lab.instrument(symbol);
      const alone: Scope = { hasAccount: () => true, hasAsset: (index) => index === asset, hasCash: false };
      const of = (scope: Scope) =>
        dailyValues({ legs: lab.ledger.legs, market: lab.market, currencyOf: lab.currencyOf, scope, from: FIRST, to: FIRST + DAYS });
      expect(of({ ...alone, assets: new Set([asset]) })).toEqual(of(alone));
    }),
  );
});

test('what is moved between own accounts, cash at any time and assets once they are held, changes no value and none of the four returns', () => {
  const half = text(DAYS / 2);
  const cashMoves = fc.array(
    fc.record({ day, amount: cents(1, 500), isBack: fc.boolean() }).map(
      ({ day, amount, isBack }): Entry => ({
        ...{ kind: 'cash-transfer', at: day, account: isBack ? 'B' : 'A', otherAccount: isBack ? 'A' : 'B' },
        cash: { amount, currency: 'EUR' },
      }),
    ),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(book, cashMoves, fc.integer({ min: 1, max: 100 }), (one, moves, share) => {
      const entries = one.entries.filter(({ at, kind }) => at < half && kind !== 'asset-transfer');
      const stayed = made({ ...one, entries });
      const assetMoves = [...stayed.ledger.holdings()].flatMap(([account, asset, { quantity }]): Entry[] => {
        const moved = (quantity * BigInt(share)) / 100n;
        if (moved <= 0n || account !== stayed.account('A')) return [];
        const symbol = asset === stayed.instrument('X') ? 'X' : 'Y';
        return [{ kind: 'asset-transfer', at: half, account: 'A', otherAccount: 'B', asset: { symbol }, quantity: formatFixed(moved) }];
      });
      const moved = made({ ...one, entries: [...entries, ...moves, ...assetMoves] });
      const [a, b] = [daily(stayed), daily(moved)];
      expect([...b.values].map((value) => value.toFixed(6))).toEqual([...a.values].map((value) => value.toFixed(6)));
      const [before, after] = [measuresOf(a), measuresOf(b)];
      after.all.forEach(({ name, ratio, none }, i) => {
        expect([name, none]).toEqual([before.all[i]?.name, before.all[i]?.none]);
        if (ratio !== null) expect(ratio).toBeCloseTo(before.all[i]?.ratio as number, 8);
      });
    }),
    { numRuns: 200 },
  );
});
