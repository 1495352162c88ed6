/** Whether a venue key may be used: it has to trade and must not be able to take money away. */

import type { Refusal } from '../domain/result.ts';

/** What the venue says about a key; null where it does not say. */
export interface KeyPermissions {
  readonly canTrade: boolean | null;
  readonly canWithdraw: boolean | null;
  /** Between the owner's own accounts at the venue. */
  readonly canTransfer: boolean | null;
  /** Works from named addresses only. */
  readonly ipBound: boolean | null;
}

export interface KeyJudgement {
  readonly refusal: Refusal | null;
  /** Worth telling the owner, no reason not to start. */
  readonly warnings: readonly Refusal[];
}

/** Unknown counts as the worst: a key nobody vouches for is not used. */
export function judgeKey({ canTrade, canWithdraw, canTransfer, ipBound }: KeyPermissions): KeyJudgement {
  const warnings: Refusal[] = [];
  if (canTransfer !== false)
    warnings.push({
      code: 'KEY_CAN_TRANSFER',
      message: 'the key can move money between your accounts at the venue: take that permission away',
    });
  if (ipBound !== true)
    warnings.push({ code: 'KEY_NOT_BOUND', message: 'the key works from any address: bind it to the address of this machine' });
  const refuse = (code: string, message: string): KeyJudgement => ({ refusal: { code, message }, warnings });
  if (canWithdraw === true)
    return refuse(
      'KEY_CAN_WITHDRAW',
      'the key can withdraw money, Atalaya refuses such keys: make one at the venue that can only read and trade',
    );
  if (canWithdraw === null)
    return refuse('KEY_UNKNOWN', 'the venue does not say whether the key can withdraw money: it is not used until that is known');
  if (canTrade !== true) return refuse('KEY_CANNOT_TRADE', 'the key can not place orders: give it the permission to trade, and no other');
  return { refusal: null, warnings };
}
