/** What is held of one asset, as the lots it was bought in, and what each sale takes of them: by FIFO, LIFO or moving average. */

import { type Fixed, mulDiv, ONE } from './fixed.ts';

export const LOT_METHODS = ['fifo', 'lifo', 'average'] as const;
export type LotMethod = (typeof LOT_METHODS)[number];

export interface Lot {
  /** The operation it comes from; of an average the newest. */
  readonly operation: number;
  /** Days since 1970-01-01: of the purchase, also after a transfer. */
  readonly day: number;
  /** Above 0, or below for what was sold short. */
  quantity: Fixed;
  /** Paid for it, fees included (got for it, less fees, of a short sale), in the asset's currency and in the owner's at the rate of that day; null: not known. */
  cost: Fixed | null;
  costInBase: Fixed | null;
}

/** Part of a lot that a sale has taken, with its share of the cost. */
export type LotPart = Readonly<Lot>;

export interface Disposal {
  readonly parts: readonly LotPart[];
  /** Of what was to go, so much was not there: the book lacks a purchase. */
  readonly missing: Fixed;
}

/** One asset of one account. Sums of quantities and costs are exact: what a part takes of a cost is what its lot loses. */
export class LotBook {
  readonly method: LotMethod;
  private readonly open: Lot[] = [];
  /** Lots before it are used up. */
  private first = 0;

  constructor(method: LotMethod) {
    this.method = method;
  }

  get lots(): readonly LotPart[] {
    return this.open.slice(this.first);
  }

  get quantity(): Fixed {
    let sum = 0n;
    for (let i = this.first; i < this.open.length; i++) sum += (this.open[i] as Lot).quantity;
    return sum;
  }

  add(lot: LotPart): void {
    const last = this.open.at(-1);
    if (last === undefined || this.open.length === this.first) this.open.push({ ...lot });
    else if (this.method === 'average') this.open[this.open.length - 1] = pooled(last, lot);
    else if (lot.day >= last.day) this.open.push({ ...lot });
    else this.open.splice(this.placeOf(lot.day), 0, { ...lot });
  }

  /** What comes from another account may have been bought before what is here. */
  private placeOf(day: number): number {
    const at = this.open.findIndex((lot, index) => index >= this.first && lot.day > day);
    return at === -1 ? this.open.length : at;
  }

  /** All that is open, as they are now: for another account, or another asset. */
  takeAll(): LotPart[] {
    const parts = this.open.splice(this.first);
    this.forgetUsed();
    return parts;
  }

  /** Takes so much away, of longs for `quantity` above 0 and of shorts below; of the other side nothing. */
  take(quantity: Fixed): Disposal {
    const parts: LotPart[] = [];
    let left = quantity;
    while (left !== 0n && this.first < this.open.length) {
      const at = this.method === 'lifo' ? this.open.length - 1 : this.first;
      const lot = this.open[at] as Lot;
      if (lot.quantity > 0n !== left > 0n) break;
      const isWhole = left > 0n ? left >= lot.quantity : left <= lot.quantity;
      const part = isWhole ? lot : partOf(lot, left);
      left -= part.quantity;
      parts.push(part);
      if (!isWhole) break;
      if (at === this.first) this.first++;
      else this.open.pop();
    }
    this.forgetUsed();
    return { parts, missing: left };
  }

  /** Each share becomes `to / from` shares: 2 for 1, or 1 for 10. What it cost stays. */
  split(to: bigint, from: bigint): void {
    for (let i = this.first; i < this.open.length; i++) {
      const lot = this.open[i] as Lot;
      lot.quantity = mulDiv(lot.quantity, to, from);
    }
  }

  /** Gives a share of every lot's cost to somebody else, who gets it as lots of his own: a spin-off. `ratio` in [0, 1], 10^-18. */
  giveCost(ratio: Fixed): LotPart[] {
    return this.open.slice(this.first).map((lot) => {
      const given = { ...lot, cost: share(lot.cost, ratio, ONE), costInBase: share(lot.costInBase, ratio, ONE) };
      lot.cost = less(lot.cost, given.cost);
      lot.costInBase = less(lot.costInBase, given.costInBase);
      return given;
    });
  }

  /** Another cost for each lot. */
  recost(costOf: (lot: LotPart) => Pick<Lot, 'cost' | 'costInBase'>): void {
    for (let i = this.first; i < this.open.length; i++) Object.assign(this.open[i] as Lot, costOf(this.open[i] as Lot));
  }

  private forgetUsed(): void {
    if (this.first < 64 || this.first * 2 < this.open.length) return;
    this.open.splice(0, this.first);
    this.first = 0;
  }
}

/** Takes the part out of the lot. */
function partOf(lot: Lot, quantity: Fixed): LotPart {
  const part = {
    ...lot,
    quantity,
    cost: share(lot.cost, quantity, lot.quantity),
    costInBase: share(lot.costInBase, quantity, lot.quantity),
  };
  lot.quantity -= quantity;
  lot.cost = less(lot.cost, part.cost);
  lot.costInBase = less(lot.costInBase, part.costInBase);
  return part;
}

function pooled(last: Lot, { operation, day, quantity, cost, costInBase }: LotPart): Lot {
  return {
    ...{ operation, day, quantity: last.quantity + quantity },
    ...{ cost: plus(last.cost, cost), costInBase: plus(last.costInBase, costInBase) },
  };
}

const share = (cost: Fixed | null, part: Fixed, whole: Fixed) => (cost === null ? null : mulDiv(cost, part, whole));
const less = (a: Fixed | null, b: Fixed | null) => (a === null || b === null ? null : a - b);
const plus = (a: Fixed | null, b: Fixed | null) => (a === null || b === null ? null : a + b);
