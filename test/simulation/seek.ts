// Runs seeds 1, 2, 3 … until an invariant breaks, and says where: node test/simulation/seek.ts '{"seeds": 10}'.
import { FAULT_NAMES, type FaultName } from '../../src/apps/simulation/faults.ts';
import { type RunOptions, simulateRun } from '../../src/apps/simulation/run.ts';

const {
  seeds,
  bars = 1440,
  faults = FAULT_NAMES,
  perDay = {},
  aimAt = {},
  byHand = 0,
} = JSON.parse(process.argv[2] ?? '{}') as {
  readonly seeds: number;
  readonly bars?: number;
  readonly faults?: readonly FaultName[];
  readonly perDay?: RunOptions['perDay'];
  readonly aimAt?: RunOptions['aimAt'];
  readonly byHand?: number;
};

let found: string | null = null;
for (let seed = 1; seed <= seeds && found === null; seed++) {
  const { breaches } = await simulateRun({ seed, bars, faults, perDay: perDay ?? {}, aimAt: aimAt ?? {}, byHand });
  const first = breaches[0];
  if (first !== undefined) found = `seed ${seed}: ${first.kind}: ${first.message}`;
}
console.log(found ?? `nothing in ${seeds} seeds`);
process.exitCode = found === null ? 0 : 1;
