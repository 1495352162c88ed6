// Orders worked by hand: how each type fills at the open and inside the candle, and what linked orders do to one another.
import { expect, test } from 'vitest';
import { runOracle } from './oracle.ts';
import { candles, flat, MINUTE_MS, type Row, scene, submit } from './scene.ts';
import type { Action, OrderInput, Outcome } from './script.ts';

const fills = (outcome: Outcome) =>
  outcome.fills.map((fill) => [fill.order, fill.side, fill.lots, fill.priceTicks, fill.liquidity, fill.phase]);
const ends = (outcome: Outcome) => outcome.orders.map((order) => [order.order, order.status, order.reason, order.filledLots]);
const wallet = (outcome: Outcome) => outcome.marks.at(-1)!.walletQuanta;
const run = (rows: Row[], actions: Action[], account: Parameters<typeof scene>[0]['account'] = {}) =>
  runOracle(scene({ table: candles(rows), actions, account: { leverage: '5', ...account } }));
const long = (lots: number) => submit(0, { name: 'entry', side: 'buy', type: 'market', lots });
const amend = (at: number, order: string, change: { limit?: number; trigger?: number; lots?: number }): Action => ({
  at,
  instrument: 0,
  do: 'amend',
  order,
  ...change,
});
const cancel = (at: number, order: string): Action => ({ at, instrument: 0, do: 'cancel', order });

test('stop and target in one bar: the stop comes first, the target is done', () => {
  // Long 10 at 100.00; stop 99.00, target 101.00; the bar spans both. 1,000,000 - 100 - 1,000 - 99.
  const outcome = run(
    [flat(10000), flat(10000), [10000, 10200, 9800, 10000]],
    [submit(0, { name: 'entry', side: 'buy', type: 'market', lots: 10, bracket: { stopTicks: 9900, targetTicks: 10100 } })],
  );
  expect(fills(outcome)).toEqual([
    ['entry', 'buy', 10, 10000, 'taker', 'open'],
    ['entry/stop', 'sell', 10, 9900, 'taker', 'path'],
  ]);
  expect(ends(outcome)[2]).toEqual(['entry/target', 'cancelled', 'OCO_DONE', 0]);
  expect(wallet(outcome)).toBe(998_801);
});

test('a stop jumped over by a gap fills at the open', () => {
  const rows: Row[] = [flat(10000), flat(10000), [9850, 9950, 9800, 9900]];
  const bracket = { stopTicks: 9900 };
  const entry = submit(0, { name: 'entry', side: 'buy', type: 'market', lots: 10, bracket });
  // 9,850 x 10 = 98,500: -1,500, fee 98.5. With slippage 0.001 the entry pays 100.10 and the stop gets 9,840.15, down.
  expect(wallet(run(rows, [entry]))).toBe(1_000_000 - 100 - 1_500 - 99);
  expect(run(rows, [entry], { slippage: { model: 'fixed', ratio: '0.001' } }).fills.map((fill) => fill.priceTicks)).toEqual([10010, 9840]);
});

test('a stop fills in the bar of its entry', () => {
  const outcome = run(
    [flat(10000), [10000, 10050, 9890, 9950]],
    [submit(0, { name: 'entry', side: 'buy', type: 'market', lots: 1, bracket: { stopRatio: '0.01' } })],
  );
  expect(fills(outcome)[1]).toEqual(['entry/stop', 'sell', 1, 9900, 'taker', 'path']);
});

test('of several stops the nearest to the open comes first', () => {
  // The first closes 4 of 5 and the second is cut to the 1 left.
  const sell = (name: string, trigger: number) => submit(1, { name, side: 'sell', type: 'stop', trigger, lots: 4, reduceOnly: true });
  const outcome = run([flat(10000), flat(10000), [10000, 10000, 9700, 9800]], [long(5), sell('far', 9800), sell('near', 9900)]);
  expect(fills(outcome).slice(1)).toEqual([
    ['near', 'sell', 4, 9900, 'taker', 'path'],
    ['far', 'sell', 1, 9800, 'taker', 'path'],
  ]);
  expect(ends(outcome)[1]).toEqual(['far', 'cancelled', 'NOTHING_TO_REDUCE', 1]);
});

test('a limit is filled by a tenth of the volume of each candle', () => {
  // 239 lots: 23; 100 lots at the open, through the limit: 10 as maker at its own price; 400 lots: the last 17.
  const outcome = run(
    [flat(10000, 0), [10010, 10010, 9999, 10000, 239], [9990, 9990, 9990, 9990, 100], [10000, 10000, 9990, 10000, 400]],
    [submit(0, { name: 'entry', side: 'buy', type: 'limit', limit: 10000, lots: 50 })],
  );
  expect(fills(outcome)).toEqual([
    ['entry', 'buy', 23, 10000, 'maker', 'path'],
    ['entry', 'buy', 10, 10000, 'maker', 'open'],
    ['entry', 'buy', 17, 10000, 'maker', 'path'],
  ]);
});

test('the budget is one for all the limits of a candle', () => {
  const buy = (name: string, limit: number) => submit(0, { name, side: 'buy', type: 'limit', limit, lots: 8 });
  // Budget 10; the nearer limit, though later in sequence, takes 8 and leaves 2.
  const outcome = run([flat(10000, 100), [10000, 10000, 9800, 9900, 100]], [buy('far', 9900), buy('near', 9950)]);
  expect(fills(outcome).map((fill) => fill.slice(0, 4))).toEqual([
    ['near', 'buy', 8, 9950],
    ['far', 'buy', 2, 9900],
  ]);
});

test('a limit must be gone through; at the open its price exactly waits; with touch it fills', () => {
  const rows: Row[] = [flat(10000), [10010, 10010, 10000, 10005], [10000, 10010, 10000, 10005]];
  const actions = [submit(0, { name: 'entry', side: 'buy', type: 'limit', limit: 10000, lots: 1 })];
  expect(fills(run(rows, actions))).toEqual([]);
  expect(fills(run(rows, actions, { touch: true }))).toEqual([['entry', 'buy', 1, 10000, 'maker', 'path']]);
});

test('a limit better than its first open takes the open; a post-only one is rejected', () => {
  const rows: Row[] = [flat(10000), flat(9950)];
  const order = { name: 'entry', side: 'buy', type: 'limit', limit: 9950, lots: 1 } as const;
  expect(fills(run(rows, [submit(0, order)]))).toEqual([['entry', 'buy', 1, 9950, 'taker', 'open']]);
  expect(ends(run(rows, [submit(0, { ...order, postOnly: true })]))).toEqual([['entry', 'rejected', 'POST_ONLY_WOULD_TAKE', 0]]);
  expect(ends(run(rows, [submit(0, { ...order, limit: 9949, postOnly: true })]))).toEqual([['entry', 'working', '', 0]]);
});

test('IOC fills what the budget holds at the first open, FOK all of it or nothing', () => {
  const rows: Row[] = [flat(10000, 100), flat(10000, 0), flat(9990, 100)];
  const order = { name: 'entry', side: 'buy', type: 'limit', limit: 10000 } as const;
  const one = (lots: number, tif: 'IOC' | 'FOK', limit = 10000) => run(rows, [submit(0, { ...order, limit, lots, tif })]);
  // The empty candle makes both wait; the budget is 10.
  expect(fills(one(12, 'IOC'))).toEqual([['entry', 'buy', 10, 9990, 'taker', 'open']]);
  expect(ends(one(12, 'IOC'))).toEqual([['entry', 'cancelled', '', 10]]);
  expect(ends(one(11, 'FOK'))).toEqual([['entry', 'cancelled', '', 0]]);
  expect(ends(one(10, 'FOK'))).toEqual([['entry', 'filled', '', 10]]);
  expect(ends(one(10, 'IOC', 9989))).toEqual([['entry', 'cancelled', '', 0]]);
});

test('a stop-limit fills at its trigger when its limit allows, and the rest waits for the next open', () => {
  // Budget 10 a candle. Limit 100.20 above the trigger 100.10: 10 at 100.10 as taker; then 5 at 100.20 as maker, the open 100.00 being through it.
  const rows: Row[] = [flat(10000, 100), [10000, 10050, 9900, 10000, 100], flat(10000, 100)];
  const order = { name: 'entry', side: 'buy', type: 'stop-limit', trigger: 10010, lots: 15 } as const;
  expect(fills(run(rows, [submit(0, { ...order, limit: 10020 })]))).toEqual([
    ['entry', 'buy', 10, 10010, 'taker', 'path'],
    ['entry', 'buy', 5, 10020, 'maker', 'open'],
  ]);
  // Limit 100.05 below the trigger: rests, although the path went down to 99.00; at the next open 100.00 is through it.
  expect(fills(run(rows, [submit(0, { ...order, limit: 10005 })]))).toEqual([['entry', 'buy', 10, 10005, 'maker', 'open']]);
  // Triggered by a gap: a limit at its first open, so it takes the open.
  expect(fills(run([flat(10000, 100), flat(10015, 100)], [submit(0, { ...order, limit: 10020 })]))).toEqual([
    ['entry', 'buy', 10, 10015, 'taker', 'open'],
  ]);
});

test('a take-profit slips, a gap in its favour is taken', () => {
  const order = submit(1, { name: 'take', side: 'sell', type: 'take-profit', trigger: 10100, lots: 2, reduceOnly: true });
  const account = { slippage: { model: 'fixed', ratio: '0.001' } } as const;
  // 10,100 x 0.999 = 10,089.9, down; 10,300 x 0.999 = 10,289.7, down.
  expect(fills(run([flat(10000), flat(10000), [10000, 10100, 10000, 10000]], [long(2), order], account))[1]).toEqual([
    'take',
    'sell',
    2,
    10089,
    'taker',
    'path',
  ]);
  expect(fills(run([flat(10000), flat(10000), flat(10300)], [long(2), order], account))[1]).toEqual([
    'take',
    'sell',
    2,
    10289,
    'taker',
    'open',
  ]);
});

test('a trailing stop uses the extreme known before the candle', () => {
  // Starts at the open of candle 2, 100.00: level 99.00. Candle 2 goes up to 103.00 and down to 99.01: not touched; new level 102.00.
  // Candle 3 opens at 102.50 and falls to 101.00: sold at 102.00. Had candle 2's own high counted, it would have been sold in candle 2.
  const trail = submit(1, { name: 'trail', side: 'sell', type: 'trailing-stop', trailTicks: 100, lots: 2, reduceOnly: true });
  const rows: Row[] = [flat(10000), flat(10000), [10000, 10300, 9901, 10250], [10250, 10260, 10100, 10150]];
  expect(fills(run(rows, [long(2), trail]))[1]).toEqual(['trail', 'sell', 2, 10200, 'taker', 'path']);
  // A gap below the level fills at the open.
  expect(fills(run([...rows.slice(0, 3), flat(10190)], [long(2), trail]))[1]).toEqual(['trail', 'sell', 2, 10190, 'taker', 'open']);
  // 1.5 % of the extreme 103.00: 10,300 x 0.985 = 10,145.5, down: 101.45.
  const byRatio = submit(1, { name: 'trail', side: 'sell', type: 'trailing-stop', trailRatio: '0.015', lots: 2, reduceOnly: true });
  expect(fills(run(rows, [long(2), byRatio]))[1]).toEqual(['trail', 'sell', 2, 10145, 'taker', 'path']);
});

test('OCO: a partial fill shrinks the other', () => {
  // Long 10. Target 10 at 101.00 in a candle of 40 lots: 4 filled, the stop shrinks to 6 and sells 6 later.
  const rows: Row[] = [flat(10000, 40), flat(10000, 40), [10000, 10150, 10000, 10050, 40], [10050, 10060, 9800, 9850, 40]];
  const outcome = run(rows, [
    long(10),
    submit(1, { name: 'target', side: 'sell', type: 'limit', limit: 10100, lots: 10 }),
    submit(1, { name: 'stop', side: 'sell', type: 'stop', trigger: 9900, lots: 10, oco: 'target' }),
  ]);
  expect(fills(outcome).slice(1)).toEqual([
    ['target', 'sell', 4, 10100, 'maker', 'path'],
    ['stop', 'sell', 6, 9900, 'taker', 'path'],
  ]);
  expect(ends(outcome).slice(1)).toEqual([
    ['target', 'cancelled', 'OCO_DONE', 4],
    ['stop', 'filled', '', 6],
  ]);
});

test('a bracket by ratios follows the average entry price as the entry fills', () => {
  // Budget 6. First open 99.70 better than 100.00: 6 at 99.70 as taker: cost 59,820; stop 9,970 x 0.99 = 9,870.3, down; target x 1.01 = 10,069.7, up to 10,070.
  // Next candle: 4 at 100.00 as maker: cost 99,820, average 9,982; stop 9,882.18, down to 9,882; target 10,081.82, up to 10,082. The candle's low of 98.82 touches the moved stop.
  const rows: Row[] = [flat(10000, 60), [9970, 9980, 9960, 9970, 60], [10005, 10005, 9882, 9900, 60]];
  const outcome = run(rows, [
    submit(0, { name: 'entry', side: 'buy', type: 'limit', limit: 10000, lots: 10, bracket: { stopRatio: '0.01', targetRatio: '0.01' } }),
  ]);
  expect(fills(outcome)).toEqual([
    ['entry', 'buy', 6, 9970, 'taker', 'open'],
    ['entry', 'buy', 4, 10000, 'maker', 'path'],
    ['entry/stop', 'sell', 10, 9882, 'taker', 'path'],
  ]);
});

test('a bracket is made as small as what is left of the position, and no larger by an entry that is not its own', () => {
  // Long 10 with a stop at 99.00 and a target at 101.00; 4 sold: both are of 6. 4 bought again without a bracket: the stop sells 6 and leaves these.
  const bracket = { stopTicks: 9900, targetTicks: 10100 };
  const entry = submit(0, { name: 'entry', side: 'buy', type: 'market', lots: 10, bracket });
  const reduce = (at: number, name: string) => submit(at, { name, side: 'sell', type: 'market', lots: 4, reduceOnly: true });
  const again = submit(2, { name: 'again', side: 'buy', type: 'market', lots: 4 });
  const outcome = run(
    [flat(10000), flat(10000), flat(10000), flat(10000), [10000, 10050, 9890, 9900]],
    [entry, reduce(1, 'reduce'), again],
  );
  expect(fills(outcome).at(-1)).toEqual(['entry/stop', 'sell', 6, 9900, 'taker', 'path']);
  expect(ends(outcome).filter(([name]) => `${name}`.startsWith('entry/'))).toEqual([
    ['entry/stop', 'filled', '', 6],
    ['entry/target', 'cancelled', 'OCO_DONE', 0],
  ]);
  // The target fills 3 of 30 and takes them from the stop, to 7; then 4 are sold: to 3, both.
  const rows: Row[] = [flat(10000, 30), flat(10000, 30), [10000, 10150, 10000, 10000, 30], flat(10000, 30), [10000, 10050, 9890, 9900, 30]];
  const part = run(rows, [entry, reduce(2, 'part')]);
  expect(fills(part).slice(1)).toEqual([
    ['entry/target', 'sell', 3, 10100, 'maker', 'path'],
    ['part', 'sell', 4, 10000, 'taker', 'open'],
    ['entry/stop', 'sell', 3, 9900, 'taker', 'path'],
  ]);
  expect(ends(part).find(([name]) => name === 'entry/stop')).toEqual(['entry/stop', 'filled', '', 3]);
});

test("the bracket of a short is mirrored, and its target waits for the entry's next candle when born inside it", () => {
  // Sell limit at 101.00 filled in the path: stop 10,100 x 1.01 = 10,201; target x 0.99 = 9,999. The low of 99.00 in that candle does not count; the next open, 99.98, is through it.
  const rows: Row[] = [flat(10000), [10000, 10150, 9900, 10050], flat(9998)];
  const outcome = run(rows, [
    submit(0, { name: 'entry', side: 'sell', type: 'limit', limit: 10100, lots: 10, bracket: { stopRatio: '0.01', targetRatio: '0.01' } }),
  ]);
  expect(fills(outcome)[1]).toEqual(['entry/target', 'buy', 10, 9999, 'maker', 'open']);
});

test('reduce-only: cut to the position, nothing to reduce, and gone with the position', () => {
  const reduce = (at: number, name: string, order: Partial<OrderInput>) =>
    submit(at, { name, side: 'sell', type: 'market', lots: 8, reduceOnly: true, ...order });
  const outcome = run(
    [flat(10000), flat(10000), flat(10000), flat(10000)],
    [long(5), reduce(1, 'rests', { type: 'limit', limit: 10500 }), reduce(1, 'cut', {}), reduce(2, 'late', {})],
  );
  expect(fills(outcome)[1]).toEqual(['cut', 'sell', 5, 10000, 'taker', 'open']);
  expect(ends(outcome).slice(1)).toEqual([
    ['rests', 'cancelled', 'NOTHING_TO_REDUCE', 0],
    ['cut', 'cancelled', 'NOTHING_TO_REDUCE', 5],
    ['late', 'cancelled', 'NOTHING_TO_REDUCE', 0],
  ]);
});

test('refused at arrival: no quantity, below the minimum, and no shorts', () => {
  const outcome = runOracle(
    scene({
      table: candles([flat(10000), flat(10000), flat(10000)]),
      specification: { minimumNotional: '300', shortable: false },
      actions: [
        submit(0, { name: 'none', side: 'buy', type: 'market', lots: 0 }),
        submit(0, { name: 'small', side: 'buy', type: 'market', lots: 2 }),
        submit(0, { name: 'low', side: 'buy', type: 'limit', limit: 9999, lots: 3 }),
        submit(0, { name: 'least', side: 'buy', type: 'market', lots: 3 }),
        submit(1, { name: 'more', side: 'sell', type: 'market', lots: 5 }),
      ],
    }),
  );
  // 3 x 100.00 = 300.00 is enough, 3 x 99.99 is not. The sale closes 3 and may not open 2.
  expect(ends(outcome)).toEqual([
    ['none', 'rejected', 'QUANTITY_INVALID', 0],
    ['small', 'rejected', 'BELOW_MINIMUM', 0],
    ['low', 'rejected', 'BELOW_MINIMUM', 0],
    ['least', 'filled', '', 3],
    ['more', 'cancelled', 'SHORT_NOT_ALLOWED', 3],
  ]);
});

test('latency: the first open at or after the arrival', () => {
  const rows: Row[] = [flat(10000), flat(10001), flat(10002), flat(10003)];
  const at = (latencyMs: number) => run(rows, [long(1)], { latencyMs }).fills[0]!.priceTicks;
  expect([at(0), at(1), at(MINUTE_MS), at(MINUTE_MS + 1)]).toEqual([10001, 10002, 10002, 10003]);
});

test('a bracket born with latency misses the candle of its entry', () => {
  const rows: Row[] = [flat(10000), flat(10000), [10000, 10000, 9890, 9950], flat(9880)];
  const outcome = run(rows, [submit(0, { name: 'entry', side: 'buy', type: 'market', lots: 1, bracket: { stopTicks: 9900 } })], {
    latencyMs: 1,
  });
  expect(fills(outcome)).toEqual([
    ['entry', 'buy', 1, 10000, 'taker', 'open'],
    ['entry/stop', 'sell', 1, 9880, 'taker', 'open'],
  ]);
});

test('a candle without volume fills nothing', () => {
  const rows: Row[] = [flat(10000, 10), [10000, 10000, 9700, 9900, 0], [9950, 9960, 9940, 9950, 10]];
  const outcome = run(rows, [long(1), submit(0, { name: 'stop', side: 'sell', type: 'stop', trigger: 9800, lots: 1 })]);
  expect(fills(outcome)).toEqual([['entry', 'buy', 1, 9950, 'taker', 'open']]);
});

test('GTD: expired by the first open at its time, before it could fill', () => {
  const rows: Row[] = [flat(10000), flat(10000), flat(9900)];
  const order = { name: 'entry', side: 'buy', type: 'limit', limit: 9950, lots: 1, tif: 'GTD' } as const;
  const at = (expireAtMs: number) => ends(run(rows, [submit(0, { ...order, expireAtMs })]))[0];
  expect(at(2 * MINUTE_MS)).toEqual(['entry', 'expired', '', 0]);
  expect(at(2 * MINUTE_MS + 1)).toEqual(['entry', 'filled', '', 1]);
});

test('amend and cancel act at the next open, before the orders', () => {
  const rows: Row[] = [flat(10000), flat(10000), flat(9990), flat(9900)];
  const order = submit(0, { name: 'entry', side: 'buy', type: 'limit', limit: 9950, lots: 2 });
  // Amended to 99.95 it is judged at 99.90 as a resting limit: its own price, maker.
  expect(fills(run(rows, [order, amend(1, 'entry', { limit: 9995 })]))).toEqual([['entry', 'buy', 2, 9995, 'maker', 'open']]);
  expect(fills(run(rows, [order, amend(1, 'entry', { lots: 7 })]))).toEqual([['entry', 'buy', 7, 9950, 'maker', 'open']]);
  expect(ends(run(rows, [order, cancel(2, 'entry')]))).toEqual([['entry', 'cancelled', '', 0]]);
});

test('a reversal cancels the protection of the old position and makes its own', () => {
  const outcome = run(
    [flat(10000), flat(10000), flat(10000)],
    [
      submit(0, { name: 'a', side: 'buy', type: 'market', lots: 3, bracket: { stopTicks: 9000 } }),
      submit(1, { name: 'b', side: 'sell', type: 'market', lots: 5, bracket: { stopTicks: 11000 } }),
    ],
  );
  expect(ends(outcome)).toEqual([
    ['a', 'filled', '', 3],
    ['a/stop', 'cancelled', 'NOTHING_TO_REDUCE', 0],
    ['b', 'filled', '', 5],
    ['b/stop', 'working', '', 0],
  ]);
});

test('instruments share the wallet, in the order of their numbers', () => {
  // 1,000.00 at leverage 1: the first takes 6 lots (60,000 + 60), the second gets 3 (30,030 <= 39,940) of 6.
  const one = scene({ table: candles([flat(10000), flat(10000)]), account: { deposit: '1000' }, actions: [] });
  const outcome = runOracle({
    ...one,
    instruments: [one.instruments[0]!, one.instruments[0]!],
    actions: [
      submit(0, { name: 'second', side: 'buy', type: 'market', lots: 6 }, 1),
      submit(0, { name: 'first', side: 'buy', type: 'market', lots: 6 }, 0),
    ],
  });
  expect(fills(outcome).map((fill) => fill.slice(0, 3))).toEqual([
    ['first', 'buy', 6],
    ['second', 'buy', 3],
  ]);
});
