/** Positions and wallet of one account: the arithmetic of docs/reference/fill-rules.md section 2, exact to the quantum. */

import { mulRound } from '../../domain/decimal.ts';
import { type Instrument, priceToTicks } from '../../domain/instrument.ts';
import { sharedEach } from '../../journal/sharing.ts';

/** Net position in one instrument: signed lots; cost and margin in quanta, never negative. */
export class Position {
  lots = 0;
  cost = 0;
  margin = 0;
}

/** Up to here a quotient's floor by double division is exact. */
const EXACT_QUOTIENT = 2 ** 52;
/** Amounts up to here, and sums of two of them, are exact. */
const WELL_INSIDE = 2 ** 51;

/** value(price, lots) of the fill rules, in quanta. */
export function valueOf(instrument: Instrument, ticks: number, lots: number): number {
  return mulRound(ticks, lots, instrument.valueMultiplier, instrument.valueDivisor);
}

export function feeOf(instrument: Instrument, value: number, maker: boolean): number {
  const fee = maker ? instrument.makerFee : instrument.takerFee;
  return fee.numerator === 0 ? 0 : mulRound(value, fee.numerator, 1, fee.denominator);
}

/** a * numerator / denominator rounded up, for non-negative integers. */
export function ceilShare(a: number, numerator: number, denominator: number): number {
  const product = a * numerator;
  if (product <= EXACT_QUOTIENT) {
    const quotient = Math.floor(product / denominator);
    return quotient * denominator === product ? quotient : quotient + 1;
  }
  const exact = BigInt(a) * BigInt(numerator);
  const by = BigInt(denominator);
  return Number((exact + by - 1n) / by);
}

/** a * numerator / denominator rounded down. */
export function floorShare(a: number, numerator: number, denominator: number): number {
  const product = a * numerator;
  if (Math.abs(product) <= EXACT_QUOTIENT) return Math.floor(product / denominator);
  return Number((BigInt(a) * BigInt(numerator)) / BigInt(denominator));
}

/** Margin an opening of `value` binds at the instrument's leverage. */
export function initialMargin(instrument: Instrument, value: number): number {
  const { numerator, denominator } = instrument.leverage;
  return numerator === 1 && denominator === 1 ? value : ceilShare(value, denominator, numerator);
}

/** Unrealised result of a position at a price, in quanta. */
export function unrealisedOf(instrument: Instrument, { lots, cost }: Position, ticks: number): number {
  if (lots === 0) return 0;
  return lots > 0 ? valueOf(instrument, ticks, lots) - cost : cost - valueOf(instrument, ticks, -lots);
}

/** Wallet and positions by instrument index. */
export class PositionBook {
  declare wallet: number;
  /** Sum of every position's margin. */
  marginUsed = 0;
  declare readonly positions: Position[];

  constructor(wallet: number, instruments: number) {
    this.wallet = wallet;
    this.positions = [];
    for (let i = 0; i < instruments; i++) this.positions.push(new Position());
  }

  get free(): number {
    return this.wallet - this.marginUsed;
  }

  /** Opens or adds `lots` worth `value`. Fees are the caller's. */
  open(instrument: Instrument, side: 1 | -1, lots: number, value: number): void {
    const position = this.positions[instrument.index] as Position;
    const margin = initialMargin(instrument, value);
    position.lots += side * lots;
    position.cost += value;
    position.margin += margin;
    this.marginUsed += margin;
  }

  /** Closes `lots` of the position for `value` and books the realised result, which it returns. */
  close(instrument: Instrument, lots: number, value: number): number {
    const position = this.positions[instrument.index] as Position;
    const held = position.lots < 0 ? -position.lots : position.lots;
    const long = position.lots > 0;
    const whole = lots === held;
    const cost = whole ? position.cost : mulRound(position.cost, lots, 1, held);
    const margin = whole ? position.margin : mulRound(position.margin, lots, 1, held);
    const realised = long ? value - cost : cost - value;
    position.lots += long ? -lots : lots;
    position.cost -= cost;
    position.margin -= margin;
    this.marginUsed -= margin;
    this.wallet += realised;
    return realised;
  }

  /** The same for all that is held of the instrument with this index. */
  closeAll(index: number, value: number): number {
    const position = this.positions[index] as Position;
    const realised = position.lots > 0 ? value - position.cost : position.cost - value;
    this.marginUsed -= position.margin;
    this.wallet += realised;
    position.lots = position.cost = position.margin = 0;
    return realised;
  }

  /** Gives a position another cost and margin; the wallet moves against it, so that equity stays. Returns what is realised by that. */
  restate(index: number, { cost, margin }: Pick<Position, 'cost' | 'margin'>): number {
    const position = this.positions[index] as Position;
    const realised = Math.sign(position.lots) * (cost - position.cost);
    this.marginUsed += margin - position.margin;
    this.wallet += realised;
    position.cost = cost;
    position.margin = margin;
    return realised;
  }

  /** Unrealised result of a position at a price, in quanta. */
  unrealised(instrument: Instrument, ticks: number): number {
    return unrealisedOf(instrument, this.positions[instrument.index] as Position, ticks);
  }

  /**
   * Widens `extremes` (a lowest and a highest amount) to the wallet plus the unrealised result of what is held of an instrument, not nothing, at each of
   * `count` prices in units. The result rises or falls with the price, so that only the lowest and the highest price have to be valued. False, with nothing
   * to be read, where a price is none or an amount comes near the end of the exact range.
   */
  widenToResults(instrument: Instrument, prices: Float64Array, from: number, count: number, extremes: Float64Array): boolean {
    const { ticksPerUnit, tickUnits, valueMultiplier, valueDivisor } = instrument;
    const { lots, cost } = this.positions[instrument.index] as Position;
    const perTick = (lots * valueMultiplier) / valueDivisor;
    const paid = lots > 0 ? this.wallet - cost : this.wallet + cost;
    // From this price on up to that one the amounts are within the extremes, with a tick and a quantum to spare.
    const spare = 1 + Math.abs(1 / perTick);
    const worst = lots > 0 ? 0 : 1;
    const floor = (((extremes[worst] as number) - paid) / perTick + spare) * (tickUnits / ticksPerUnit);
    const ceiling = (((extremes[1 - worst] as number) - paid) / perTick - spare) * (tickUnits / ticksPerUnit);
    let lowest = floor;
    let highest = ceiling;
    let sum = 0;
    for (let i = from, end = from + count; i < end; i++) {
      const price = prices[i] as number;
      // What is not a number passes both comparisons, but not the sum.
      sum += price;
      if (price < lowest) lowest = price;
      if (price > highest) highest = price;
    }
    if (Number.isNaN(sum) || !(Math.abs(paid) < WELL_INSIDE)) return false;
    return (
      (lowest === floor || this.widenTo(instrument, lowest, extremes)) &&
      (highest === ceiling || this.widenTo(instrument, highest, extremes))
    );
  }

  private widenTo(instrument: Instrument, price: number, extremes: Float64Array): boolean {
    const position = this.positions[instrument.index] as Position;
    const ticks = priceToTicks(instrument, price);
    const magnitude = ticks * Math.abs(position.lots) * (instrument.valueMultiplier / instrument.valueDivisor);
    if (!(magnitude < WELL_INSIDE)) return false;
    const amount = this.wallet + unrealisedOf(instrument, position, ticks);
    if (amount < (extremes[0] as number)) extremes[0] = amount;
    if (amount > (extremes[1] as number)) extremes[1] = amount;
    return Math.abs(amount) < WELL_INSIDE;
  }

  /** Shares what has not changed with a snapshot taken before. */
  snapshot(before?: BookSnapshot): BookSnapshot {
    const { wallet } = this;
    const positions = sharedEach(before?.positions, this.positions, ({ lots, cost, margin }, former) =>
      former?.lots === lots && former.cost === cost && former.margin === margin ? former : { lots, cost, margin },
    );
    return before?.wallet === wallet && before.positions === positions ? before : { wallet, positions };
  }

  restore(snapshot: BookSnapshot): void {
    this.wallet = snapshot.wallet;
    this.marginUsed = 0;
    snapshot.positions.forEach((position, i) => {
      Object.assign(this.positions[i] as Position, position);
      this.marginUsed += position.margin;
    });
  }
}

export interface BookSnapshot {
  readonly wallet: number;
  readonly positions: readonly { readonly lots: number; readonly cost: number; readonly margin: number }[];
}
