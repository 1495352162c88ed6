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
  /** Where operations begin that have to do with an asset; made when it is first asked for, and again where legs have come since. */
  private beginnings: { readonly length: number; readonly byAsset: ReadonlyMap<number, readonly number[]> } | null = null;

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

  /** Those of operations that move one of these assets, or are about one: in their order, and whole. */
  of(assets: Iterable<number>): Legs {
    const some = new Legs();
    const starts = new Set<number>();
    for (const asset of assets) for (const start of this.indexed().get(asset) ?? []) starts.add(start);
    for (const start of [...starts].sort((a, b) => a - b))
      for (let i = start; i < this.operation.length && this.operation[i] === this.operation[start]; i++) some.copy(this, i);
    return some;
  }

  private indexed(): ReadonlyMap<number, readonly number[]> {
    if (this.beginnings?.length === this.operation.length) return this.beginnings.byAsset;
    const byAsset = new Map<number, number[]>();
    const add = (asset: number, start: number) => {
      const starts = byAsset.get(asset);
      if (starts === undefined) byAsset.set(asset, [start]);
      else if (starts.at(-1) !== start) starts.push(start);
    };
    let start = 0;
    for (let i = 0; i < this.operation.length; i++) {
      if (this.operation[i] !== this.operation[start]) start = i;
      add(this.asset[i] as number, start);
      add((this.operation[i] as Operation).asset, start);
    }
    this.beginnings = { length: this.operation.length, byAsset };
    return byAsset;
  }

  private copy(from: Legs, i: number): void {
    this.operation.push(from.operation[i] as Operation);
    this.account.push(from.account[i] as number);
    this.asset.push(from.asset[i] as number);
    this.currency.push(from.currency[i] as number);
    this.amount.push(from.amount[i] as number);
    this.isOutside.push(from.isOutside[i] as boolean);
    this.cost.push(from.cost[i] as number);
    this.worth.push(from.worth[i] as number);
  }
}
