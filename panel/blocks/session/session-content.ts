/** A session's content as the pages read it: the parts of it that are shown, whatever kind it is of. */

import type { Settings } from '../../../src/api/settings.ts';

export type SettingValue = number | string | boolean;

export interface SessionStrategy {
  readonly id: string;
  readonly instrument: string;
  readonly timeframe: string;
  readonly parameters: Readonly<Record<string, SettingValue>>;
  readonly size?: number;
}

export interface SessionInstrument {
  readonly id: string;
  readonly symbol: string;
}

/** What every session has, and what only one on samples or one at a venue has. */
export interface SessionParts {
  readonly account: string;
  readonly currency: string;
  readonly risk: string;
  readonly strategies: readonly SessionStrategy[];
  readonly cash?: number;
  readonly samples?: readonly string[];
  readonly venue?: { readonly name: string; readonly category?: 'linear' | 'spot'; readonly url?: unknown };
  readonly instruments?: readonly SessionInstrument[];
  readonly paper?: { readonly cash: number; readonly feeRatio?: number; readonly latencyMs: number };
}

/** The server has checked it against its schema. */
export const partsOf = (session: Settings['session']) => session as unknown as SessionParts;
