/** Orders by hand in a session on hand-made candles: 10,000.00 at a price of 100.00, whole lots, no costs; the default profile in a range-bound market. */

import { describe, expect, test } from 'vitest';
import { createCandles } from '../../src/core/market/candles.ts';
import { previewManual } from '../../src/core/trading/engine/manual-preview.ts';
import type { ManualEntry, ManualWish } from '../../src/core/trading/engine/manual-wish.ts';
import { OWNER_ID } from '../../src/core/trading/engine/owner.ts';
import type { Slot } from '../../src/core/trading/engine/slot.ts';
import type { DeskState } from '../../src/core/trading/risk/desk-state.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { signalWorld } from './signal-world.ts';

const RISK = builtInProfile('default');
const entry = (more: Partial<ManualEntry> = {}): ManualEntry => ({
  ...{ kind: 'entry', instrument: 'X', side: 1, type: 'market', price: null, postOnly: false, quantity: '5', riskRatio: null },
  ...{ stop: '90', targets: [], breakEven: false, most: null },
  ...more,
});

/** A session in its 30th minute. */
function world(options: Parameters<typeof signalWorld>[0] = {}) {
  const made = signalWorld({ owner: true, signals: false, risk: RISK, ...options });
  for (let i = 0; i < 30; i++) made.candle(100);
  const slot = made.engine.slots.find(({ definition }) => definition.id === OWNER_ID) as Slot;
  let id = 0;
  const act = (wish: ManualWish, commandId = `command-${++id}`) => made.session.manual({ commandId, by: 'panel:owner', wish }).outcome;
  const preview = (more: Partial<ManualEntry> = {}) => {
    const result = previewManual(made.engine, entry(more));
    if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
    return result.value;
  };
  return { ...made, slot, act, preview };
}

/** A position of 8 bought at 100 with its stop at 90. */
function holding() {
  const made = world();
  made.act(entry({ quantity: '8' }));
  made.candle(100);
  expect(made.slot.position.lots).toBe(8);
  return made;
}

describe('the size of an order by hand', () => {
  // Equity 10,000 x 1 % x 0.8 (range) = 80 may be lost: at a stop 10 away 8 units, 20 away 4.
  test.each([
    ['less than the risk of a trade is taken as it was asked', { quantity: '5' }, 5, [], 50],
    ['exactly as much is no cut', { quantity: '8' }, 8, [], 80],
    ['one more is cut to the risk of a trade', { quantity: '9' }, 8, ['SIZE_REGIME', 'CUT_RISK_PER_TRADE'], 80],
    [
      'a nearer stop lets more through, to the limit of a position in a range: 15 %',
      { quantity: '40', stop: '98' },
      15,
      ['CUT_POSITION_LIMIT', 'CUT_REGIME_POSITION'],
      30,
    ],
    ['half of the risk is half of the size', { quantity: null, riskRatio: 0.005 }, 4, ['SIZE_REGIME'], 40],
    ['without a quantity it is what risk allows', { quantity: null }, 8, ['SIZE_REGIME'], 80],
    [
      'a limit order is sized at its price: 80 / 5',
      { quantity: '40', type: 'limit', price: '95' },
      15,
      ['SIZE_REGIME', 'CUT_RISK_PER_TRADE', 'CUT_REGIME_POSITION'],
      75,
    ],
  ] as const)('%s', (_case, more, lots, cuts, loss) => {
    const { preview, act, engine, slot } = world();
    const looked = preview(more);
    expect(looked.approved).toMatchObject({ lots, cuts });
    expect(looked.loss).toBe(loss * 100);
    expect(act(entry(more))).toMatchObject({ outcome: 'accepted', quantity: String(lots), cuts });
    expect(engine.orders.list.find(({ slot: index }) => index === slot.index)?.lots).toBe(lots);
  });

  test('what is asked is told beside what would be held afterwards, and what every check measures', () => {
    const { preview } = world();
    expect(preview()).toMatchObject({
      asked: 5,
      equity: 1_000_000,
      fee: 0,
      gross: { now: 0, after: 50_000 },
      instrumentExposure: { now: 0, after: 50_000 },
      free: { now: 1_000_000, after: 950_000 },
      openPositions: { now: 0, after: 1 },
      refusal: null,
    });
    expect(preview().checks).toContainEqual({ code: 'RISK_POSITION_LIMIT', passed: true, measured: 0.05, limit: 0.2 });
  });

  test('fees of both ways are in the loss: 5 at 100 and at 90, 0.1 % each', () => {
    const { preview } = world({
      markets: [
        {
          instrument: {
            id: 'X',
            venue: 'test',
            kind: 'spot',
            base: 'X',
            quote: 'USD',
            tickSize: 0.01,
            lotSize: 1,
            shorting: true,
            takerFeeRatio: 0.001,
          },
          series: [{ timeframeMs: 60_000, candles: createCandles(0) }],
        },
      ],
    });
    expect(preview()).toMatchObject({ fee: 50, loss: 5_000 + 50 + 45 });
  });
});

test('looking leaves no trace: state, journal and the next order are as without it', () => {
  const [looked, plain] = [world(), world()];
  const before = JSON.stringify(looked.session.snapshot());
  const entries = looked.steps().length;
  for (const quantity of ['1', '5', '4000']) looked.preview({ quantity });
  expect(JSON.stringify(looked.session.snapshot())).toBe(before);
  expect(looked.steps()).toHaveLength(entries);
  expect(looked.act(entry())).toEqual(plain.act(entry()));
  expect(JSON.stringify(looked.session.snapshot())).toBe(JSON.stringify(plain.session.snapshot()));
});

describe('an entry', () => {
  test('fills at the next open with its stop beside it, and is journaled with who asked', () => {
    const { act, candle, slot, engine, steps } = world();
    expect(act(entry({ targets: [{ price: '120', closeRatio: 1 }] }))).toMatchObject({ outcome: 'accepted', orders: ['1'] });
    expect(steps().at(-1)).toMatchObject({ event: 'command', manual: { command: { by: 'panel:owner', wish: { kind: 'entry' } } } });
    candle(101, 102, 100, 101);
    expect(slot.position).toMatchObject({ lots: 5, cost: 50_500 });
    expect(engine.orders.list.map(({ purpose, trigger, limit, lots }) => ({ purpose, trigger, limit, lots }))).toMatchObject([
      { purpose: 'stop', trigger: 9_000, lots: 5 },
      { purpose: 'target', limit: 12_000, lots: 5 },
    ]);
    candle(95, 95, 89, 90);
    expect(slot.position.lots).toBe(0);
  });

  test('a limit rests as long as it takes, and a post-only one says so', () => {
    const { act, candle, slot, engine } = world();
    act(entry({ type: 'limit', price: '99', postOnly: true }));
    for (let i = 0; i < 20; i++) candle(100);
    const order = slot.entry;
    expect(order?.ticket).toMatchObject({ type: 'limit', limit: 9_900, postOnly: true, timeInForce: 'GTC' });
    expect(act({ kind: 'cancel', order: String(order?.id) })).toMatchObject({ outcome: 'accepted' });
    candle(100);
    expect([slot.entry, engine.orders.list.length]).toEqual([null, 0]);
  });

  test.each([
    ['no stop', { stop: null }, 'STOP_MISSING'],
    ['a stop on the wrong side', { stop: '101' }, 'STOP_WRONG_SIDE'],
    ['a price between two ticks', { type: 'limit', price: '99.005' }, 'ORDER_INVALID'],
    ['a quantity between two lots', { quantity: '1.5' }, 'ORDER_INVALID'],
    ['a target that is none', { targets: [{ price: '99', closeRatio: 1 }] }, 'TARGET_INVALID'],
    ['more risk than a trade may take', { quantity: null, riskRatio: 0.0101 }, 'ORDER_RISK_TOO_HIGH'],
    ['another instrument', { instrument: 'Y' }, 'INSTRUMENT_UNKNOWN'],
    ['a market order that should rest', { postOnly: true }, 'ORDER_INVALID'],
  ] as const)('with %s is refused, and nothing is sent', (_case, more, code) => {
    const { act, engine } = world();
    expect(act(entry(more as Partial<ManualEntry>))).toMatchObject({ outcome: 'refused', code });
    expect(engine.orders.list).toEqual([]);
  });

  // Market at 100: an order that takes is judged there, not at its limit.
  test.each([
    ['a buy above the market, its stop between', { type: 'limit', price: '105', stop: '102' }, 'STOP_WRONG_SIDE', 102, 100],
    ['a sale below the market, its stop between', { side: -1, type: 'limit', price: '95', stop: '98' }, 'STOP_WRONG_SIDE', 98, 100],
    [
      'a sale below the market, its target between the market and',
      { side: -1, type: 'limit', price: '95', stop: '110', targets: [{ price: '100.5', closeRatio: 1 }] },
      'TARGET_INVALID',
      100.5,
      100,
    ],
    ['a stop beyond what the book would give', { stop: '97', market: '96.5' }, 'STOP_WRONG_SIDE', 97, 96.5],
    ['post-only beyond the market', { type: 'limit', price: '100.01', postOnly: true }, 'POST_ONLY_WOULD_TAKE', 100.01, 100],
    [
      'post-only beyond the market, sold',
      { side: -1, type: 'limit', price: '99.99', postOnly: true, stop: '110' },
      'POST_ONLY_WOULD_TAKE',
      99.99,
      100,
    ],
    [
      'post-only at the best price of the book',
      { type: 'limit', price: '99', postOnly: true, market: '99' },
      'POST_ONLY_WOULD_TAKE',
      99,
      99,
    ],
    // One lot at the largest price is worth 2^53 - 1 cents.
    ['a price beyond all counting', { type: 'limit', price: '9999999999999999' }, 'ORDER_TOO_BIG', 1e16, 90_071_992_547_409.91],
    [
      'a target beyond all counting',
      { targets: [{ price: '9999999999999999', closeRatio: 1 }] },
      'ORDER_TOO_BIG',
      1e16,
      90_071_992_547_409.91,
    ],
    // At 100.00 each: (2^53 - 1) / 10,000 lots.
    ['a quantity beyond all counting', { quantity: '9999999999999999' }, 'ORDER_TOO_BIG', 1e16, 900_719_925_474],
  ] as const)('%s is refused, looked at and sent', (_case, more, code, measured, limit) => {
    const { act, engine, preview } = world();
    expect(act(entry(more as Partial<ManualEntry>))).toMatchObject({ outcome: 'refused', code, measured, limit });
    expect(() => preview(more as Partial<ManualEntry>)).toThrow(code);
    expect(engine.orders.list).toEqual([]);
  });

  test('a limit that takes is judged at the market and sized at its limit, one that rests is both at its price; its order keeps the limit', () => {
    const { preview, act, engine } = world();
    // Filled at 105 a unit loses 15 at the stop: 80 / 15 is 5, worth 525. At 100 alone it would be 80 / 10.
    const takes = preview({ type: 'limit', price: '105', quantity: null });
    expect(takes).toMatchObject({ entryTicks: 10_000, worstTicks: 10_500, takes: true, approved: { lots: 5, value: 52_500 } });
    expect([takes.lotsAtMarket, takes.loss]).toEqual([8, 5 * 15_00]);
    // Sold down to 95 with the stop at 110: 80 / 15 as well, and worth most at the market.
    const sold = { side: -1, type: 'limit', price: '95', stop: '110' } as const;
    expect(preview({ ...sold, quantity: null })).toMatchObject({
      worstTicks: 9_500,
      lotsAtMarket: 8,
      approved: { lots: 5, value: 50_000 },
    });
    // What was asked for is cut to it, and that is told.
    expect(preview({ type: 'limit', price: '105', quantity: '8' }).approved).toMatchObject({
      lots: 5,
      cuts: ['SIZE_REGIME', 'CUT_RISK_PER_TRADE'],
    });
    // A limit at the market changes nothing, and 80 / 10 are 8 x 100.
    expect(preview({ type: 'limit', price: '100', quantity: null })).toMatchObject({
      lotsAtMarket: 8,
      approved: { lots: 8, value: 80_000 },
    });
    // 80 / 15 may be lost a unit; 5 x 95.
    expect(preview({ type: 'limit', price: '95', stop: '80', quantity: null })).toMatchObject({
      entryTicks: 9_500,
      takes: false,
      approved: { lots: 5, value: 47_500 },
    });
    // A dearer book: judged there, and 80 / 11 at its price alone.
    expect(preview({ type: 'limit', price: '105', quantity: null, market: '101' })).toMatchObject({
      entryTicks: 10_100,
      lotsAtMarket: 7,
      approved: { lots: 5, value: 52_500 },
    });
    expect(preview({ type: 'limit', price: '100', postOnly: true })).toMatchObject({ entryTicks: 10_000 });
    act(entry({ type: 'limit', price: '105' }));
    expect(engine.orders.list[0]?.ticket).toMatchObject({ type: 'limit', limit: 10_500 });
  });

  test('how much the market moves is measured at the market, whatever price is typed', () => {
    const made = signalWorld({ owner: true, signals: false, risk: RISK });
    // Ranges of 4: 4 % of 100.
    for (let i = 0; i < 30; i++) made.candle(100, 102, 98, 100);
    const measured = (price: string, stop: string) => {
      const result = previewManual(made.engine, entry({ type: 'limit', price, stop }));
      return result.ok ? result.value.checks.find(({ code }) => code === 'RISK_VOLATILITY')?.measured : result.refusal.code;
    };
    expect(['1', '40', '99', '200'].map((price) => measured(price, '0.5'))).toEqual([0.04, 0.04, 0.04, 0.04]);
  });

  test('the first of two targets closes at least a lot, and leaves one', () => {
    const { act, preview } = world();
    const split = (closeRatio: number) => ({
      quantity: '8',
      targets: [
        { price: '110', closeRatio },
        { price: '120', closeRatio: 1 - closeRatio },
      ],
    });
    // One of 8 is 12.5 %.
    expect(act(entry(split(1e-12)))).toMatchObject({ outcome: 'refused', code: 'TARGET_TOO_SMALL', measured: 1e-12, limit: 0.125 });
    expect(preview(split(1e-12)).splitFault).toMatchObject({ code: 'TARGET_TOO_SMALL', limit: 0.125 });
    expect(act(entry(split(0.124)))).toMatchObject({ code: 'TARGET_TOO_SMALL' });
    expect(act(entry(split(1 - 1e-12)))).toMatchObject({ code: 'TARGET_TOO_SMALL', limit: 0.875 });
    expect(act(entry({ ...split(0.5), quantity: '1' }))).toMatchObject({ code: 'TARGET_TOO_SMALL', limit: null });
    expect(preview(split(0.125)).splitFault).toBeNull();
    expect(act(entry(split(0.125)))).toMatchObject({ outcome: 'accepted' });
  });

  test('what is more than was agreed to is not sent; as much is, and less', () => {
    const sent = (most: ManualEntry['most']) => world().act(entry({ quantity: '8', most }));
    expect(sent({ quantity: '7', value: '800' })).toMatchObject({ outcome: 'refused', code: 'ORDER_ABOVE_AGREED', measured: 8, limit: 7 });
    expect(sent({ quantity: '8', value: '799.99' })).toMatchObject({
      outcome: 'refused',
      code: 'ORDER_ABOVE_AGREED',
      measured: 800,
      limit: 799.99,
    });
    expect(sent({ quantity: '8', value: '800' })).toMatchObject({ outcome: 'accepted', quantity: '8' });
    expect(sent({ quantity: '9', value: '900' })).toMatchObject({ outcome: 'accepted', quantity: '8' });
  });

  test('risk refuses with its own code, and what it says is what the preview has said', () => {
    const { session, act, preview, engine } = world();
    session.requestMode({ kind: 'pause', to: 'PAUSE', by: 'test', reason: 'test', pinVerified: true });
    expect(preview()).toMatchObject({ approved: null, refusal: { code: 'MODE_PAUSE' } });
    expect(act(entry())).toMatchObject({ outcome: 'refused', code: 'MODE_PAUSE', decisionId: expect.any(String) });
    expect(engine.orders.list).toEqual([]);
  });

  test('one position of the owner at a time in an instrument', () => {
    const { act } = holding();
    expect(act(entry())).toMatchObject({ outcome: 'refused', code: 'ORDER_POSITION_OPEN' });
  });
});

describe('a position', () => {
  test('is left in part: what stays has a stop of its size', () => {
    const { act, candle, slot } = holding();
    expect(act({ kind: 'close', position: 'owner:X', quantity: '3' })).toMatchObject({ outcome: 'accepted' });
    expect(act({ kind: 'close', position: 'owner:X', quantity: '3' })).toMatchObject({ code: 'CLOSE_UNDER_WAY' });
    candle(102);
    expect(slot.position.lots).toBe(5);
    expect(slot.stop).toMatchObject({ lots: 5, trigger: 9_000 });
    candle(95, 95, 89, 90);
    expect(slot.position.lots).toBe(0);
  });

  test('is left whole, also in PAUSE, and no more than whole', () => {
    const { act, candle, slot, session, engine } = holding();
    session.requestMode({ kind: 'pause', to: 'PAUSE', by: 'test', reason: 'test', pinVerified: true });
    expect(act({ kind: 'close', position: 'owner:X', quantity: '9' })).toMatchObject({ code: 'ORDER_INVALID' });
    expect(act({ kind: 'close', position: 'owner:X', quantity: null })).toMatchObject({ outcome: 'accepted' });
    candle(102);
    expect([slot.position.lots, engine.orders.list.length]).toEqual([0, 0]);
    expect(act({ kind: 'close', position: 'owner:X', quantity: null })).toMatchObject({ code: 'POSITION_UNKNOWN' });
  });

  test('gets a tighter stop and another target, never a looser stop', () => {
    const { act, candle, slot } = holding();
    expect(act({ kind: 'protect', position: 'owner:X', stop: '95', target: '110' })).toMatchObject({ outcome: 'accepted' });
    candle(100);
    expect([slot.stop?.trigger, slot.target?.limit]).toEqual([9_500, 11_000]);
    expect(act({ kind: 'protect', position: 'owner:X', stop: '94.99', target: null })).toMatchObject({
      code: 'STOP_NOT_TIGHTER',
      measured: 94.99,
      limit: 95,
    });
    expect(act({ kind: 'protect', position: 'owner:X', stop: '100', target: null })).toMatchObject({ code: 'STOP_WRONG_SIDE' });
    expect(act({ kind: 'protect', position: 'owner:X', stop: null, target: '99' })).toMatchObject({ code: 'TARGET_INVALID' });
    expect(act({ kind: 'cancel', order: String(slot.stop?.id) })).toMatchObject({ code: 'ORDER_PROTECTS' });
    expect(act({ kind: 'cancel', order: String(slot.target?.id) })).toMatchObject({ outcome: 'accepted' });
    candle(112);
    // The target is gone, and what is left of the position is not given one again.
    expect(act({ kind: 'close', position: 'owner:X', quantity: '3' })).toMatchObject({ outcome: 'accepted' });
    candle(112);
    expect([slot.position.lots, slot.target, slot.stop?.lots]).toEqual([5, null, 5]);
  });
});

test('told twice under one id it is done once, and answered alike; also after the journal was folded', () => {
  const { session, act, engine, steps, candle } = world();
  const first = act(entry(), 'same');
  const count = steps().length;
  expect(act(entry(), 'same')).toEqual(first);
  expect([steps().length, engine.orders.list.length]).toEqual([count, 1]);
  candle(100);
  const again = world();
  again.session.restore(JSON.parse(JSON.stringify(session.snapshot())));
  expect(again.act(entry(), 'same')).toEqual(first);
  expect(again.engine.orders.list.filter(({ purpose }) => purpose === 'entry')).toEqual([]);
});

test('the answers of a hundred acts are remembered', () => {
  const { session, act } = world();
  for (let i = 0; i < 150; i++) act({ kind: 'cancel', order: '99' }, `id-${i}`);
  expect(Object.keys(session.snapshot().acts ?? {})).toHaveLength(100);
});

describe('after losses by hand', () => {
  // Bought at 100 and left at 99, in two parts: one loss. Two in a row would rest a strategy for an hour.
  test('a position left in parts is one loss, and after two the owner is told and enters all the same', () => {
    const made = world();
    const lose = () => {
      made.act(entry({ quantity: '4' }));
      made.candle(100);
      made.act({ kind: 'close', position: 'owner:X', quantity: '1' });
      made.candle(99);
      made.act({ kind: 'close', position: 'owner:X', quantity: null });
      made.candle(99);
      expect(made.slot.position.lots).toBe(0);
      const { losses } = (made.engine.risk.snapshot() as DeskState).coolDowns[made.slot.strategy] as { losses: readonly number[] };
      return losses.length;
    };
    expect(lose()).toBe(1);
    expect(made.preview().restsUntil).toBeNull();
    // The same entry again is locked for an hour.
    for (let i = 0; i < 61; i++) made.candle(100);
    expect(lose()).toBe(2);
    const { at } = made.engine;
    // The last close of the position was filled at the open of the last minute.
    expect(made.preview().restsUntil).toBe(at - 60_000 + 3_600_000);
    for (let i = 0; i < 5; i++) made.candle(100);
    expect(made.act(entry({ side: -1, stop: '110', quantity: '4' }))).toMatchObject({ outcome: 'accepted' });
  });
});
