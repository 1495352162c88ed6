// Engine and oracle play the same thousand scripts and must give the same fills, fees, margins, funding, order ends and equity, in both books and in the ledger.
import { expect, test } from 'vitest';
import { disagreement, type Player, shrink } from './compare.ts';
import { generateScript, SCRIPT_SEEDS } from './generate.ts';
import { runOracle } from './oracle.ts';
import { live, liveSeeds, restored, straight } from './players.ts';
import { candles, flat, scene, submit } from './scene.ts';
import type { Script } from './script.ts';

/** Fails with the first script the players part on, cut down to the least that shows it. */
function expectAgreement(engine: Player, seeds: readonly number[] = SCRIPT_SEEDS): void {
  const parting = seeds.filter((seed) => disagreement(generateScript(seed), runOracle, engine) !== null);
  if (parting.length === 0) return;
  const difference = (script: Script): string | null => disagreement(script, runOracle, engine);
  const least = shrink(generateScript(parting[0]!), (script) => difference(script) !== null);
  expect.fail(
    `${parting.length} scripts part, seeds ${parting.slice(0, 20).join(' ')}; the first, cut down: ${difference(least)}\n${JSON.stringify(least)}`,
  );
}

test('a thousand scripts, to the last quantum', { timeout: 120_000 }, () => {
  expectAgreement(straight);
});

test('both stop where an amount or a size would leave 2^53 quanta', () => {
  // Short 70,000 at 10^11: 7 x 10^15 quanta; at 4 x 10^11 they are worth 2.8 x 10^16. Equity of 10^15 x leverage 20: 2 x 10^16.
  const held = scene({
    table: candles([flat(100_000_000_000), flat(100_000_000_000), flat(400_000_000_000)]),
    account: { deposit: '80000000000000' },
    actions: [submit(0, { side: 'sell', type: 'market', lots: 70_000 })],
  });
  const sized = scene({
    table: candles([flat(10000), flat(10000)]),
    account: { deposit: '10000000000000', leverage: '20' },
    actions: [submit(0, { side: 'buy', type: 'market', equityShare: '1' })],
  });
  for (const script of [held, sized]) {
    for (const player of [runOracle, straight]) expect(() => player(script)).toThrow(/2\^53/);
  }
});

test('the same with everything restored from a snapshot at a random bar', { timeout: 120_000 }, () => {
  expectAgreement(restored);
});

test('every fourth as a journaled session fed candle by candle, recovered from its journal after a random event', {
  timeout: 120_000,
}, () => {
  expectAgreement(live, [...liveSeeds]);
});
