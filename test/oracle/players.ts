// The two ways the engine plays a script: straight on, and restored from a snapshot at every bar.
import type { Player } from './compare.ts';
import { runOnEngine } from './run-on-engine.ts';

export const straight: Player = (script) => runOnEngine(script);
export const restored: Player = (script) => runOnEngine(script, true);
