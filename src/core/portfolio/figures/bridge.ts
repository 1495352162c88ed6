/** From the value at the start of a period to that at its end: where each part of the change comes from, with nothing left over but rounding. */

import { type Fixed, multiply, toNumber } from '../fixed.ts';
import { Ledger, type LedgerOptions } from '../ledger/ledger.ts';
import type { Operation } from '../ledger/operation.ts';
import { type Daily, dailyValues, type Scope } from './daily.ts';
import { addGains, type Gain, gainOf, NO_GAIN, realisedOf, sumOfLots } from './holdings.ts';

/** initial + flows + unrealised + realised + currency + income − fees − taxes + rounding = final. In base. */
export interface Bridge {
  readonly initial: number;
  readonly flows: number;
  /** Of what is held at the end, and of what was sold, in its own currency: against its price at the start, or what it was bought for since. */
  readonly priceGain: number;
  readonly realised: number;
  /** By exchange rates alone, on assets and cash. */
  readonly currencyGain: number;
  readonly income: number;
  readonly fees: number;
  readonly taxes: number;
  readonly rounding: number;
  readonly final: number;
}

/** The ledger of a period: what was there at its start has cost what it was worth then, and fees and taxes are told apart. The operations are all there are, in order. */
export interface PeriodLedger {
  readonly ledger: Ledger;
  readonly from: number;
  readonly to: number;
  /** How many there were before. */
  readonly sales: number;
  readonly earnings: number;
}

export function periodLedger(
  operations: readonly Operation[],
  options: Omit<LedgerOptions, 'isGross' | 'isPooled'>,
  from: number,
  to: number,
): PeriodLedger {
  const ledger = new Ledger({ ...options, isGross: true });
  let next = 0;
  const applyUntil = (day: number) => {
    for (let one = operations[next]; one !== undefined && one.day <= day; one = operations[++next]) ledger.apply(one);
  };
  applyUntil(from - 1);
  ledger.revalue(from - 1);
  const [sales, earnings] = [ledger.sales.length, ledger.earnings.length];
  applyUntil(to);
  return { ledger, from, to, sales, earnings };
}

/** Of a part of it; null where something can't be valued. */
export function bridgeOf({ ledger, from, to, sales, earnings }: PeriodLedger, scope: Scope): Bridge | null {
  const { market, currencyOf } = ledger.options;
  const daily = dailyValues({ legs: ledger.legs, market, currencyOf, scope, from, to });
  const unrealised = unrealisedIn(ledger, scope, to);
  const realised = ledger.sales
    .slice(sales)
    .filter(({ account, asset }) => scope.hasAccount(account) && scope.hasAsset(asset))
    .map(realisedOf)
    .reduce(addGains, NO_GAIN);
  if (unrealised === null || realised === null) return null;
  const earned = { income: 0, fee: 0, tax: 0 };
  for (const { what, account, asset, inBase } of ledger.earnings.slice(earnings)) {
    if (!scope.hasAccount(account) || !scope.hasAsset(asset)) continue;
    if (inBase === null) return null;
    earned[what] += toNumber(inBase);
  }
  return sumUp(daily, unrealised, realised, earned, scope.hasCash ? cashCurrencyGain(ledger, scope, from, to) : 0);
}

function sumUp(
  { before, values, inflows, outflows }: Daily,
  unrealised: Gain,
  realised: Gain,
  { income, fee, tax }: { readonly income: number; readonly fee: number; readonly tax: number },
  cashGain: number,
): Bridge | null {
  const final = values.at(-1) ?? before;
  const flows = inflows.reduce((sum, one) => sum + one, 0) - outflows.reduce((sum, one) => sum + one, 0);
  const currencyGain = toNumber(unrealised.currency + realised.currency) + cashGain;
  const [priceGain, realisedPrice] = [toNumber(unrealised.price), toNumber(realised.price)];
  const rounding = final - (before + flows + priceGain + realisedPrice + currencyGain + income - fee - tax);
  if (Number.isNaN(rounding)) return null;
  return { initial: before, flows, priceGain, realised: realisedPrice, currencyGain, income, fees: fee, taxes: tax, rounding, final };
}

function unrealisedIn(ledger: Ledger, scope: Scope, day: number): Gain | null {
  const { market, currencyOf } = ledger.options;
  let sum: Gain | null = NO_GAIN;
  for (const [account, asset, book] of ledger.holdings()) {
    if (!scope.hasAccount(account) || !scope.hasAsset(asset)) continue;
    const { quantity, cost, costInBase } = sumOfLots(book.lots);
    if (quantity === 0n) continue;
    const [price, rate] = [market.price(asset, day), market.rate(currencyOf[asset] as number, day)];
    if (price === null || rate === null || cost === null || costInBase === null) return null;
    sum = addGains(sum, gainOf(cost, costInBase, multiply(quantity, price), rate));
  }
  return sum;
}

/** What cash has become by rates alone: its value at the end, less that at the start, less what moved at the rate of its day; and what conversions gained or lost against the rates. */
function cashCurrencyGain(ledger: Ledger, scope: Scope, from: number, to: number): number {
  const { legs, options } = ledger;
  const { market } = options;
  const exact = new Map<number, { before: number; after: number }>();
  let moved = 0;
  for (let i = 0; i < legs.operation.length; i++) {
    const operation = legs.operation[i] as Operation;
    const currency = legs.currency[i] as number;
    if (currency === -1 || !scope.hasAccount(legs.account[i] as number)) continue;
    const one = exact.get(currency) ?? { before: 0, after: 0 };
    one.after += legs.amount[i] as number;
    if (operation.day < from) one.before += legs.amount[i] as number;
    else if (operation.kind !== 'currency-conversion') moved += (legs.amount[i] as number) * rateOn(currency, operation.day);
    exact.set(currency, one);
  }
  let change = 0;
  for (const [currency, { before, after }] of exact) {
    if (Math.abs(after) > 1e-12) change += after * rateOn(currency, to);
    if (Math.abs(before) > 1e-12) change -= before * rateOn(currency, from - 1);
  }
  return change - moved;

  function rateOn(currency: number, day: number): number {
    const rate: Fixed | null = market.rate(currency, day);
    return rate === null ? Number.NaN : toNumber(rate);
  }
}
