/** What a signal from outside asks of the engine, in the engine's own terms. It goes through the same filters, sizing and risk as a strategy's own wish. */

import { LONG, SHORT, type Side } from '../strategy/strategy.ts';
import type { WebhookSignal } from './webhook-signal.ts';

interface WishBase {
  readonly strategyId: string;
  readonly symbol: string;
  readonly timeframe: string;
  /** Epoch ms: when the sender signed it. It is worth something for 300 s from then on. */
  readonly createdAt: number;
  readonly dryRun: boolean;
  /** Kebab-case, for the journal. */
  readonly reason: string;
}

/** A target and the share of the position it closes. */
export interface SignalTarget {
  readonly price: number;
  readonly closeRatio: number;
}

export interface EntrySignal extends WishBase {
  readonly kind: 'entry';
  readonly side: Side;
  readonly confidence: number;
  readonly stopPrice: number;
  /** None, one or two; two close all of the position together. */
  readonly targets: readonly SignalTarget[];
  readonly breakEvenAfterFirstTarget: boolean;
  /** Market without a price. */
  readonly type: 'market' | 'limit';
  readonly price: number | null;
  readonly postOnly: boolean;
  /** Asked for; risk has the last word. Null for the engine's own rules. */
  readonly riskRatio: number | null;
  readonly leverage: number | null;
  /** Kept beside the decision, judged by nobody. */
  readonly confirmations: number | null;
  readonly riskScore: number | null;
}

export interface ExitSignal extends WishBase {
  readonly kind: 'exit';
  /** Only a position of this side; null for any. */
  readonly side: Side | null;
}

export interface UpdateSignal extends WishBase {
  readonly kind: 'update';
  readonly side: Side | null;
  readonly stopPrice: number | null;
  readonly targets: readonly SignalTarget[];
}

export type SignalWish = EntrySignal | ExitSignal | UpdateSignal;

/** What became of a signal. `dry-run`: it would have been sent. */
export type SignalDecision =
  | {
      readonly outcome: 'executed' | 'dry-run';
      readonly decisionId: string;
      readonly orderId: string | null;
      readonly cuts: readonly string[];
    }
  | { readonly outcome: 'awaiting-approval'; readonly decisionId: string; readonly expiresAt: number }
  | {
      readonly outcome: 'refused';
      readonly decisionId: string | null;
      readonly code: string;
      readonly message: string;
      readonly measured: number | null;
      readonly limit: number | null;
    };

/** `confidenceWhenAbsent` stands for senders that state none. */
export function wishOf(signal: WebhookSignal, createdAt: number, confidenceWhenAbsent: number): SignalWish {
  const { kind, symbol, tf: timeframe, strategy: strategyId, dry_run: dryRun } = signal;
  const base = { strategyId, symbol, timeframe, createdAt, dryRun, reason: `webhook-${kind.toLowerCase().replace('_', '-')}` };
  const side = signal.side === null ? null : signal.side === 'long' ? LONG : SHORT;
  if (kind === 'EXIT') return { ...base, kind: 'exit', side };
  if (kind === 'UPDATE') return { ...base, kind: 'update', side, stopPrice: signal.sl, targets: targetsOf(signal) };
  return {
    ...base,
    kind: 'entry',
    side: kind === 'LONG_ENTRY' ? LONG : SHORT,
    confidence: signal.confidence ?? confidenceWhenAbsent,
    stopPrice: signal.sl as number,
    targets: targetsOf(signal),
    breakEvenAfterFirstTarget: signal.move_sl_to_be_on_tp1,
    type: signal.price === null ? 'market' : 'limit',
    price: signal.price,
    postOnly: signal.post_only,
    riskRatio: signal.risk_pct === null ? null : signal.risk_pct / 100,
    leverage: signal.leverage,
    confirmations: signal.confirmations,
    riskScore: signal.risk_score,
  };
}

/** The second target takes what the first leaves; a first that takes all leaves none. */
function targetsOf({ tp1, tp2, tp1_close_pct }: WebhookSignal): SignalTarget[] {
  const first = tp1_close_pct / 100;
  const targets = tp1 === null ? [] : [{ price: tp1, closeRatio: first }];
  return tp2 === null || first === 1 ? targets : [...targets, { price: tp2, closeRatio: 1 - first }];
}
