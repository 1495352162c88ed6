/** Positions and wallet of one account: the arithmetic of docs/reference/fill-rules.md section 2, exact to the quantum. */

import { mulRound } from '../../domain/decimal.ts';
import type { Instrument } from '../../domain/instrument.ts';

/** Net position in one instrument: signed lots; cost and margin in quanta, never negative. */
export class Position {
  lots = 0;
  cost = 0;
  margin = 0;
}

/** Up to here a quotient's floor by double division is exact. */
const EXACT_QUOTIENT = 2 ** 52;

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

  /** Opens or adds; returns the value added to cost. Fees are the caller's. */
  open(instrument: Instrument, side: 1 | -1, lots: number, ticks: number): number {
    const position = this.positions[instrument.index] as Position;
    const value = valueOf(instrument, ticks, lots);
    const margin = initialMargin(instrument, value);
    position.lots += side * lots;
    position.cost += value;
    position.margin += margin;
    this.marginUsed += margin;
    return value;
  }

  /** Closes `lots` of the position and books the realised result, which it returns. */
  close(instrument: Instrument, lots: number, ticks: number): number {
    const position = this.positions[instrument.index] as Position;
    const held = position.lots < 0 ? -position.lots : position.lots;
    const long = position.lots > 0;
    const value = valueOf(instrument, ticks, lots);
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

  /** Unrealised result of a position at a price, in quanta. */
  unrealised(instrument: Instrument, ticks: number): number {
    const position = this.positions[instrument.index] as Position;
    if (position.lots === 0) return 0;
    return position.lots > 0
      ? valueOf(instrument, ticks, position.lots) - position.cost
      : position.cost - valueOf(instrument, ticks, -position.lots);
  }

  snapshot(): BookSnapshot {
    return { wallet: this.wallet, positions: this.positions.map(({ lots, cost, margin }) => ({ lots, cost, margin })) };
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
