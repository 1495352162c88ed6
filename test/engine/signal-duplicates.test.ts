// The duplicate lock of signals goes by the strategy that each names, although all of an instrument's share a slot. Trading rules 3.2.
import { expect, test } from 'vitest';
import { type StepState, stateAfter } from '../../src/core/trading/engine/steps.ts';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { signal, signalWorld } from './signal-world.ts';

const MINUTE = 60_000;
const NONE = builtInProfile('none');
const LOCKED = { ...NONE, signals: { ...NONE.signals, duplicateLockMs: 60 * MINUTE } };

function world() {
  const made = signalWorld({ risk: LOCKED });
  const { session, engine, candle, slot } = made;
  candle(100);
  const enter = (strategyId: string, side: 1 | -1 = 1) => {
    const stopPrice = side > 0 ? 95 : 105;
    const decision = session.signal(signal({ strategyId, side, stopPrice, createdAt: engine.at }));
    return decision.outcome === 'refused' ? `${decision.code} ${(decision.measured ?? 0) / MINUTE}` : decision.outcome;
  };
  /** Two minutes later the position is closed again. */
  const leave = () => {
    candle(100);
    const { kind: _, ...about } = signal({ createdAt: engine.at });
    session.signal({ ...about, kind: 'exit', side: null });
    candle(100);
    expect(slot.position.lots).toBe(0);
  };
  return { ...made, enter, leave };
}

test('another strategy may enter right after; the same one is locked out of this side for an hour', () => {
  const { enter, leave, candle } = world();
  expect(enter('ema')).toBe('executed');
  leave();
  expect([enter('ema'), enter('rsi')]).toEqual(['SIGNAL_DUPLICATE 2', 'executed']);
  leave();
  expect([enter('ema'), enter('rsi'), enter('ema', -1)]).toEqual(['SIGNAL_DUPLICATE 4', 'SIGNAL_DUPLICATE 2', 'executed']);
  leave();
  for (let minute = 6; minute < 59; minute++) candle(100);
  expect(enter('ema')).toBe('SIGNAL_DUPLICATE 59');
  candle(100);
  expect(enter('ema')).toBe('executed');
});

test('a start from the journal knows the locks', () => {
  const { steps, enter, leave } = world();
  enter('ema');
  leave();
  const after = world();
  after.session.restore(steps().reduce<StepState | null>(stateAfter, null) as StepState);
  expect([after.enter('ema'), after.enter('rsi')]).toEqual(['SIGNAL_DUPLICATE 2', 'executed']);
});
