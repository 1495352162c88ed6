/** One booked fact of a portfolio, and what each kind of it needs. */

import type { Fixed } from './fixed.ts';

/** `asset`: what is held changes. `cash`: an amount of money moves. `other`: a second account or asset is needed. `ratio`: new shares for old, or a share of the cost. */
type Need = 'asset' | 'quantity' | 'cash' | 'other-account' | 'other-asset' | 'ratio';

interface KindRule {
  readonly needs: readonly Need[];
  /** Between the owner and the portfolio: a flow for the returns. */
  readonly isExternal?: true;
}

/** The kinds there are. What a kind does not need is refused, so that nothing that was written is passed over. */
export const OPERATION_KINDS = {
  buy: { needs: ['asset', 'quantity', 'cash'] },
  sell: { needs: ['asset', 'quantity', 'cash'] },
  'short-sell': { needs: ['asset', 'quantity', 'cash'] },
  'buy-to-cover': { needs: ['asset', 'quantity', 'cash'] },
  deposit: { needs: ['cash'], isExternal: true },
  withdrawal: { needs: ['cash'], isExternal: true },
  /** Shares or coins that come from outside, or go there: their value is the flow. */
  'delivery-in': { needs: ['asset', 'quantity'], isExternal: true },
  'delivery-out': { needs: ['asset', 'quantity'], isExternal: true },
  'cash-transfer': { needs: ['cash', 'other-account'] },
  'asset-transfer': { needs: ['asset', 'quantity', 'other-account'] },
  'currency-conversion': { needs: ['cash', 'other-asset'] },
  dividend: { needs: ['asset', 'cash'] },
  interest: { needs: ['cash'] },
  fee: { needs: ['cash'] },
  tax: { needs: ['cash'] },
  'staking-reward': { needs: ['asset', 'quantity'] },
  airdrop: { needs: ['asset', 'quantity'] },
  split: { needs: ['asset', 'ratio'] },
  'spin-off': { needs: ['asset', 'other-asset', 'ratio', 'quantity'] },
  merger: { needs: ['asset', 'other-asset', 'ratio'] },
  rename: { needs: ['asset', 'other-asset'] },
  swap: { needs: ['asset', 'quantity', 'other-asset'] },
} as const satisfies Record<string, KindRule>;

export type OperationKind = keyof typeof OPERATION_KINDS;

export interface Money {
  readonly amount: Fixed;
  /** ISO 4217, or the code of a coin that something was paid in. */
  readonly currency: string;
}
