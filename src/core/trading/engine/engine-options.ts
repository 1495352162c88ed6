/** What an engine is made of. */

import type { Instrument } from '../../domain/instrument.ts';
import type { RiskDesk } from '../risk/risk-desk.ts';
import type { Venue } from '../venue-model/venue.ts';
import type { CandleSeries } from './close-times.ts';
import type { SizeRule } from './new-candidate.ts';
import type { EngineObserver } from './observer.ts';
import type { Slot } from './slot.ts';

/** One column set the engine follows: an instrument at a timeframe. The path stream of an instrument also moves its mark. */
export interface EngineStream extends CandleSeries {
  readonly index: number;
  readonly instrument: number;
  readonly isPath: boolean;
}

export interface EngineOptions {
  readonly instruments: readonly Instrument[];
  readonly streams: readonly EngineStream[];
  /** In canonical order: larger timeframe, instrument id, strategy id. */
  readonly slots: readonly Slot[];
  /** Deposit in quanta. */
  readonly wallet: number;
  readonly risk: RiskDesk;
  readonly venue: Venue;
  readonly observer: EngineObserver;
  readonly size?: SizeRule;
  /** What is to be sized by equity gets its lots when it is sent, at the price of the decision: an outside venue does not know our equity. */
  readonly sizesAtSend?: boolean;
}
