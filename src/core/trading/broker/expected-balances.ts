/** What a spot account holds by what is known here: a venue without positions shows coins and money instead, and these are what it is compared with. */

import { formatLots, type Instrument, parseLots } from '../../domain/instrument.ts';
import type { Position } from '../ledger/position-book.ts';
import { COIN_DECIMALS, coinUnitsPerLot } from './fees-in-kind.ts';
import type { VenueCapabilities } from './venue-link.ts';

/** Doubles of amounts are off by less than this part of a lot. */
const EXACT = 1e-6;

type Kinds = Pick<VenueCapabilities, 'spotAsPositions' | 'paidInMoney'>;

/** Whether a venue shows what is held of an instrument as coins, and has no positions in it. An account's instruments are all quoted in its one currency: no two of them share a coin. */
export function showsCoins({ specification }: Instrument, { spotAsPositions }: Pick<VenueCapabilities, 'spotAsPositions'>): boolean {
  return specification.kind === 'spot' && spotAsPositions !== true;
}

/** Whether a venue's money is less by what was bought of an instrument, and more by what was sold short. */
export function isPaidInMoney({ specification }: Instrument, { paidInMoney }: Pick<VenueCapabilities, 'paidInMoney'>): boolean {
  return paidInMoney === undefined ? specification.kind === 'spot' : paidInMoney.includes(specification.kind);
}

/** What is held of an instrument: signed lots, and what they were bought or sold short for in quanta, fees left out. */
export type Held = Readonly<Pick<Position, 'lots' | 'cost'>>;

/**
 * Money in quanta: `wallet`, with realised results and fees and without unrealised ones, keeps what was spent on coins until they are sold; the venue's
 * balance does not. `positions` by instrument.
 */
export function expectedMoney(wallet: number, positions: readonly Held[], instruments: readonly Instrument[], capabilities: Kinds): number {
  let money = wallet;
  for (const instrument of instruments) {
    if (!isPaidInMoney(instrument, capabilities)) continue;
    const { lots, cost } = positions[instrument.index] as Held;
    money -= lots < 0 ? -cost : cost;
  }
  return money;
}

/** What is held of a coin, in units. `dust` is what is held beyond whole lots, in 10^-12 of the coin. */
export function coinTotal(instrument: Instrument, lots: number, dust: number): string {
  if (dust === 0) return formatLots(instrument, lots);
  return coinText(BigInt(lots) * BigInt(coinUnitsPerLot(instrument)) + BigInt(dust));
}

function coinText(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(COIN_DECIMALS + 1, '0');
  const text = `${digits.slice(0, -COIN_DECIMALS)}.${digits.slice(-COIN_DECIMALS)}`.replace(/\.?0+$/, '');
  return units < 0n ? `-${text}` : text;
}

/**
 * How many whole lots a balance is, where so many lots and so much dust are held here; null when it is no amount. What can't be traded is no difference: what
 * there is beyond what is held here counts from a whole lot on, such as dust of a session before.
 */
export function lotsIn(instrument: Instrument, lots: number, dust: number, balance: string): number | null {
  // Mostly it is what is held, to the last digit.
  if (dust === 0 && parseLots(instrument, balance) === lots) return lots;
  if (!/^-?\d+(\.\d+)?$/.test(balance)) return null;
  const whole = (units: number) => Math.sign(units) * Math.floor(Math.abs(units) / instrument.lotSize + EXACT);
  const found = whole(Number(balance));
  if (!Number.isSafeInteger(found)) return null;
  return found < lots ? found : lots + Math.max(0, whole(Number(balance) - Number(coinTotal(instrument, lots, dust))));
}
