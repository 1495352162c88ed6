import { expect, test } from 'vitest';
import type { Engine } from '../../core/trading/engine/engine.ts';
import type { CoolDownState } from '../../core/trading/risk/cool-down.ts';
import { failureOf, liftMended } from './strategy-stop.ts';

const rest = (by: string): CoolDownState => ({
  streak: 0,
  losses: [],
  until: null,
  block: { by, reason: 'line 3: broken', at: 1, until: null },
});

/** An engine whose strategies are blocked by these, and the numbers of those that were lifted. */
function blockedBy(...names: readonly string[]) {
  const lifted: number[] = [];
  const engine = {
    slots: names.map((_, strategy) => ({ strategy, definition: { version: '1.1.0' } })),
    risk: { snapshot: () => ({ coolDowns: names.map(rest) }), control: { block: (strategy: number) => lifted.push(strategy) } },
  };
  return { engine: engine as unknown as Engine, lifted };
}

test('another version of a failed strategy may enter; the same one, and one that the owner has blocked, may not', () => {
  const { engine, lifted } = blockedBy('failure of version 1.0.0', 'failure of version 1.1.0', 'owner');
  liftMended(engine);
  expect(lifted).toEqual([0]);
});

test('only a failure has an error to show', () => {
  expect(failureOf(rest('failure of version 1.0.0'))).toBe('line 3: broken');
  expect(failureOf(rest('owner'))).toBeNull();
  expect(failureOf(undefined)).toBeNull();
});
