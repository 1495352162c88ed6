/** What the risk folder is asked about and what it answers: plain mutable records, reused for every decision so that none is allocated in the bar loop. */

import type { Instrument } from '../../domain/instrument.ts';
import type { Candles } from '../../market/candles.ts';
import type { Regime } from '../strategy/strategy.ts';

/** A wish to enter, as the engine knows it at the close of a candle. Money in quanta, prices in ticks. */
export interface Candidate {
  /** Now: when it is decided, and when the signal was made (equal in a backtest). */
  at: number;
  createdAt: number;
  /** Index of the strategy instance (one per strategy x instrument) and of the strategy among the run's strategies. */
  slot: number;
  strategy: number;
  instrument: Instrument;
  side: 1 | -1;
  confidence: number;
  /** Combined score of all sources; NaN with a technical source alone (score = confidence). */
  score: number;
  /** False for a wish with a price or ratio that is none (NaN, infinite, not above 0). */
  sound: boolean;
  /** The owner has said yes to it. */
  ownerApproved: boolean;
  /** It is an order of the owner's own, not a strategy's. */
  ownerOrder: boolean;
  /** The owner himself wants it entered: a rest after losses is a strategy's, and no rule for him. */
  byHand: boolean;
  /** What the duplicate lock goes by: strategy, instrument and side of a signal from outside, since all of these share a slot; empty where it is slot and side. */
  duplicateKey: string;
  /** Expected entry price and planned stop distance in ticks; NaN without a stop. */
  entryTicks: number;
  stopDistanceTicks: number;
  /** What the market is at, whatever price is wished: ranges are measured against it. */
  marketTicks: number;
  /** How the entry is to be sized. `share`: of equity times leverage, resolved at the fill; `lots`: fixed; `risk`: by the sizing formula, capped at maxFraction of equity. */
  sizing: 'share' | 'lots' | 'risk';
  share: number;
  lots: number;
  maxFraction: number;
  /** `risk` for less than the profile allows a trade to lose at its stop; NaN: for as much. */
  riskRatio: number;
  /** `risk` where the owner wants no more lots than these; 0: where nobody has said so. */
  mostLots: number;
  /** The strategy's candles and the index of the one that just closed. */
  candles: Candles;
  index: number;
  /** Candle right before is missing, or this one arrived late: no entry. */
  gap: boolean;
  /** Strategy declares that low volume is fine for it. */
  ignoresVolume: boolean;
  /** Regimes the strategy may enter in; null for all. */
  regimes: readonly Regime[] | null;
}

/** The account as the engine sees it, in-doubt and working entries counted as filled. */
export interface AccountView {
  /** Nothing is held or reserved: all of the equity is free. */
  readonly idle: boolean;
  readonly equity: number;
  /** Wallet minus margin in use and minus what working entries will need. */
  readonly free: number;
  /** Sum of position values at the last marks plus reserved entry values. */
  readonly grossExposure: number;
  /** Positions plus working entries. */
  readonly openPositions: number;
  /** Signed value now held or reserved in an instrument (by index). */
  exposureOf(instrument: number): number;
  /** Signed lots held by other strategies in the instrument. */
  lotsOfOthers(slot: number, instrument: number): number;
}
