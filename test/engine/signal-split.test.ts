/** What a signal asks for beside its entry, on hand-made candles at 100.00 with whole lots: a split that can be closed in parts, less at stake, only to rest. */

import { expect, test } from 'vitest';
import { builtInProfile } from '../../src/core/trading/risk/profile.ts';
import { signal, signalWorld } from './signal-world.ts';

/** 10,000.00 at a risk of 1 % a trade; risk's own factors are the same for all of these. */
function world() {
  const made = signalWorld({ risk: builtInProfile('default') });
  for (let i = 0; i < 30; i++) made.candle(100);
  return made;
}
const split = (closeRatio: number) => [
  { price: 110, closeRatio },
  { price: 120, closeRatio: 1 - closeRatio },
];
/** The lots that a signal with this stop comes to. */
const lotsOf = (more: Parameters<typeof signal>[0]) => {
  const { session, engine } = world();
  expect(session.signal(signal(more))).toMatchObject({ outcome: 'executed' });
  return engine.orders.list[0]?.lots as number;
};

test('a first target that would close nothing, or leave nothing, is refused in the words of an order by hand, dry runs too', () => {
  const whole = lotsOf({});
  const least = Math.ceil((1 / whole) * 1e6) / 1e6;
  for (const dryRun of [false, true]) {
    const { session, engine } = world();
    expect(session.signal(signal({ dryRun, targets: split(0.9 / whole) }))).toMatchObject({
      outcome: 'refused',
      code: 'TARGET_TOO_SMALL',
      measured: 0.9 / whole,
      limit: least,
      message: `the first target would close 0 of ${whole}, and the smallest part is 1: expected a share of at least ${least}, found ${0.9 / whole}`,
    });
    expect(session.signal(signal({ dryRun, targets: [{ price: 110, closeRatio: 1 - 1e-12 }] }))).toMatchObject({
      code: 'TARGET_TOO_SMALL',
    });
    expect(engine.orders.list).toEqual([]);
    // It has left no trace: what is right goes through at once.
    expect(session.signal(signal({ dryRun, targets: split(least) }))).toMatchObject({ outcome: dryRun ? 'dry-run' : 'executed' });
  }
});

test('less risk than a trade may take makes the order smaller in proportion, more changes nothing', () => {
  const whole = lotsOf({});
  // Half of 1 %: half the lots, to one lot of rounding.
  expect(Math.abs(lotsOf({ riskRatio: 0.005 }) - whole / 2)).toBeLessThanOrEqual(1);
  expect(lotsOf({ riskRatio: 0.5 })).toBe(whole);
});

test('post-only is on the order', () => {
  const { session, engine } = world();
  session.signal(signal({ type: 'limit', price: 99, postOnly: true }));
  expect(engine.orders.list[0]?.ticket).toMatchObject({ type: 'limit', limit: 9_900, postOnly: true });
});
