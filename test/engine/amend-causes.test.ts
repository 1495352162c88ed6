/** The journal says of every change of a working order what gave it, and whose act it was. */

import { expect, test } from 'vitest';
import type { ManualEntry } from '../../src/core/trading/engine/manual-wish.ts';
import type { Step } from '../../src/core/trading/engine/steps.ts';
import { defineStrategy, LONG, type StrategyInstance } from '../../src/core/trading/strategy/index.ts';
import { signal, signalWorld } from './signal-world.ts';

const HUNDRED_UNITS = { kind: 'units', units: 100 } as const;

/** Each change in the words of the test: its cause, by whom, and the stop it gave. */
const changesIn = (steps: readonly Step[]) =>
  steps.flatMap(({ amended = [] }) => amended.map(({ cause, by = null, stopPrice, limitPrice }) => [cause, by, stopPrice ?? limitPrice]));

function strategy(onBar: StrategyInstance['onBar']) {
  const definition = defineStrategy({
    ...{ id: 'mover', version: '1', timeframe: '1m', parameters: {} },
    ...{ title: { en: '', es: '' }, description: { en: '', es: '' } },
    warmup: () => 0,
    size: () => ({ kind: 'share', share: 1 }),
    create: () => ({ onBar }),
  });
  return signalWorld({ strategies: [{ definition, instrumentId: 'X' }], size: HUNDRED_UNITS });
}

test('a strategy that moves its stop', () => {
  const { candle, steps } = strategy((bar) => {
    if (bar.position.side === 0) bar.enter(LONG, { confidence: 1, reason: 'x', stopPrice: 90 });
    else bar.moveStop(95);
  });
  for (let i = 0; i < 4; i++) candle(100);
  expect(changesIn(steps())).toEqual([['strategy', null, '95']]);
});

test('a trail that follows the closes', () => {
  const { candle, steps } = strategy((bar) => {
    if (bar.position.side === 0) bar.enter(LONG, { confidence: 1, reason: 'x', trailRatio: 0.1 });
  });
  for (const price of [100, 100, 110, 105]) candle(price);
  // 10 % below the best close since the entry.
  expect(changesIn(steps())).toEqual([['trail', null, '99']]);
});

test('a signal, the size after a first target, and break-even', () => {
  const { session, engine, candle, steps } = signalWorld({ size: HUNDRED_UNITS });
  candle(100);
  const targets = [
    { price: 110, closeRatio: 0.5 },
    { price: 120, closeRatio: 1 },
  ];
  session.signal(signal({ createdAt: engine.at, targets }));
  candle(100);
  const about = { strategyId: 'outside', symbol: 'X', timeframe: '1m', createdAt: engine.at, dryRun: false, reason: 'webhook-update' };
  session.signal({ kind: 'update', ...about, side: 1, stopPrice: 96, targets: [] });
  candle(110);
  candle(110);
  expect(changesIn(steps())).toEqual([
    ['signal', 'outside', '96'],
    // Stop and target are as large as what the first target has left; the stop then goes to the entry and what leaving there costs, 0.02 %.
    ['size', null, '96'],
    ['size', null, '120'],
    ['break-even', null, '100.02'],
  ]);
});

test('the owner by hand, with the account', () => {
  const { session, candle, steps } = signalWorld({ signals: false, owner: true });
  candle(100);
  const wish: ManualEntry = {
    ...{ kind: 'entry', instrument: 'X', side: 1, type: 'market', price: null, postOnly: false, quantity: '5', riskRatio: null },
    ...{ stop: '90', targets: [{ price: '120', closeRatio: 1 }], breakEven: false, most: null },
  };
  session.manual({ commandId: 'a', by: 'ana', wish });
  candle(100);
  session.manual({ commandId: 'b', by: 'ana', wish: { kind: 'protect', position: 'owner:X', stop: '95', target: '115' } });
  expect(changesIn(steps())).toEqual([
    ['owner', 'ana', '95'],
    ['owner', 'ana', '115'],
  ]);
});
