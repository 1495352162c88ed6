/** What is held of each asset in each account: cost, value, and the gain that is not yet taken and that was, price and currency apart. */

import { type Fixed, mulDiv, multiply } from '../fixed.ts';
import type { Ledger, Sale } from '../ledger/ledger.ts';
import type { Market } from '../ledger/market.ts';
import type { LotPart } from '../lots.ts';

/**
 * In base. `price`: the gain in the asset's own currency, at the rate of the day it is looked at (of a sale, the day of the sale); `currency`: what the
 * cost has become by the rate alone. They add up to `total`, to the last digit.
 */
export interface Gain {
  readonly price: Fixed;
  readonly currency: Fixed;
  readonly total: Fixed;
}

export interface HoldingFigures {
  readonly account: number;
  readonly asset: number;
  readonly quantity: Fixed;
  /** In the instrument's currency, and in base; null where that of some lot is not known. */
  readonly cost: Fixed | null;
  readonly costInBase: Fixed | null;
  /** Of one, in the instrument's currency. */
  readonly price: Fixed | null;
  readonly rate: Fixed | null;
  readonly value: Fixed | null;
  readonly unrealised: Gain | null;
  /** Null where a cost is not known of something that was sold. */
  readonly realised: Gain | null;
  readonly income: Fixed;
  readonly fees: Fixed;
  readonly taxes: Fixed;
}

export const NO_GAIN: Gain = { price: 0n, currency: 0n, total: 0n };

export const addGains = (a: Gain | null, b: Gain | null): Gain | null =>
  a === null || b === null ? null : { price: a.price + b.price, currency: a.currency + b.currency, total: a.total + b.total };

/** Cost and value of lots below 0 (sold short) are debts: their signs are turned. */
export function gainOf(cost: Fixed, costInBase: Fixed, value: Fixed, rate: Fixed): Gain {
  const total = multiply(value, rate) - costInBase;
  const currency = multiply(cost, rate) - costInBase;
  return { price: total - currency, currency, total };
}

export interface LotSums {
  readonly quantity: Fixed;
  readonly cost: Fixed | null;
  readonly costInBase: Fixed | null;
}

/** What was got for a lot below 0 counts below 0. */
export function sumOfLots(lots: readonly LotPart[]): LotSums {
  let quantity: Fixed = 0n;
  let cost: Fixed | null = 0n;
  let costInBase: Fixed | null = 0n;
  for (const lot of lots) {
    quantity += lot.quantity;
    cost = signed(cost, lot.cost, lot.quantity);
    costInBase = signed(costInBase, lot.costInBase, lot.quantity);
  }
  return { quantity, cost, costInBase };
}

const signed = (sum: Fixed | null, cost: Fixed | null, quantity: Fixed): Fixed | null =>
  sum === null || cost === null ? null : quantity < 0n ? sum - cost : sum + cost;

/** Null where a cost or what was got is not known. */
export function realisedOf({ parts, proceeds, proceedsInBase, quantity }: Sale): Gain | null {
  if (parts.length === 0) return NO_GAIN;
  const { cost, costInBase } = sumOfLots(parts);
  if (cost === null || costInBase === null || proceeds === null || proceedsInBase === null) return null;
  const [got, gotInBase] = quantity < 0n ? [-proceeds, -proceedsInBase] : [proceeds, proceedsInBase];
  const total = gotInBase - costInBase;
  // At the rate of the sale; where nothing was got there is none, and all of it is price.
  const costAtSale = got === 0n ? costInBase : mulDiv(cost, gotInBase, got);
  const currency = costAtSale - costInBase;
  return { price: total - currency, currency, total };
}

/** All holdings at the end of a day, the closed ones with what they brought. */
export function holdingFigures(ledger: Ledger, market: Market, day: number): HoldingFigures[] {
  const { currencyOf } = ledger.options;
  const earned = earnedBy(ledger);
  return [...ledger.holdings()].map(([account, asset, book]) => {
    const { quantity, cost, costInBase } = sumOfLots(book.lots);
    const price = market.price(asset, day);
    const rate = market.rate(currencyOf[asset] as number, day);
    const local = price === null ? null : multiply(quantity, price);
    const value = quantity === 0n ? 0n : local === null || rate === null ? null : multiply(local, rate);
    const isKnown = local !== null && rate !== null && cost !== null && costInBase !== null;
    const { realised = NO_GAIN, income = 0n, fees = 0n, taxes = 0n } = earned.get(account * 2 ** 20 + asset) ?? {};
    return {
      ...{ account, asset, quantity, cost, costInBase, price, rate, value, realised, income, fees, taxes },
      unrealised: quantity === 0n ? NO_GAIN : isKnown ? gainOf(cost, costInBase, local, rate) : null,
    };
  });
}

interface Earned {
  realised: Gain | null;
  income: Fixed;
  fees: Fixed;
  taxes: Fixed;
}

/** A ledger only grows: what it has come to is summed once, as long as nothing is added. */
const summed = new WeakMap<Ledger, { readonly sales: number; readonly earnings: number; readonly earned: Map<number, Earned> }>();

function earnedBy(ledger: Ledger): Map<number, Earned> {
  const { sales, earnings } = ledger;
  const known = summed.get(ledger);
  if (known?.sales === sales.length && known.earnings === earnings.length) return known.earned;
  const earned = sumEarned(ledger);
  summed.set(ledger, { sales: sales.length, earnings: earnings.length, earned });
  return earned;
}

function sumEarned(ledger: Ledger): Map<number, Earned> {
  const earned = new Map<number, Earned>();
  const of = (account: number, asset: number): Earned => {
    const key = account * 2 ** 20 + asset;
    let one = earned.get(key);
    if (one === undefined) {
      one = { realised: NO_GAIN, income: 0n, fees: 0n, taxes: 0n };
      earned.set(key, one);
    }
    return one;
  };
  for (const sale of ledger.sales) {
    const one = of(sale.account, sale.asset);
    one.realised = addGains(one.realised, realisedOf(sale));
  }
  for (const { what, account, asset, inBase } of ledger.earnings) {
    if (asset === -1 || inBase === null) continue;
    const one = of(account, asset);
    if (what === 'income') one.income += inBase;
    else if (what === 'fee') one.fees += inBase;
    else one.taxes += inBase;
  }
  return earned;
}
