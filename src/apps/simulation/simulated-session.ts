/** What a simulated trader trades, and within which limits: another release or tighter limits may be in force at the next start. */

import { createCandles } from '../../core/market/candles.ts';
import type { AnyStrategy, SessionOptions } from '../../core/trading/engine/open-session.ts';
import { ownerStrategy } from '../../core/trading/engine/owner.ts';
import { builtInProfile, type RiskProfile } from '../../core/trading/risk/profile.ts';
import { CURRENCY, MINUTE_MS, QUANTUM_DECIMALS, SPECIFICATIONS } from './simulated-market.ts';
import { ACCOUNT_ID } from './simulated-process.ts';
import { restless } from './simulated-strategy.ts';

/** What the session was begun with, and is held to at every start. */
export const SETUP = { account: ACCOUNT_ID, strategies: ['restless'] };

/** What the owner has set, and which release runs: both may be others at the next start. */
export interface Setting {
  readonly release: 0 | 1;
  readonly tight: boolean;
}

/** Share of equity in one instrument, and in all, at their loosest and tightened. */
const LIMITS = { loose: { position: 0.09, grossExposure: 0.16 }, tight: { position: 0.05, grossExposure: 0.08 } } as const;

export function limitsOf({ tight }: Setting): { readonly position: number; readonly grossExposure: number } {
  return tight ? LIMITS.tight : LIMITS.loose;
}

function riskOf(setting: Setting): RiskProfile {
  const none = builtInProfile('none');
  const limits = limitsOf(setting);
  const rows = Object.fromEntries(Object.entries(none.regimes.rows).map(([state, row]) => [state, { ...row, ...limits }]));
  return { ...none, regimes: { ...none.regimes, rows: { ...none.regimes.rows, ...rows } } };
}

export function sessionOptions(seed: number, cash: number, setting: Setting): SessionOptions {
  return {
    markets: SPECIFICATIONS.map((instrument) => ({ instrument, series: [{ timeframeMs: MINUTE_MS, candles: createCandles(0) }] })),
    strategies: SPECIFICATIONS.flatMap(({ id }) => [
      { definition: restless[setting.release] as AnyStrategy, instrumentId: id },
      { definition: ownerStrategy, instrumentId: id },
    ]),
    cash,
    quantumDecimals: QUANTUM_DECIMALS,
    slippage: { kind: 'none' },
    risk: riskOf(setting),
    accountCurrency: CURRENCY,
    seed,
  };
}
