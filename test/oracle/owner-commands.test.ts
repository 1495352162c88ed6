// The owner's commands at the engine: what is refused and why, what risk says to them, and how they share an instrument with a strategy.
import { expect, test } from 'vitest';
import { openSession, type Session, type StrategyInput } from '../../src/core/research/backtest.ts';
import type { EngineOrder } from '../../src/core/trading/engine/engine-order.ts';
import type { EngineObserver } from '../../src/core/trading/engine/observer.ts';
import { OWNER_ID, type OwnerBracket, type OwnerCommand, type OwnerOrder } from '../../src/core/trading/engine/owner.ts';
import type { Slot } from '../../src/core/trading/engine/slot.ts';
import type { SlotFill } from '../../src/core/trading/engine/slot-fill.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import type { RefusalRecord } from '../../src/core/trading/risk/risk-desk.ts';
import { type Bar, defineStrategy, LONG } from '../../src/core/trading/strategy/strategy.ts';
import { assertBooksAgree, assertLedgerBalances } from './bookkeeping.ts';
import { sessionOptions } from './engine-inputs.ts';
import { candles, flat, type Row, type Scene, scene } from './scene.ts';

/** Keeps what the engine tells, one line each. */
class Lines implements EngineObserver {
  readonly lines: string[] = [];
  session!: Session<Lines>;

  marked(): void {
    assertBooksAgree(this.session);
  }
  ordered({ id, purpose, ticket }: EngineOrder, slot: Slot, _confidence: number, cuts: readonly string[]): void {
    this.lines.push(
      `${slot.definition.id} ${purpose} ${id}: ${ticket.side > 0 ? 'buy' : 'sell'} ${ticket.lots} ${ticket.type} ${cuts}`.trim(),
    );
  }
  filled(slot: Slot, { order, kind, lots, ticks, fee, realised }: SlotFill): void {
    this.lines.push(`${slot.definition.id} ${order} ${kind} ${lots} at ${ticks}, fee ${fee}, result ${realised}`);
  }
  done({ id }: EngineOrder, _slot: Slot, status: string, code: string): void {
    this.lines.push(`${id} ${status} ${code}`.trim());
  }
  refused(_slot: Slot, _side: 1 | -1, _confidence: number, _reason: string, { code }: RefusalRecord): void {
    this.lines.push(`refused ${code}`);
  }
  noticed(code: string): void {
    this.lines.push(`noticed ${code}`);
  }
  amended(): void {}
  funded(): void {}
  modeChanged(): void {}
}

type Moment = (session: Session<Lines>) => void;

/** A session over `rows` in which `at[k]` happens at the close of candle k, after the strategies were asked. */
function play(
  rows: Row[],
  at: Record<number, Moment>,
  options: { risk?: string; strategies?: StrategyInput[] } & Partial<Scene> = {},
): Lines {
  const observer = new Lines();
  const { risk = 'none', strategies = [], ...rest } = options;
  const script = scene({ table: candles(rows), actions: [], ...rest });
  const decider = { decide: (_instrument: number, candle: number) => at[candle]?.(observer.session) };
  const base = sessionOptions(script, decider);
  const all = [...strategies, ...base.strategies];
  observer.session = openSession({ ...base, strategies: all, risk: builtInProfile(risk), size: { kind: 'units', units: 10 } }, observer);
  observer.session.timeline.run();
  assertLedgerBalances(observer.session.engine, true);
  return observer;
}

const market: OwnerOrder = { side: 1, type: 'market', lots: 5, timeInForce: 'GTC' };
const submitted = (order: OwnerOrder): OwnerCommand => ({ kind: 'submit', instrument: 'I0', order });
const send =
  (order: OwnerOrder): Moment =>
  ({ engine }) => {
    expect(engine.command(submitted(order))).toMatchObject({ ok: true });
  };

/** Enters long at the first candle, 10 lots by the session's size. */
const buyer = (bracket: { stopPrice?: number } = {}): StrategyInput => ({
  definition: defineStrategy({
    id: 'buyer',
    version: '1',
    title: { en: 'Buyer', es: 'Comprador' },
    description: { en: 'Buys once.', es: 'Compra una vez.' },
    timeframe: '1m',
    parameters: {},
    warmup: () => 1,
    size: () => ({ kind: 'all' }),
    create: () => ({
      onBar(bar: Bar) {
        if (bar.count === 1) bar.enter(LONG, { confidence: 1, reason: 'first', ...bracket });
      },
    }),
  }),
  instrumentId: 'I0',
});

test('what contradicts itself is refused with the reason, and nothing is sent', () => {
  const invalid: Partial<OwnerOrder & { type: string }>[] = [
    { type: 'limit' },
    { limit: 9900 },
    { type: 'limit', limit: 99.5 },
    { type: 'limit', limit: 0 },
    { type: 'stop', limit: 9900, trigger: 9900 },
    { type: 'trailing-stop' },
    { type: 'trailing-stop', trailTicks: 5, trailRatio: 0.1 },
    { trailTicks: 5 },
    { equityShare: 0.5 },
    { type: 'stop', trigger: 10100, timeInForce: 'IOC' },
    { timeInForce: 'GTD' },
    { expireAt: 5 },
    { postOnly: true },
    { type: 'limit', limit: 9900, postOnly: true, timeInForce: 'FOK' },
    { bracket: {} },
    { bracket: { stopRatio: 0.1, trailRatio: 0.1 } },
    { bracket: { targetRatio: 2 } },
    { bracket: { stopRatio: 0.1 }, reduceOnly: true },
    { oco: 77 },
    { side: 2 as 1 },
    { type: 'iceberg' as 'limit' },
  ];
  const { lines } = play([flat(10000), flat(10000)], {
    0: ({ engine }) => {
      for (const change of invalid) {
        expect(engine.command(submitted({ ...market, ...change })), JSON.stringify(change)).toMatchObject({
          ok: false,
          refusal: { code: 'ORDER_INVALID' },
        });
      }
      for (const lots of [0, -1, 1.5, 2 ** 52]) {
        expect(engine.command(submitted({ ...market, lots }))).toMatchObject({ ok: false, refusal: { code: 'QUANTITY_INVALID' } });
      }
      expect(engine.command({ ...submitted(market), instrument: 'I9' } as OwnerCommand)).toMatchObject({
        refusal: { code: 'INSTRUMENT_UNKNOWN' },
      });
      expect(engine.command({ kind: 'cancel', order: 1 })).toMatchObject({ refusal: { code: 'ORDER_UNKNOWN' } });
    },
  });
  expect(lines).toEqual([]);
});

test('a session that was opened without the owner takes no orders of theirs', () => {
  const script = scene({ table: candles([flat(10000)]), actions: [] });
  const { owner: _, ...options } = sessionOptions(script, { decide: () => {} });
  const { engine, slots } = openSession(options, new Lines());
  expect(slots.map(({ definition }) => definition.id)).not.toContain(OWNER_ID);
  expect(engine.command(submitted(market))).toMatchObject({ ok: false, refusal: { code: 'INSTRUMENT_UNKNOWN' } });
});

test('amendments and cancels reach only working orders of the owner, and only terms they have', () => {
  const rows = [flat(10000), flat(10000), flat(10000)];
  const limit: OwnerOrder = { ...market, type: 'limit', limit: 9000 };
  play(
    rows,
    {
      0: send(limit),
      1: ({ engine }) => {
        // Order 1 is the owner's, 2 was the strategy's entry, 3 is its stop.
        for (const order of [2, 3, 99])
          expect(engine.command({ kind: 'cancel', order })).toMatchObject({ refusal: { code: 'ORDER_UNKNOWN' } });
        for (const change of [{}, { trigger: 9000 }, { limit: 0.5 }]) {
          expect(engine.command({ kind: 'amend', order: 1, ...change })).toMatchObject({ refusal: { code: 'ORDER_INVALID' } });
        }
        for (const change of [{ lots: 0 }, { limit: 2 ** 52 }]) {
          expect(engine.command({ kind: 'amend', order: 1, ...change })).toMatchObject({ refusal: { code: 'QUANTITY_INVALID' } });
        }
        expect(engine.command({ kind: 'amend', order: 1, lots: 7, limit: 9100 })).toEqual({ ok: true, value: 1 });
        expect(engine.orders.get(1)).toMatchObject({ lots: 7, limit: 9100 });
        expect(engine.command({ kind: 'cancel', order: 1 })).toEqual({ ok: true, value: 1 });
        expect(engine.orders.get(1)).toBeUndefined();
      },
    },
    { strategies: [buyer({ stopPrice: 90 })] },
  );
});

test('risk cuts what opens, judges what an amendment adds, and lets reductions through in every mode', () => {
  // Deposit 10,000.00: at most a fifth of equity in one position, in the regime range 15 %: 15 lots at 100.00.
  const { lines, session } = play(
    // Fourteen candles until the average true range is known.
    Array.from({ length: 19 }, () => flat(10000)),
    {
      14: ({ engine }) => {
        expect(engine.command(submitted({ ...market, type: 'limit', limit: 10000, lots: 50 }))).toEqual({ ok: true, value: 1 });
        expect(engine.orders.get(1)).toMatchObject({ lots: 15, reserved: 150_000 });
        // What holds back the next entry of a strategy holds back the one of the owner.
        expect(engine.command(submitted(market))).toMatchObject({ refusal: { code: 'SIGNAL_THROTTLED' } });
        expect(engine.command({ kind: 'amend', order: 1, lots: 16 })).toMatchObject({ ok: false, refusal: { code: 'SIGNAL_THROTTLED' } });
        expect(engine.orders.get(1)).toMatchObject({ lots: 15, reserved: 150_000 });
        expect(engine.command({ kind: 'amend', order: 1, lots: 12 })).toMatchObject({ ok: true });
      },
      15: ({ engine }) => {
        engine.risk.control.requestMode('PAUSE', { by: 'owner', reason: 'test', pinVerified: false }, engine.at);
        expect(engine.command(submitted(market))).toMatchObject({ refusal: { code: 'MODE_PAUSE' } });
        expect(engine.command(submitted({ ...market, side: -1, lots: 4, reduceOnly: true }))).toMatchObject({ ok: true });
      },
      16: ({ engine }) => {
        engine.risk.control.requestMode('EMERGENCY', { by: 'owner', reason: 'kill', pinVerified: false }, engine.at);
        engine.followMode();
      },
    },
    { risk: 'default' },
  );
  expect(lines).toEqual([
    'owner owner 1: buy 15 limit CUT_POSITION_LIMIT,CUT_REGIME_POSITION',
    'refused SIGNAL_THROTTLED',
    'refused SIGNAL_THROTTLED',
    'owner 1 open 12 at 10000, fee 120, result 0',
    '1 filled',
    'refused MODE_PAUSE',
    'owner owner 2: sell 4 market',
    'owner 2 close 4 at 10000, fee 40, result 0',
    '2 filled',
    'owner exit 3: sell 8 market',
    'owner 3 close 8 at 10000, fee 80, result 0',
    '3 filled',
  ]);
  expect(session.engine.book.positions[0]!.lots).toBe(0);
});

test('a kill cancels what may open and keeps what reduces until the position is closed', () => {
  const { lines } = play([flat(10000), flat(10000), flat(10000)], {
    0: send({ ...market, bracket: { stopRatio: 0.1 } }),
    1: (session) => {
      send({ ...market, type: 'limit', limit: 9000 })(session);
      session.engine.closeEverything('kill-switch');
    },
  });
  expect(lines.slice(3)).toEqual([
    '1 filled',
    'owner owner 3: buy 5 limit',
    'owner exit 4: sell 5 market',
    '3 cancelled CANCELLED',
    'owner 4 close 5 at 10000, fee 50, result 0',
    '4 filled',
    '2 cancelled NOTHING_TO_REDUCE',
  ]);
});

test('several brackets in one instrument are kept apart', () => {
  // Long 5 with a stop at 99.00, then 5 more with a stop at 98.00 and a target at 103.00: each entry has its own.
  const bracket = (stopPrice: number, more: OwnerBracket = {}): OwnerOrder => ({ ...market, bracket: { stopPrice, ...more } });
  const { lines, session } = play([flat(10000), flat(10000), flat(10000), [10000, 10000, 9850, 9900]], {
    0: send(bracket(99)),
    1: send(bracket(98, { targetPrice: 103 })),
  });
  expect(lines.filter((line) => line.startsWith('owner '))).toEqual([
    'owner owner 1: buy 5 market',
    'owner 1 open 5 at 10000, fee 50, result 0',
    'owner stop 2: sell 5 stop',
    'owner owner 3: buy 5 market',
    'owner 3 open 5 at 10000, fee 50, result 0',
    // Each is for the whole position at its entry's fill, and reduce-only.
    'owner stop 4: sell 10 stop',
    'owner target 5: sell 10 limit',
    'owner 2 close 5 at 9900, fee 50, result -500',
  ]);
  expect([...session.engine.orders.values()].map(({ id }) => id)).toEqual([4, 5]);
});

test("a strategy's stop ends as filled although the owner still holds the instrument", () => {
  const { lines, session } = play(
    [flat(10000), flat(10000), [10000, 10000, 9890, 9950], flat(9950)],
    { 0: send({ ...market, lots: 6 }) },
    {
      strategies: [buyer({ stopPrice: 99 })],
    },
  );
  expect(lines.slice(-3)).toEqual(['2 filled', 'buyer 3 close 10 at 9900, fee 99, result -1000', '3 filled']);
  expect(session.slots.map(({ position }) => position.lots).sort()).toEqual([0, 0, 6]);
});

test("the owner's reduction of what a strategy holds is the strategy's, and shrinks its exits", () => {
  // Strategy: 10 at 100.00. The owner sells 4 at 101.00: 40,400 - 40,000 = 400, fee 40.4. The stop is one of 6 then, which closes what is left at 99.00: -600, fee 59.4.
  const { lines, session } = play(
    [flat(10000), flat(10000), flat(10100), [10000, 10000, 9890, 9950]],
    { 1: send({ ...market, side: -1, lots: 4, reduceOnly: true }) },
    { strategies: [buyer({ stopPrice: 99 })] },
  );
  expect(lines.slice(-5)).toEqual([
    'owner owner 3: sell 4 market',
    'buyer 3 close 4 at 10100, fee 40, result 400',
    '3 filled',
    'buyer 2 close 6 at 9900, fee 59, result -600',
    '2 filled',
  ]);
  expect(session.slots.every(({ position }) => position.lots === 0)).toBe(true);
});

test('what the owner sells of his own leaves a stop of that size, which takes nothing from a strategy', () => {
  // Strategy: 10. The owner: 5 with a stop at 99.00, of which he sells 3: the stop sells the 2 that are left.
  const { lines, session } = play(
    [flat(10000), flat(10000), flat(10000), [10000, 10000, 9890, 9950]],
    { 0: send({ ...market, bracket: { stopPrice: 99 } }), 1: send({ ...market, side: -1, lots: 3, reduceOnly: true }) },
    { strategies: [buyer()] },
  );
  expect(lines.slice(-3)).toEqual(['4 filled', 'owner 3 close 2 at 9900, fee 20, result -200', '3 filled']);
  expect(session.slots.map(({ position }) => position.lots).sort()).toEqual([0, 0, 10]);
});

test('a liquidation is shared out to the quantum, whatever the parts round to', () => {
  // Half a cent per tick and lot. 13 lots (10 and 3) at 100.01: cost 65,006.5, up; liquidated at an odd price, so that parts round on their own.
  const { lines, session } = play(
    [flat(10001), flat(10001), flat(7000)],
    { 0: send({ ...market, lots: 3 }) },
    {
      strategies: [buyer()],
      account: { leverage: '7' },
      specification: { multiplier: '0.5', tiers: [{ ceiling: null, ratio: '0.01' }] },
    },
  );
  const liquidated = lines.filter((line) => line.includes('liquidation'));
  // Cost 50,005 + 15,002 (15,001.5, up) = 65,007; margin up(7,143.57) + up(2,143.14) = 9,288; value >= 55,719: 13 x 8,572 / 2 = 55,718, so 85.73: 55,724.5, up: 55,725.
  // Result 55,725 - 65,007 = -9,282: 10 of 13 lots take -7,140, the rest -2,142.
  expect(liquidated).toEqual(['buyer 0 liquidation 10 at 8573, fee 0, result -7140', 'owner 0 liquidation 3 at 8573, fee 0, result -2142']);
  expect(session.engine.book.wallet).toBe(1_000_000 - 50 - 15 - 9_282);
});
