/** The gate's memory in a file of its own, for a session whose journal keeps no signals. */

import { z } from 'zod';
import type { GateMemory, GateState } from '../../core/trading/signals/signal-gate.ts';
import type { SignalDecision } from '../../core/trading/signals/signal-wish.ts';
import { readPrivateJson, writePrivateFile } from '../support/private-file.ts';

/** InputError SIGNAL_STATE_DAMAGED (exit 3): begun anew, it would let old signals in again. */
export function signalsFile(path: string): GateMemory {
  return {
    state: readPrivateJson(path, 'SIGNAL_STATE', readGate),
    save: (state) => writePrivateFile(path, JSON.stringify(state)),
  };
}

const gateState = z.object({
  version: z.literal(1),
  seen: z.record(z.string(), z.number()),
  keys: z.record(
    z.string(),
    z.object({ at: z.number(), body: z.string(), decision: z.custom<SignalDecision>((value) => typeof value === 'object') }),
  ),
});

function readGate(json: unknown): GateState {
  return gateState.parse(json);
}
