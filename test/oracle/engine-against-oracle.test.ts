// Engine and oracle play the same thousand scripts and must give the same fills, fees, margins, funding, order ends and equity, in both books and in the ledger.
import { expect, test } from 'vitest';
import { disagreement, type Player, shrink } from './compare.ts';
import { generateScript, SCRIPT_SEEDS } from './generate.ts';
import { runOracle } from './oracle.ts';
import { live, liveSeeds, restored, straight } from './players.ts';
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

test('the same with everything restored from a snapshot at a random bar', { timeout: 120_000 }, () => {
  expectAgreement(restored);
});

test('every fourth as a journaled session fed candle by candle, recovered from its journal after a random event', {
  timeout: 120_000,
}, () => {
  expectAgreement(live, [...liveSeeds]);
});
