/** What the owner asks for by hand, as the journal keeps it, and what it has come to. Prices and quantities are exact decimal text: nothing typed is ever rounded. */

import type { SignalTarget } from '../signals/signal-wish.ts';

/** An order that opens a position. Bought is long, sold is short. */
export interface ManualEntry {
  readonly kind: 'entry';
  readonly instrument: string;
  readonly side: 1 | -1;
  readonly type: 'market' | 'limit';
  /** Of a limit order. */
  readonly price: string | null;
  readonly postOnly: boolean;
  /** The most that is wanted; null: as much as `riskRatio` of equity may lose at the stop. */
  readonly quantity: string | null;
  /** Share of equity that may be lost at the stop; null: what risk allows for a trade. */
  readonly riskRatio: number | null;
  readonly stop: string | null;
  /** None, one or two; the last one takes what the first leaves. */
  readonly targets: readonly { readonly price: string; readonly closeRatio: SignalTarget['closeRatio'] }[];
  readonly breakEven: boolean;
  /**
   * The best price of the order book that the order would meet, as it was seen when this was asked, so that a replay decides alike; absent where no book was
   * known: then the last close stands for it.
   */
  readonly market?: string;
  /** What was agreed to when it was sent: where risk would now let more through, nothing is sent. */
  readonly most: { readonly quantity: string; readonly value: string } | null;
}

/** Leaves a position at market, whole or in part. `position`: `strategy:instrument`. */
export interface ManualClose {
  readonly kind: 'close';
  readonly position: string;
  /** Null: all of it. */
  readonly quantity: string | null;
  /** Which one is meant, by when it was opened: a later one of the same name is left alone. Absent: whichever is there. */
  readonly openedAt?: number;
}

export interface ManualCancel {
  readonly kind: 'cancel';
  readonly order: string;
}

/** Another stop or target of a position; what is null stays as it is. */
export interface ManualProtect {
  readonly kind: 'protect';
  readonly position: string;
  readonly stop: string | null;
  readonly target: string | null;
  /** As of what closes. */
  readonly openedAt?: number;
}

export type ManualWish = ManualEntry | ManualClose | ManualCancel | ManualProtect;

/** As the journal keeps it: done once under its id, however often it is told. */
export interface ManualCommand {
  readonly commandId: string;
  readonly by: string;
  readonly wish: ManualWish;
}

export type ManualOutcome =
  | {
      readonly outcome: 'accepted';
      /** The orders that were made of it, or that it is about. */
      readonly orders: readonly string[];
      readonly decisionId: string;
      /** Of an entry: what is sent, and what has made it smaller. */
      readonly quantity: string | null;
      readonly cuts: readonly string[];
    }
  | {
      readonly outcome: 'refused';
      readonly decisionId: string | null;
      readonly code: string;
      readonly message: string;
      readonly measured: number | null;
      readonly limit: number | null;
    };

/** What an id has come to: nothing, where it has done nothing for sure; unknown, where so much has been done since that it may have been forgotten. */
export type ManualFound = ManualAnswer | 'nothing' | 'unknown';

/** What was answered under an id, and where in the journal it stands. */
export interface ManualAnswer {
  readonly sequence: number;
  readonly outcome: ManualOutcome;
}
