/** What a spot account holds by what is known here: a venue without positions shows coins and money instead, and these are what it is compared with. */

import { formatLots, type Instrument } from '../../domain/instrument.ts';
import { COIN_DECIMALS, coinUnitsPerLot } from './fees-in-kind.ts';
import type { VenueCapabilities } from './venue-link.ts';

/** Doubles of amounts are off by less than this part of a lot. */
const EXACT = 1e-6;

type Kinds = Pick<VenueCapabilities, 'spotAsPositions' | 'paidInMoney'>;

/** Whether a venue shows what is held of an instrument as coins, and has no positions in it. */
export function showsCoins(instrument: Instrument, { spotAsPositions }: Pick<VenueCapabilities, 'spotAsPositions'>): boolean {
  return isSpot(instrument) && spotAsPositions !== true;
}

/** What is held of an instrument. `dust` is what is held beyond whole lots, in 10^-12 of the coin. `cost` is what it was bought for in quanta, fees left out, negative where it was sold short. */
export interface Holding {
  readonly instrument: Instrument;
  readonly lots: number;
  readonly dust: number;
  readonly cost: number;
}

export interface ExpectedBalances {
  /** Money in quanta: the wallet keeps what was spent on coins until they are sold; the venue's balance does not. */
  readonly money: number;
  /** Coins by currency, in units. An account's instruments are all quoted in its one currency: no two of them share a coin. */
  readonly coins: readonly { readonly currency: string; readonly instrument: Instrument; readonly lots: number; readonly total: string }[];
}

function isSpot({ specification }: Instrument): boolean {
  return specification.kind === 'spot';
}

/** Whether a venue's money is less by what was bought of an instrument, and more by what was sold short. */
export function isPaidInMoney({ specification }: Instrument, { paidInMoney = ['spot'] }: Pick<VenueCapabilities, 'paidInMoney'>): boolean {
  return paidInMoney.includes(specification.kind);
}

/** What is held, from lists by instrument. */
export function holdingsOf(
  instruments: readonly Instrument[],
  { lots, costs, dust }: Readonly<Record<'lots' | 'costs' | 'dust', readonly number[]>>,
): Holding[] {
  return instruments.map((instrument) => ({
    instrument,
    lots: lots[instrument.index] as number,
    dust: dust[instrument.index] as number,
    cost: costs[instrument.index] as number,
  }));
}

/** `wallet` in quanta, with realised results and fees and without unrealised ones. */
export function expectedBalances(wallet: number, holdings: readonly Holding[], capabilities: Kinds): ExpectedBalances {
  const paid = holdings.filter(({ instrument }) => isPaidInMoney(instrument, capabilities));
  const coins = holdings.filter(({ instrument }) => showsCoins(instrument, capabilities));
  return {
    money: paid.reduce((money, { cost }) => money - cost, wallet),
    coins: coins.map(({ instrument, lots, dust }) => ({
      currency: instrument.specification.base,
      instrument,
      lots,
      total: dust === 0 ? formatLots(instrument, lots) : coinText(BigInt(lots) * BigInt(coinUnitsPerLot(instrument)) + BigInt(dust)),
    })),
  };
}

function coinText(units: bigint): string {
  const digits = String(units < 0n ? -units : units).padStart(COIN_DECIMALS + 1, '0');
  const text = `${digits.slice(0, -COIN_DECIMALS)}.${digits.slice(-COIN_DECIMALS)}`.replace(/\.?0+$/, '');
  return units < 0n ? `-${text}` : text;
}

/**
 * How many whole lots a balance is, with `lots` and, dust included, `total` held here; null when it is no amount. What can't be traded is no difference: what
 * there is beyond `total` counts from a whole lot on, such as dust of a session before.
 */
export function lotsIn(
  instrument: Instrument,
  { lots, total }: Pick<ExpectedBalances['coins'][number], 'lots' | 'total'>,
  balance: string,
): number | null {
  if (!/^-?\d+(\.\d+)?$/.test(balance)) return null;
  const whole = (units: number) => Math.sign(units) * Math.floor(Math.abs(units) / instrument.lotSize + EXACT);
  const found = whole(Number(balance));
  if (!Number.isSafeInteger(found)) return null;
  return found < lots ? found : lots + Math.max(0, whole(Number(balance) - Number(total)));
}
