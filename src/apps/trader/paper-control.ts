/** The control of a paper session: no venue, no PIN and nothing to arm, through the same desk as real money. */

import type { ControlDesk } from '../../adapters/control-socket/control-desk.ts';
import type { DeskState } from '../../core/trading/risk/desk-state.ts';
import { createArmingDesk } from '../arming.ts';
import { createControlDesk, type PinCheck } from './control-desk.ts';
import type { Trader } from './trader.ts';

export interface PaperControlOptions {
  readonly trader: Trader;
  readonly dataFolder: string;
  readonly release: string;
  /** Without one, being let in stands for the PIN, as in the panel. */
  readonly pin?: PinCheck;
}

export function createPaperControl({ trader, dataFolder, release, pin }: PaperControlOptions): ControlDesk {
  const { source, paper } = trader;
  const { risk } = paper.session.engine;
  const arming = createArmingDesk({
    dataFolder,
    now: Date.now,
    // Never armed, so there is no arming that an EMERGENCY of before could end.
    facts: () => ({
      environment: 'dev',
      account: paper.config.account,
      engineVersion: release,
      venueKey: null,
      mode: risk.mode,
      lastEmergencyAt: null,
    }),
  });
  return createControlDesk({
    source,
    arming,
    dataFolder,
    pin: pin ?? null,
    reconcile: null,
    venueLink: () => null,
    answerApproval: (answer) => trader.answerApproval(answer),
    now: Date.now,
    risk: () => ({ mode: risk.mode, triggers: (risk.snapshot() as DeskState).modes.triggers }),
  });
}
