/** What a spot account holds by what is known here: a venue without positions shows coins and money instead, and these are what it is compared with. */

import { formatLots, type Instrument } from '../../domain/instrument.ts';

/** What is held of a spot instrument. `cost` is what it was bought for in quanta, fees left out, negative where it was sold short. */
export interface SpotHolding {
  readonly instrument: Instrument;
  readonly lots: number;
  readonly cost: number;
}

export interface ExpectedBalances {
  /** Money in quanta: the wallet keeps what was spent on coins until they are sold; the venue's balance does not. */
  readonly money: number;
  /** Coins by currency, in units. An account's instruments are all quoted in its one currency: no two of them share a coin. */
  readonly coins: readonly { readonly currency: string; readonly instrument: Instrument; readonly lots: number; readonly total: string }[];
}

export function isSpot({ specification }: Instrument): boolean {
  return specification.kind === 'spot';
}

/** `wallet` in quanta, with realised results and fees and without unrealised ones. */
export function expectedBalances(wallet: number, holdings: readonly SpotHolding[]): ExpectedBalances {
  return {
    money: holdings.reduce((money, { cost }) => money - cost, wallet),
    coins: holdings.map(({ instrument, lots }) => ({
      currency: instrument.specification.base,
      instrument,
      lots,
      total: formatLots(instrument, lots),
    })),
  };
}

/** A balance in whole lots; what is smaller than a lot can't be traded and is no difference. Null when it is no amount. */
export function lotsIn(instrument: Instrument, total: string): number | null {
  const units = Number(total);
  if (!/^-?\d+(\.\d+)?$/.test(total)) return null;
  const lots = Math.floor(Math.abs(units) / instrument.lotSize + 1e-6);
  return Number.isSafeInteger(lots) ? Math.sign(units) * lots : null;
}
