// Plays the thousand scripts on oracle and engine and stops at the first disagreement, with exit code 1: node test/oracle/compare-all.ts
import { disagreement } from './compare.ts';
import { generateScript, SCRIPT_SEEDS } from './generate.ts';
import { runOracle } from './oracle.ts';
import { live, liveSeeds, restored, straight } from './players.ts';

for (const seed of SCRIPT_SEEDS) {
  const script = generateScript(seed);
  const players = liveSeeds.has(seed) ? [straight, restored, live] : [straight, restored];
  for (const player of players) {
    const found = disagreement(script, runOracle, player);
    if (found === null) continue;
    console.log(`seed ${seed}: ${found}`);
    process.exit(1);
  }
}
