// The ways the engine plays a script: as a backtest, the same from a snapshot at a random bar on, and as a journaled session that recovers on the way.
import type { Player } from './compare.ts';
import { SCRIPT_SEEDS } from './generate.ts';
import { runLive } from './run-live.ts';
import { runOnEngine } from './run-on-engine.ts';

export const straight: Player = (script) => runOnEngine(script);
export const restored: Player = (script) => runOnEngine(script, true);
export const live: Player = runLive;

/** A journaled session takes several times as long: every fourth script is lived through. */
export const liveSeeds: ReadonlySet<number> = new Set(SCRIPT_SEEDS.filter((seed) => seed % 4 === 0));
