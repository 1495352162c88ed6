// Money worked by hand: the twelve-order ledger, reversal, funding, liquidation, sizes and rounding, told to the oracle to the last quantum.
import { expect, test } from 'vitest';
import { runOracle } from './oracle.ts';
import { candles, flat, type Row, scene, submit } from './scene.ts';
import type { Outcome, Script } from './script.ts';

const last = (outcome: Outcome) => outcome.marks.at(-1)!;
const position = (lots: number, costQuanta: number, marginQuanta: number) => ({ lots, costQuanta, marginQuanta });
const prices = (outcome: Outcome) => outcome.fills.map((fill) => [fill.side, fill.lots, fill.priceTicks, fill.feeQuanta, fill.kind]);
const ends = (outcome: Outcome) => outcome.orders.map((order) => [order.order, order.status, order.reason, order.filledLots]);
const play = (script: Script) => runOracle(script);

test('a ledger of twelve orders, to the cent', () => {
  const table = candles([
    flat(10000),
    flat(10000),
    flat(10101),
    flat(10203),
    flat(9999),
    flat(9950),
    flat(9871),
    flat(9900),
    flat(9805),
    [9800, 9800, 9789, 9795],
    [9750, 9750, 9690, 9700],
    [9800, 9860, 9800, 9850],
    flat(9900),
  ]);
  const outcome = play(
    scene({
      table,
      account: { leverage: '2' },
      actions: [
        submit(0, { side: 'buy', type: 'market', lots: 10 }),
        submit(1, { side: 'buy', type: 'market', lots: 5 }),
        submit(2, { side: 'sell', type: 'market', lots: 4 }),
        submit(3, { side: 'sell', type: 'market', lots: 11 }),
        submit(4, { side: 'sell', type: 'market', lots: 8 }),
        submit(5, { side: 'sell', type: 'market', lots: 3 }),
        submit(6, { side: 'buy', type: 'market', lots: 5 }),
        submit(7, { side: 'buy', type: 'market', lots: 10 }),
        submit(8, { side: 'buy', type: 'limit', limit: 9790, lots: 6 }),
        submit(9, { side: 'sell', type: 'stop', trigger: 9700, lots: 3 }),
        submit(10, { side: 'sell', type: 'take-profit', trigger: 9850, lots: 2 }),
        submit(11, { side: 'sell', type: 'market', lots: 5 }),
      ],
    }),
  );
  expect(prices(outcome)).toEqual([
    ['buy', 10, 10000, 100, 'open'], // 100,000 x 0.001
    ['buy', 5, 10101, 51, 'open'], // 50,505 x 0.001 = 50.505
    ['sell', 4, 10203, 41, 'close'], // 40,812: 40.812
    ['sell', 11, 9999, 110, 'close'], // 109,989: 109.989
    ['sell', 8, 9950, 80, 'open'], // 79,600: 79.6
    ['sell', 3, 9871, 30, 'open'], // 29,613: 29.613
    ['buy', 5, 9900, 50, 'close'], // 49,500: 49.5
    ['buy', 6, 9805, 59, 'close'], // 58,830: 58.83
    ['buy', 4, 9805, 39, 'open'], // 39,220: 39.22
    ['buy', 6, 9790, 29, 'open'], // maker: 58,740 x 0.0005 = 29.37
    ['sell', 3, 9700, 29, 'close'], // 29,100: 29.1
    ['sell', 2, 9850, 20, 'close'], // 19,700: 19.7
    ['sell', 5, 9900, 50, 'close'], // 49,500: 49.5
  ]);
  const account = outcome.marks.slice(1).map((mark) => [mark.walletQuanta, mark.positions[0]]);
  expect(account).toEqual([
    [999_900, position(10, 100_000, 50_000)],
    [999_849, position(15, 150_505, 75_253)], // margin 50,000 + up(25,252.5)
    // cost out 150,505 x 4/15 = 40,134.67, margin out 75,253 x 4/15 = 20,067.47; result 40,812 - 40,135 = 677, less 41
    [1_000_485, position(11, 110_370, 55_186)],
    [999_994, position(0, 0, 0)], // 109,989 - 110,370 = -381, less 110
    [999_914, position(-8, 79_600, 39_800)],
    [999_884, position(-11, 109_213, 54_607)], // margin 39,800 + up(14,806.5)
    // cost out 109,213 x 5/11 = 49,642.27, margin out 54,607 x 5/11 = 24,821.36; result 49,642 - 49,500 = 142, less 50
    [999_976, position(-6, 59_571, 29_786)],
    [1_000_619, position(4, 39_220, 19_610)], // 59,571 - 58,830 = 741, less 59, less 39
    [1_000_590, position(10, 97_960, 48_980)],
    [1_000_273, position(7, 68_572, 34_286)], // 29,100 - 29,388 = -288, less 29
    [1_000_361, position(5, 48_980, 24_490)], // 19,700 - 68,572 x 2/7 = 19,700 - 19,592 = 108, less 20
    [1_000_831, position(0, 0, 0)], // 49,500 - 48,980 = 520, less 50
  ]);
});

test('equity adds the result at the last close, long and short', () => {
  // Long 10 from 100.00, close 101.00: 999,900 + 1,000. Short 10 likewise: 999,900 - 1,000.
  const table = candles([flat(10000), [10000, 10100, 10000, 10100]]);
  const outcome = (side: 'buy' | 'sell') => last(play(scene({ table, actions: [submit(0, { side, type: 'market', lots: 10 })] })));
  expect(outcome('buy').equityQuanta).toBe(1_000_900);
  expect(outcome('sell').equityQuanta).toBe(998_900);
});

test('a reversal is two fills with two fees, each rounded on its own', () => {
  // Long 3 at 150.01 (45,003; fee 45.003), then sell 8 at 150.05: closes 3 (45,015; 45.015), opens 5 (75,025; 75.025). One fill of 8 would have cost 120.04.
  const table = candles([flat(15001), flat(15001), flat(15005)]);
  const outcome = play(
    scene({ table, actions: [submit(0, { side: 'buy', type: 'market', lots: 3 }), submit(1, { side: 'sell', type: 'market', lots: 8 })] }),
  );
  expect(prices(outcome)).toEqual([
    ['buy', 3, 15001, 45, 'open'],
    ['sell', 3, 15005, 45, 'close'],
    ['sell', 5, 15005, 75, 'open'],
  ]);
  expect(last(outcome)).toMatchObject({ walletQuanta: 1_000_000 - 45 + 12 - 45 - 75, positions: [position(-5, 75_025, 75_025)] });
});

test('values beyond 2^53 on the way are exact', () => {
  // tick 0.1, lot and quantum 10^-8: value = 1,234,567 x 9,876,543,211 x 0.1 = 12,193,254,322,374,637 / 10 = 1,219,325,432,237,463.7, up to ..464;
  // fee 0.001: 1,219,325,432,237.464, down; leverage 5: 243,865,086,447,492.8, up.
  const outcome = play(
    scene({
      table: candles([flat(1_234_567), flat(1_234_567)]),
      account: { quantum: '0.00000001', deposit: '3000000', leverage: '5' },
      specification: { tickSize: '0.1', lotSize: '0.00000001' },
      actions: [submit(0, { side: 'buy', type: 'market', lots: 9_876_543_211 })],
    }),
  );
  expect(last(outcome)).toMatchObject({
    walletQuanta: 300_000_000_000_000 - 1_219_325_432_237,
    positions: [position(9_876_543_211, 1_219_325_432_237_464, 243_865_086_447_493)],
  });
});

test('an amount beyond 2^53 quanta stops the run', () => {
  // Short 70,000 at 10^11: 7 x 10^15 quanta, within 2^53 = 9.007 x 10^15. At 4 x 10^11 they are worth 2.8 x 10^16.
  const script = scene({
    table: candles([flat(100_000_000_000), flat(100_000_000_000), flat(400_000_000_000)]),
    account: { deposit: '80000000000000' },
    actions: [submit(0, { side: 'sell', type: 'market', lots: 70_000 })],
  });
  expect(() => play(script)).toThrow(/2\^53/);
});

test('so does a size by equity beyond it', () => {
  // 10^15 quanta x leverage 20 = 2 x 10^16.
  const table = candles([flat(10000), flat(10000)]);
  const actions = [submit(0, { side: 'buy', type: 'market', equityShare: '1' })];
  expect(() => play(scene({ table, account: { deposit: '10000000000000', leverage: '20' }, actions }))).toThrow(/2\^53/);
  expect(play(scene({ table, account: { deposit: '10000000000000', leverage: '5' }, actions })).fills).toHaveLength(1);
});

test('funding: the long pays and the short receives, by each rate between two opens', () => {
  // Candles of 4 hours from 00:00; position of 10 from the open at 04:00. Rates at 08:00 (0.0003) and 16:00 (-0.0002), one more at the entry's own open.
  // 08:00 open 100.50: 100,500 x 0.0003 = 30.15. 12:00: none. 16:00 open 99.50: 99,500 x -0.0002 = -19.9.
  const hours = 4 * 3_600_000;
  const rows: Row[] = [flat(10000), flat(10000), flat(10050), flat(10000), flat(9950)];
  const rates = [
    { timeMs: hours, ratio: '0.5' },
    { timeMs: 2 * hours, ratio: '0.0003' },
    { timeMs: 4 * hours - 1, ratio: '-0.0002' },
  ];
  const run = (side: 'buy' | 'sell') =>
    play(
      scene({
        table: candles(rows, undefined, hours),
        specification: { perpetual: true },
        fundingRates: rates,
        actions: [submit(0, { side, type: 'market', lots: 10 })],
      }),
    );
  expect(run('buy').funding.map((payment) => payment.quanta)).toEqual([-30, 20]);
  expect(run('sell').funding.map((payment) => payment.quanta)).toEqual([30, -20]);
  expect(last(run('buy')).walletQuanta).toBe(1_000_000 - 100 - 30 + 20);
});

test('funding without history is paid by either side at 00:00, 08:00 and 16:00', () => {
  // 10 x 100.50 = 100,500 x 0.0001 = 10.05 at 08:00; 10 x 99.50 = 9.95 at 16:00.
  const hours = 4 * 3_600_000;
  const rows: Row[] = [flat(10000), flat(10000), flat(10050), flat(10000), flat(9950)];
  for (const side of ['buy', 'sell'] as const) {
    const actions = [submit(0, { side, type: 'market', lots: 10 })];
    const outcome = play(scene({ table: candles(rows, undefined, hours), specification: { perpetual: true }, actions }));
    expect(outcome.funding).toEqual([
      { instrument: 0, timeMs: 2 * hours, quanta: -10 },
      { instrument: 0, timeMs: 4 * hours, quanta: -10 },
    ]);
    expect(play(scene({ table: candles(rows, undefined, hours), actions })).funding).toEqual([]);
  }
});

const tiers = [
  { ceiling: '1000', ratio: '0.005' },
  { ceiling: null, ratio: '0.02' },
];

test('a long is liquidated at the price where the maintenance margin is left, and loses exactly its margin', () => {
  // 10 at 100.00, leverage 10: cost 100,000, margin 10,000, first tier (1,000.00 >= cost): maintenance 500.
  // Condition: value <= 90,500, P <= 90.50. Bankruptcy: value >= 90,000, P = 90.00, loss 10,000.
  const run = (low: number) =>
    play(
      scene({
        table: candles([flat(10000), flat(10000), [10000, 10000, low, 9500]]),
        account: { leverage: '10' },
        specification: { tiers },
        actions: [
          submit(0, { side: 'buy', type: 'market', lots: 10 }),
          submit(1, { name: 'stop', side: 'sell', type: 'stop', trigger: 8000, lots: 10, reduceOnly: true }),
        ],
      }),
    );
  expect(run(9051).fills).toHaveLength(1);
  const outcome = run(9050);
  expect(outcome.fills[1]).toMatchObject({
    order: '',
    phase: 'path',
    side: 'sell',
    lots: 10,
    priceTicks: 9000,
    feeQuanta: 0,
    kind: 'liquidation',
  });
  expect(last(outcome)).toMatchObject({ walletQuanta: 1_000_000 - 100 - 10_000, positions: [position(0, 0, 0)] });
  expect(ends(outcome)[1]).toEqual(['stop', 'cancelled', 'LIQUIDATED', 0]);
});

test('a short is liquidated above, one cent of cost more brings the next tier, and a gap does it at the open', () => {
  // 10 at 100.00 short: condition value >= 100,000 + 10,000 - 500 = 109,500: P >= 109.50; bankruptcy 110.00.
  // 11 at 100.00: cost 110,000 > 1,000.00: 2 % = 2,200; condition value >= 110,000 + 11,000 - 2,200 = 118,800: P >= 108.00.
  const run = (lots: number, row: Row) =>
    play(
      scene({
        table: candles([flat(10000), flat(10000), row]),
        account: { leverage: '10' },
        specification: { tiers },
        actions: [submit(0, { side: 'sell', type: 'market', lots })],
      }),
    );
  expect(run(10, [10000, 10949, 10000, 10000]).fills).toHaveLength(1);
  expect(run(10, [10000, 10950, 10000, 10000]).fills[1]).toMatchObject({ phase: 'path', side: 'buy', priceTicks: 11000 });
  expect(run(11, [10000, 10799, 10000, 10000]).fills).toHaveLength(1);
  expect(run(11, [10000, 10800, 10000, 10000]).fills[1]).toMatchObject({ phase: 'path', priceTicks: 11000 });
  expect(run(10, flat(12000)).fills[1]).toMatchObject({ phase: 'open', priceTicks: 11000, lots: 10 });
});

test('the bankruptcy price never loses more than the margin', () => {
  // 4 at 100.01, leverage 7: cost 40,004, margin up(5,714.86) = 5,715. Long: 34,289 / 4 = 8,572.25, so 85.73 (loss 5,712). Short: 45,719 / 4 = 11,429.75, so 114.29.
  const run = (side: 'buy' | 'sell', row: Row) =>
    play(
      scene({
        table: candles([flat(10001), flat(10001), row]),
        account: { leverage: '7' },
        specification: { tiers },
        actions: [submit(0, { side, type: 'market', lots: 4 })],
      }),
    );
  expect(run('buy', flat(8000)).fills[1]!.priceTicks).toBe(8573);
  expect(run('sell', flat(12000)).fills[1]!.priceTicks).toBe(11429);
});

test('an opening is cut to the funds, a closing is not', () => {
  // 1,000.00 at leverage 1: a lot needs 10,000 + 10: 9 lots take 90,090, 10 would take 100,100. Sold at 1.00 each: 900 - 90,000, fee 0.9.
  const outcome = play(
    scene({
      table: candles([flat(10000), flat(10000), flat(100)]),
      account: { deposit: '1000' },
      actions: [submit(0, { side: 'buy', type: 'market', lots: 20 }), submit(1, { side: 'sell', type: 'market', lots: 9 })],
    }),
  );
  expect(prices(outcome)).toEqual([
    ['buy', 9, 10000, 90, 'open'],
    ['sell', 9, 100, 1, 'close'],
  ]);
  expect(ends(outcome)[0]).toEqual(['o0', 'cancelled', 'INSUFFICIENT_FUNDS', 9]);
  expect(last(outcome).walletQuanta).toBe(100_000 - 90 - 89_100 - 1);
});

test('what the funds leave below the minimum notional is not filled', () => {
  // 9 lots (900.00) fit, as above; with a minimum of 900.01 nothing is filled.
  const run = (minimumNotional: string) =>
    play(
      scene({
        table: candles([flat(10000), flat(10000)]),
        account: { deposit: '1000' },
        specification: { minimumNotional },
        actions: [submit(0, { side: 'buy', type: 'market', lots: 20 })],
      }),
    );
  expect(run('900').fills).toHaveLength(1);
  expect(ends(run('900.01'))).toEqual([['o0', 'cancelled', 'INSUFFICIENT_FUNDS', 0]]);
});

test('a size by equity share counts the fee and the leverage', () => {
  // Half of 1,000,000 x leverage 2 = 1,000,000 for lots of 10,000 + 10: 99 (990,990).
  // Reversal at 101.00 with a whole share of leverage 2: closing brings 99 x 100 - 1,000 (999.9), so equity 1,000,000 - 990 + 9,900 - 1,000 = 1,007,910;
  // x 2 = 2,015,820 for lots of 10,100 + 10.1: 199 (2,009,900 + 2,010 = 2,011,910); funds need 1,004,950 + 2,010 = 1,006,960, there are 1,007,910.
  const outcome = play(
    scene({
      table: candles([flat(10000), flat(10000), flat(10100)]),
      account: { leverage: '2' },
      actions: [
        submit(0, { side: 'buy', type: 'market', equityShare: '0.5' }),
        submit(1, { side: 'sell', type: 'market', equityShare: '1' }),
      ],
    }),
  );
  expect(prices(outcome)).toEqual([
    ['buy', 99, 10000, 990, 'open'],
    ['sell', 99, 10100, 1000, 'close'],
    ['sell', 199, 10100, 2010, 'open'],
  ]);
});

test('slippage: fixed, spread and share of volume, away from the account to a whole tick', () => {
  // Buy 10 at 100.05: fixed 0.001: 10,015.005, up. Spread 0.0003: 10,005 x 1.00015 = 10,006.50, up. Share k = 0.1 with 10 of 50 lots: x^2 = 0.04: 10,005 x 1.004 = 10,045.02, up.
  // The sell of 25 of 50 lots: x^2 = 0.25: 10,005 x 0.975 = 9,754.875, down; 60 of 50 lots count as all: 10,005 x 0.9 = 9,004.5, down.
  const run = (slippage: Script['account']['slippage'], side: 'buy' | 'sell', lots: number) =>
    play(
      scene({
        table: candles([flat(10005, 50), flat(10005, 50)]),
        account: { slippage, deposit: '100000' },
        actions: [submit(0, { side, type: 'market', lots })],
      }),
    ).fills[0]!.priceTicks;
  expect(run({ model: 'fixed', ratio: '0.001' }, 'buy', 10)).toBe(10016);
  expect(run({ model: 'fixed', ratio: '0.001' }, 'sell', 10)).toBe(9994); // 9,994.995
  expect(run({ model: 'spread', ratio: '0.0003' }, 'buy', 10)).toBe(10007);
  expect(run({ model: 'volume-share', ratio: '0.1' }, 'buy', 10)).toBe(10046);
  expect(run({ model: 'volume-share', ratio: '0.1' }, 'sell', 25)).toBe(9754);
  expect(run({ model: 'volume-share', ratio: '0.1' }, 'sell', 60)).toBe(9004);
});

test('quotes with an ask side: buys at the ask, sells at the bid, no spread on top, shorts liquidated on the ask', () => {
  const bid: Row[] = [flat(10000), flat(10000), [10000, 10900, 10000, 10000]];
  const ask: Row[] = [flat(10010), flat(10010), [10010, 10960, 10010, 10010]];
  const run = (side: 'buy' | 'sell') =>
    play(
      scene({
        table: candles(bid, ask),
        account: { leverage: '10', slippage: { model: 'spread', ratio: '0.01' } },
        specification: { tiers },
        actions: [submit(0, { side, type: 'market', lots: 10 })],
      }),
    );
  expect(run('buy').fills.map((fill) => fill.priceTicks)).toEqual([10010]);
  // Short 10 at the bid of 100.00: liquidated at an ask of 109.50 or more, as above; the bid's high of 109.00 would not do it.
  expect(run('sell').fills.map((fill) => fill.priceTicks)).toEqual([10000, 11000]);
});
