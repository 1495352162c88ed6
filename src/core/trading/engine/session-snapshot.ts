/** A recorded session at one step, whole: recovery goes on from it instead of from the journal's first entry. */

import type { Candles } from '../../market/candles.ts';
import type { ArrivedCandles, FeedPosition } from './journaled-session.ts';
import type { StepState } from './steps.ts';

/**
 * The candles of every instrument's path and the state the steps lead to. Larger candles and indicators are not in it: they are made again from the
 * candles, by whatever code reads them, as they are when a journal is folded from its beginning.
 */
export interface SessionSnapshot {
  /** What the session was begun with. */
  readonly setup: unknown;
  /** Where the feed goes on; null before the first candle. */
  readonly market: FeedPosition | null;
  /** Opens that have changed nothing since the last step that did. */
  readonly idleOpens: readonly IdleOpen[];
  /** By instrument number, the columns as long as there are candles. */
  readonly paths: readonly Candles[];
  readonly state: StepState;
  /** What was asked for by hand under each id that is answered again. Absent in those of earlier releases. */
  readonly fingerprints?: Readonly<Record<string, string>>;
  /** Of a session at a venue: the starts before, and the last entry of each. */
  readonly lives?: readonly { readonly epoch: number; readonly last: number }[];
}

/** A candle that opened while nothing waited for it: nothing of it is in the state, and the venue is told of it again. */
export interface IdleOpen {
  readonly at: number;
  readonly candles: ArrivedCandles;
}
