// The owner disables, enables and weighs what trades: entries are blocked and told why, while exits and stops go on; recovery and replay come to the same.
import { describe, expect, test } from 'vitest';
import { playStep } from '../../src/core/trading/engine/play-step.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { signal, signalWorld } from './signal-world.ts';

const MINUTE = 60_000;
const by = 'panel:eva';
const disable = (forMs: number | null = null) => ({ kind: 'disable', strategy: 'webhook', forMs, by, reason: 'news' }) as const;
const enable = { kind: 'enable', strategy: 'webhook', by, reason: 'over' } as const;
const weigh = (weight: number, instrument = 'X') =>
  ({ kind: 'weigh', weights: [{ strategy: 'webhook', instrument, weight }], by, reason: 'half' }) as const;

function world(more: Parameters<typeof signalWorld>[0] = {}) {
  const made = signalWorld(more);
  made.candle(100);
  const enter = (changes: Parameters<typeof signal>[0] = {}) => made.session.signal(signal({ createdAt: made.engine.at, ...changes }));
  return { ...made, enter };
}

describe('a strategy that is disabled', () => {
  test('enters nothing, for the reason given, until it is enabled', () => {
    const { session, enter, candle, slot, engine, steps } = world();
    expect(session.steer(disable()).refusal).toBeNull();
    expect(enter()).toMatchObject({ outcome: 'refused', code: 'STRATEGY_BLOCKED' });
    expect(steps().find(({ strategy }) => strategy)).toMatchObject({ event: 'command', strategy: disable() });
    expect(engine.snapshot()).toMatchObject({
      risk: { coolDowns: [{ block: { by, reason: 'news', at: Date.UTC(2024, 0, 2) + MINUTE, until: null } }] },
    });
    for (let i = 0; i < 3; i++) candle(100);
    expect(enter()).toMatchObject({ outcome: 'refused', code: 'STRATEGY_BLOCKED' });
    expect(session.steer(enable).refusal).toBeNull();
    expect(enter()).toMatchObject({ outcome: 'executed' });
    candle(100);
    expect(slot.position.lots).toBeGreaterThan(0);
  });

  test('may enter again by itself when its time is over, by the session’s clock and to the millisecond', () => {
    const { session, enter, candle, engine } = world();
    const from = engine.at;
    session.steer(disable(2 * MINUTE));
    candle(100);
    expect([engine.at - from, enter()]).toMatchObject([MINUTE, { code: 'STRATEGY_BLOCKED' }]);
    candle(100);
    expect([engine.at - from, enter()]).toMatchObject([2 * MINUTE, { outcome: 'executed' }]);
  });

  test('keeps its position, under its stop, and may leave it', () => {
    const stopped = world();
    stopped.enter({ stopPrice: 95 });
    stopped.candle(100);
    expect(stopped.slot.position.lots).toBeGreaterThan(0);
    stopped.session.steer(disable());
    expect(stopped.slot.stop).not.toBeNull();
    stopped.candle(100, 100, 94, 96);
    expect(stopped.slot.position.lots).toBe(0);
    expect(stopped.steps().flatMap(({ fills = [] }) => fills.map(({ purpose, price }) => [purpose, price]))).toEqual([
      ['entry', '100'],
      ['stop', '95'],
    ]);

    const left = world();
    left.enter({ stopPrice: 95 });
    left.candle(100);
    left.session.steer(disable());
    const exit = { kind: 'exit', strategyId: 'outside', symbol: 'X', timeframe: '1m', createdAt: left.engine.at, dryRun: false } as const;
    left.session.signal({ ...exit, reason: 'out', side: null });
    left.candle(100);
    expect(left.slot.position.lots).toBe(0);
  });

  test('what rests of an entry is cancelled, and enters no more', () => {
    const { session, enter, candle, slot } = world();
    expect(enter({ type: 'limit', price: 99, stopPrice: 95 })).toMatchObject({ outcome: 'executed' });
    candle(100);
    expect(slot.entry).not.toBeNull();
    session.steer(disable());
    candle(100, 100, 98, 98);
    expect([slot.entry, slot.position.lots]).toEqual([null, 0]);
  });

  test('is none where nothing of that name runs, and the owner’s own orders are none', () => {
    const { session, steps } = world();
    const before = steps().length;
    for (const strategy of ['nope', 'owner'])
      expect(session.steer({ ...disable(), strategy }).refusal).toEqual({
        code: 'STRATEGY_NOT_RUNNING',
        message: `expected a strategy of this session (webhook), found ${strategy}`,
      });
    expect(steps()).toHaveLength(before);
  });
});

describe('a weight', () => {
  const sized = (weight: number | null) => {
    const { session, enter, candle, slot, steps } = world({ risk: builtInProfile('none') });
    if (weight !== null) session.steer(weigh(weight));
    enter();
    candle(100);
    return { lots: slot.position.lots, order: steps().flatMap(({ orders = [] }) => orders)[0] };
  };

  test('halves what is entered, as a cut with its code', () => {
    const whole = sized(null);
    const half = sized(0.5);
    // 10,000.00 × 1 % × 0.9 over 5.00 to the stop: 18 units.
    expect([whole.lots, half.lots]).toEqual([18, 9]);
    expect([whole.order?.cuts, half.order?.cuts]).toEqual([[], ['SIZE_WEIGHT']]);
  });

  test('is refused whole where one of them is wrong: nothing is changed', () => {
    const { session, engine } = world();
    const good = { strategy: 'webhook', instrument: 'X', weight: 0.5 };
    const asked = (weights: readonly (typeof good)[]) => session.steer({ ...weigh(1), weights }).refusal?.code;
    expect(asked([good, { ...good, instrument: 'Y' }])).toBe('STRATEGY_NOT_RUNNING');
    expect(asked([good, { ...good, weight: 1.01 }])).toBe('WEIGHT_INVALID');
    expect(JSON.stringify(engine.snapshot())).not.toContain('weights');
  });
});

test('a recovered session has blocks and weights as they were, and a replay decides the same', () => {
  const first = world();
  first.session.steer(weigh(0.5));
  first.session.steer(disable(MINUTE));
  first.candle(100);
  first.enter();
  first.candle(100);
  first.session.steer(disable());
  const told = JSON.parse(JSON.stringify(first.session.snapshot()));

  const second = signalWorld();
  second.session.recover(first.entries, null);
  expect(JSON.parse(JSON.stringify(second.session.snapshot()))).toEqual(told);

  const third = signalWorld();
  for (const { at, body } of first.entries) playStep(third.session, at, body as Step);
  expect(JSON.parse(JSON.stringify(third.session.snapshot()))).toEqual(told);
});
