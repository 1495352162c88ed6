/** The kinds of operations and what each is written with. What a kind has no use for is refused, so that nothing that was written is passed over. No imports: the panel's forms are drawn from it too. */

/** Fields of an entry that depend on its kind. */
export type EntryField =
  | 'asset'
  | 'quantity'
  | 'price'
  | 'cash'
  | 'fee'
  | 'tax'
  | 'value'
  | 'otherAccount'
  | 'otherAsset'
  | 'otherQuantity'
  | 'otherCash'
  | 'ratio'
  | 'costShare'
  | 'acquiredAt'
  | 'target';

interface KindRule {
  readonly needs: readonly EntryField[];
  readonly may: readonly EntryField[];
  /** Between the owner and the portfolio: a flow for the returns. */
  readonly isExternal?: true;
  /** The cash may be below 0: what was booked is taken back. */
  readonly takesBack?: true;
}

const TRADE = { needs: ['asset', 'quantity', 'cash'], may: ['price', 'fee', 'tax', 'target'] } as const;
const CHARGE = { needs: ['cash'], may: ['asset'], takesBack: true } as const;
const INCOME = { may: ['fee', 'tax'], takesBack: true } as const;
const GIFT = { needs: ['asset', 'quantity'], may: ['value', 'fee', 'tax'] } as const;

export const OPERATION_KINDS = {
  buy: TRADE,
  sell: TRADE,
  'short-sell': TRADE,
  'buy-to-cover': TRADE,
  deposit: { needs: ['cash'], may: ['fee'], isExternal: true },
  withdrawal: { needs: ['cash'], may: ['fee'], isExternal: true },
  /** Shares or coins from outside: their value is the flow, their cost is `value` or unknown. */
  'delivery-in': { needs: ['asset', 'quantity'], may: ['value', 'acquiredAt', 'fee'], isExternal: true },
  'delivery-out': { needs: ['asset', 'quantity'], may: ['value', 'fee'], isExternal: true },
  /** Between two accounts of the owner: `account` gives, `otherAccount` gets. No return changes by it. */
  'cash-transfer': { needs: ['cash', 'otherAccount'], may: ['fee'] },
  'asset-transfer': { needs: ['asset', 'quantity', 'otherAccount'], may: ['fee'] },
  /** `cash` is given, `otherCash` is got. */
  'currency-conversion': { needs: ['cash', 'otherCash'], may: ['fee'] },
  dividend: { needs: ['asset', 'cash'], ...INCOME },
  interest: { needs: ['cash'], ...INCOME },
  fee: CHARGE,
  tax: CHARGE,
  'staking-reward': GIFT,
  airdrop: GIFT,
  /** `ratio` new for old: 2:1 makes two of one. */
  split: { needs: ['asset', 'ratio'], may: [] },
  /** So many of `otherAsset` come, with a share of the cost of `asset`. */
  'spin-off': { needs: ['asset', 'otherAsset', 'otherQuantity', 'costShare'], may: [] },
  /** All of `asset` becomes `otherAsset`, `ratio` new for old; `cash` for what is not whole, or beside. */
  merger: { needs: ['asset', 'otherAsset', 'ratio'], may: ['cash', 'fee', 'tax'] },
  /** Another name or ISIN for the same thing. */
  rename: { needs: ['asset', 'otherAsset'], may: [] },
  /** What one was worth on a day, as the owner says: nothing moves. */
  valuation: { needs: ['asset', 'price'], may: [] },
  /** `asset` is got for `otherAsset`; `value` is what it was worth. */
  swap: { needs: ['asset', 'quantity', 'otherAsset', 'otherQuantity'], may: ['value', 'fee', 'tax'] },
} as const satisfies Record<string, KindRule>;

export type OperationKind = keyof typeof OPERATION_KINDS;

export const ruleOf = (kind: OperationKind): KindRule => OPERATION_KINDS[kind];
