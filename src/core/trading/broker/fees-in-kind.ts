/** Fees that are not taken in the account's money: in the coin that was traded, which leaves less of it, or in a third one. */

import { powerOfTen } from '../../domain/decimal.ts';
import type { Instrument } from '../../domain/instrument.ts';
import { valueOf } from '../ledger/position-book.ts';

/** Amounts of coins are counted in 10^-12: finer than any venue tells them. */
export const COIN_DECIMALS = 12;

export function coinUnitsPerLot({ lotSize }: Instrument): number {
  return Math.round(lotSize * powerOfTen(COIN_DECIMALS));
}

interface Trade {
  readonly side: 1 | -1;
  readonly lots: number;
  readonly ticks: number;
}

interface Settled {
  /** Lots by which the holding changes. */
  readonly lots: number;
  /** In quanta, so that the money changes by the trade's whole value. */
  readonly fee: number;
  /** What is held beyond whole lots. */
  readonly dust: number;
}

/**
 * A trade whose fee is taken in the coin traded. Only whole lots can be sold again: a buyer has got as many as are left of the trade, its fee and the `dust`
 * there was, and what they do not make up is dust. `fee` and `dust` in 10^-12 of the coin. The money is exact by construction: what the trade was worth less
 * what its lots are worth is the fee. Null where the fee is more than the trade.
 */
export function settleInCoin(instrument: Instrument, { side, lots, ticks }: Trade, fee: number, dust: number): Settled | null {
  const perLot = coinUnitsPerLot(instrument);
  const wholeLots = Math.floor((dust - fee) / perLot);
  const taken = lots + side * wholeLots;
  if (taken < 0) return null;
  const value = (of: number) => valueOf(instrument, ticks, of);
  return { lots: taken, fee: side * (value(lots) - value(taken)), dust: dust - fee - wholeLots * perLot };
}
