/** What moved, as columns: asset or cash, of which account, how much, what it cost, and whether it came from outside or went there. */

import { type Fixed, toNumber } from '../fixed.ts';
import type { Operation } from './operation.ts';

interface Leg {
  readonly operation: Operation;
  readonly account: number;
  /** -1 of cash. */
  readonly asset: number;
  /** -1 of an asset. */
  readonly currency: number;
  readonly amount: Fixed;
  /** Between the owner and the portfolio: it changes what the account has, as every leg does, and is a flow. */
  readonly isOutside: boolean;
  /** What the lots of it have cost, in base: they come with it, and go with it. Null: not known. */
  readonly cost?: Fixed | null;
  /** In base, where the operation itself says what it was worth; else the day's price does. */
  readonly worth?: Fixed | null;
}

/** One index, one leg; those of one operation stand together. */
export class Legs {
  readonly operation: Operation[] = [];
  readonly account: number[] = [];
  readonly asset: number[] = [];
  readonly currency: number[] = [];
  readonly amount: number[] = [];
  readonly isOutside: boolean[] = [];
  readonly cost: number[] = [];
  /** NaN: by the day's price. */
  readonly worth: number[] = [];

  push({ operation, account, asset, currency, amount, isOutside, cost = null, worth = null }: Leg): void {
    this.operation.push(operation);
    this.account.push(account);
    this.asset.push(asset);
    this.currency.push(currency);
    this.amount.push(toNumber(amount));
    this.isOutside.push(isOutside);
    this.cost.push(cost === null ? 0 : toNumber(cost));
    this.worth.push(worth === null ? Number.NaN : toNumber(worth));
  }
}
